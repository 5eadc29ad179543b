"""Ends the listening for exceptions when a phase has passed (monitoring.py). These hooks are the last ones of their
phase, after pytest's own, and are not called if the phase fails: then the probe goes on listening."""

hookimpl = kit.part("plugin").hookimpl
pause = kit.monitoring.pause


class Plugin:
    """The last hooks of the phases."""

    @hookimpl(trylast=True)
    def pytest_runtest_setup(self):
        pause()

    @hookimpl(trylast=True)
    def pytest_runtest_call(self):
        pause()

    @hookimpl(trylast=True)
    def pytest_runtest_teardown(self):
        pause()
