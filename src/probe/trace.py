"""Observed sessions: what the project's code does in each wanted test, as a tree of calls with arguments, blocks
entered, variables changed, values returned and exceptions, found by sys.settrace. What is written is described in
docs/recording.md."""

import sys

record, chains = kit.part("record"), kit.part("chains")
values, texts, errors = kit.part("trace_values"), kit.part("trace_texts"), kit.part("trace_errors")
calls, tests = kit.part("trace_call"), kit.part("trace_test")
threading = kit.borrow("threading")
settrace, gettrace, get_ident = sys.settrace, sys.gettrace, threading.get_ident
clock, frames_of_threads = tests.clock, sys._current_frames
read_text = values.text
FULL_CALLS = 100  # of a function: of later calls only arguments and results are kept
MOST_CALLS = 3000  # of a function: later ones are not traced
DEPTH = 300  # frames that are searched for the calling one

wanted = None  # node ids, or None for every test
limit = 200000  # events of one test
allowed = 20.0  # seconds in traced tests
spent = 0.0  # likewise, so far
infos = {}  # id(code) -> Info
current = None  # the Test that is being traced
main = None  # the thread that tests run in


def install(options):
    """Begins to trace. `options` is "trace" of config.json."""
    global wanted, limit, allowed, main
    main = get_ident()
    if options.get("tests") is not None:
        wanted = frozenset(options["tests"])
    limit = int(options.get("events") or limit)
    allowed = float(options.get("seconds") or allowed)
    texts.install(options.get("key", ""))
    texts.look_at_environ()
    kit.part("trace_warnings").install()
    kit.observer = Observer()
    begin_test("")  # before the first test conftests and modules are imported


class Observer:
    """Is told before and after each collected module and each test."""

    def before(self, at, node):
        if at != "test":
            return
        end_test()
        if (wanted is None or node in wanted) and spent < allowed:
            texts.look_at_environ()
            begin_test(node)

    def after(self, at, node):
        if at == "test":
            end_test()


def begin_test(node):
    """Traces what runs from now on as the test `node`."""
    global current
    current = tests.Test(node, limit)
    kit.part("trace_warnings").begin_test()
    settrace(trace)
    threading.settrace(trace)


def end_test():
    """Ends the trace of the running test, if there is one, and writes it."""
    global current, spent
    test, current = current, None
    if gettrace() is trace:
        settrace(None)
    if test is None:
        return
    test.ended = True
    spent += clock() - test.begun
    errors.write(test)
    test.write()


def trace(frame, event, argument):
    """The global trace function, called for every call of everything."""
    test = current
    if test is None:
        return None
    code = frame.f_code
    info = infos.get(id(code))
    if info is None:
        try:
            info = infos[id(code)] = calls.Info(code)
        except Exception:
            kit.trouble("trace")
            return None
    if info.role == "":
        return None
    if info.role == "l":
        frame.f_trace_lines = False
        return looked
    if test.cut:
        return None
    try:
        call = test.active.get(id(frame))
        if call is not None and call.info is info and info.generator and frame.f_lasti > 0:
            return call.trace  # it goes on where it was suspended
        return begin(test, info, frame)
    except Exception:
        return test.fail()


def begin(test, info, frame):
    """A call of the project's code begins. Gives its local trace function, or None if it is not traced."""
    times = test.calls[id(info)] = test.calls.get(id(info), 0) + 1
    if times > MOST_CALLS or test.full():
        return None
    parent = above(test, frame.f_back)
    if parent is None and get_ident() != main:
        parent = above(test, frames_of_threads().get(main))  # the main thread waits for this one
    call = calls.Call(test, info, next(test.nodes))
    # No code of the project calls it: then the calling call and its statement are -1.
    caller, statement = (-1, -1) if parent is None else (parent.node, test.statement(parent.statement))
    event = [calls.CALL, call.node, caller, statement, test.code(info), 0]
    if not info.module:
        for name, value in sorted(frame.f_locals.items()):
            if name[:1] in "@.":
                continue
            text = read_text(value, name)
            call.known[name] = calls.kept(value, text)
            event.extend((test.text(name), test.text(text)))
            event[5] += 1
    test.events.extend(event)
    test.active[id(frame)] = call
    if times > FULL_CALLS:
        call.silence(frame)
    return call.trace


def above(test, frame):
    """The call of the project that is nearest on the stack, None if there is none."""
    depth = 0
    while frame is not None and depth < DEPTH:
        call = test.active.get(id(frame))
        if call is not None and call.info.code is frame.f_code:
            return call
        frame, depth = frame.f_back, depth + 1
    return None


def looked(frame, event, argument):
    """The local trace function of those parts of the standard library that look for files."""
    test = current
    if event == "exception" and test is not None:
        try:
            errors.note_missing(test, argument[1], frame)
        except Exception:
            kit.trouble("trace")
    return looked if test is not None else None
