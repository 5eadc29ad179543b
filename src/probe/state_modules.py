"""For observed sessions of many tests: finds what state.py finds, for each module as it is collected and for all tests
of a module together. That takes two looks for each module, and not two for each test."""

state = kit.part("state")
failed = state.failed
stage = running = None  # The stage of the latest look, and the module whose tests run.


def before(at, name):
    global running
    module = name.partition("::")[0]
    if at == "test" and module == running:
        return
    end()
    begin(at)
    running = module if at == "test" else None


def after(at, name):
    if at == "collect":
        state.after(at, name)


def begin(at):
    """Takes the latest snapshot again, as only pytest has run since. Between collecting and the first test, conftests
    and plugins may have run."""
    global stage
    state.before_all = state.latest if at == stage else None
    if state.before_all is None:
        state.before_all = state.Snapshot()
    stage = at


def end():
    """Ends the module whose tests have run."""
    global running
    if running is not None:
        state.after("test", running)
    running = None
