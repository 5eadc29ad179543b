"""For observed sessions, traces what the project's code does in each wanted test, with sys.settrace. The result is a
tree of calls with arguments, entered blocks, changed variables, returned values and exceptions. docs/recording.md
describes what is written."""

import sys

record, chains = kit.part("record"), kit.part("chains")
values, texts, errors = kit.part("trace_values"), kit.part("trace_texts"), kit.part("trace_errors")
calls, tests = kit.part("trace_call"), kit.part("trace_test")
made = kit.part("trace_made")
threading = kit.borrow("threading")
settrace, gettrace, get_ident = sys.settrace, sys.gettrace, threading.get_ident
clock, frames_of_threads = tests.clock, sys._current_frames
read_text = values.text
FULL_CALLS = 100  # After this many calls of a function, only arguments and results are kept.
MOST_CALLS = 3000  # After this many calls, a function is no longer traced.
DEPTH = 300  # At most this many frames are searched for the calling one.

wanted = None  # These are the wanted node ids, or None for every test.
limit = 200000  # At most this many events of one test are kept.
allowed = 20.0  # At most this many seconds are spent in traced tests.
spent = 0.0  # This many seconds were spent in traced tests so far.
infos = {}  # Maps id(code) to Info.
current = None  # This is the Test that is being traced.
main = None  # This is the thread in which tests run.


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
    made.install()
    kit.observer = Observer()
    begin_test("")  # Before the first test, conftests and modules are imported.


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
    """Traces what runs from now on as part of the test `node`."""
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
    made.write(test)
    test.write()


def trace(frame, event, argument):
    """The global trace function, which is called for every call of every function."""
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
            return call.trace  # The generator continues where it was suspended.
        return begin(test, info, frame)
    except Exception:
        return test.fail()


def begin(test, info, frame):
    """Begins a call of the project's code. Returns its local trace function, or None if the call is not traced."""
    times = test.calls[id(info)] = test.calls.get(id(info), 0) + 1
    if times > MOST_CALLS or test.full():
        return None
    parent = above(test, frame.f_back)
    if parent is None and get_ident() != main:
        parent = above(test, frames_of_threads().get(main))  # The main thread waits for this one.
    call = calls.Call(test, info, next(test.nodes))
    # If no code of the project has made this call, the calling call and its statement are -1.
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
    """Returns the nearest call of the project on the stack, or None if there is none."""
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
