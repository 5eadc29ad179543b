"""Ends a session once all tests have run that somebody waits for ("until" of config.json: node ids). The other tests
are left out from then on, but each test that runs has the next test that it would have without this, so that the
fixtures which they share are still there when it ends. Tests before them run as ever."""

import sys

hookimpl = kit.part("plugin").hookimpl
OUTCOMES = (sys.modules["_pytest.outcomes"].OutcomeException, Exception)  # What a fixture may raise.


class Plugin:
    """The hooks that leave tests out."""

    def __init__(self):
        self.waiting = None  # These are the items that are waited for, by identity; None until they are collected.

    @hookimpl(trylast=True)
    def pytest_collection_finish(self, session):
        try:
            wanted = set(kit.config["until"])
            self.waiting = {id(item) for item in session.items if item.nodeid in wanted}
        except Exception:
            kit.trouble("until")

    @hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item):
        if self.waiting is None:
            return None
        if self.waiting:
            self.waiting.discard(id(item))
            return None
        if not kit.left:
            tear_down(item)
        kit.left += 1
        return True  # For pytest, this test is done.


def tear_down(item):
    """Ends the fixtures that the tests which ran have shared with this one. What goes wrong there is no test's failure,
    because the test that it would belong to does not run."""
    kit.phase = "teardown"
    exact = item.session._setupstate.teardown_exact
    try:
        # Before pytest 7 it also takes the test that has ended.
        exact(*[None] * (exact.__code__.co_argcount - 1))
    except OUTCOMES:
        pass
    finally:
        kit.phase = ""
