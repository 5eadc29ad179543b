"""For observed sessions, calls a function after every line of the project that runs (settrace)."""

import sys

paths = kit.part("paths")
check = begin = None


def follow(after_line, at_first=None):
    """Calls `after_line(frame, line)` after each line of the project from now on, and `at_first()` before the first
    one."""
    global check, begin
    check, begin = after_line, at_first
    sys.settrace(trace)


def stop():
    """Ends that."""
    if sys.gettrace() is trace:
        sys.settrace(None)


def trace(frame, event, argument):
    global begin
    if paths.place(frame.f_code.co_filename)[1] != "p":
        return None
    if begin is not None:
        at_first, begin = begin, None
        at_first()
    last = [frame.f_lineno or 1]
    caller = frame.f_back
    if caller is not None and paths.place(caller.f_code.co_filename)[1] == "p":
        check(caller, caller.f_lineno)  # This finds what the line of the caller did before it made the call.

    def local(frame, event, argument):
        check(frame, last[0])  # This finds what the previous line did.
        last[0] = frame.f_lineno or 1
        return local

    return local
