"""Writes what was seen of a flight (flights.py): its frames with their lines and sources, and the except clause that
took it. This part is loaded when a test has not passed for the first time."""

import sys

chains, record, sources = kit.part("chains"), kit.part("record"), kit.part("sources")


def line_of(code, offset):
    """Returns the line of an instruction. The first instructions of a handler have no line of their own, so they get
    the line of the next instruction that has one."""
    for _, end, line in code.co_lines():
        if offset < end and line:
            return line
    return code.co_firstlineno


def handler_of(flight):
    """Returns the frame that took the exception: the except clause, or the line that called the C code which took it.
    Returns None if that is not known."""
    if not flight.handled:
        return chains.frame(flight.caller[0], line_of(*flight.caller)) if flight.caller else None
    return chains.frame(flight.code, clause_of(flight, line_of(flight.code, flight.offset)))


def clause_of(flight, line):
    """Returns the line of the except clause that took the exception. The event names only the first clause of the
    statement."""
    lines = sources.lines_of(flight.code.co_filename)
    text = sources.stripped(lines, line)
    if not text.startswith("except") or not text.endswith(":"):
        return line
    indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
    for number in range(line, min(len(lines), line + 200) + 1):
        text = lines[number - 1]
        if not text.strip() or len(text) - len(text.lstrip()) > indent:
            continue
        text = text.strip()
        if not text.startswith("except"):
            if text.startswith((")", "#")):
                continue
            break
        words = set(
            "".join(
                [c if c.isalnum() or c == "_" else " " for c in text[6:].partition(" as ")[0].partition("#")[0]]
            ).split()
        )
        if not words or words & set(flight.names):
            return number
    return line


EXPECTING = (
    "raises",
    "assertRaises",
    "assertRaisesRegex",
    "assertRaisesMessage",
    "RaisesGroup",
    "assert_raises",
    "assert_raises_regex",
)
# These words of a `with` statement keep a failure for the end of the test. Each maps to the module that it comes from.
PUTTING_OFF = {"check": "pytest_check", "assume": "pytest_assume", "soft_assertions": "assertpy"}


def expected(handler):
    """Returns True if the test itself expected the exception, as `with pytest.raises(...)` does, or if it will fail
    with it in the end, as `with check:` does."""
    if handler is None or handler[4] != "p" or "with " not in handler[3]:
        return False
    words = "".join([c if c.isalnum() or c == "_" else " " for c in handler[3]]).split()
    return any([word in EXPECTING or PUTTING_OFF.get(word) in sys.modules for word in words])


def listed(frames):
    """Returns frames in the form that a recording has."""
    lines = [chains.frame(code, line_of(code, offset)) for code, offset in frames]
    return [line for line in lines if line is not None and not chains.is_pytest(line[0])]


def write(flight):
    """Writes the `server` record of a flight, unless the test expected the exception."""
    handler = handler_of(flight)
    if expected(handler):
        return
    frames = flight.outer[::-1] + flight.frames
    limit = kit.config["caps"]["frames"]
    cut = flight.cut or len(frames) > limit
    if len(frames) > limit:
        frames = frames[: limit // 2] + frames[len(frames) - (limit - limit // 2) :]
    chain = [{"type": flight.type, "message": flight.text, "link": "", "frames": listed(frames), "cut": cut}]
    for kind, text, link, frames, cut in flight.links:
        chain.append({"type": kind, "message": text, "link": link, "frames": listed(frames), "cut": cut})
    line = {
        "t": "server",
        "id": "" if flight.phase == "collect" else flight.node,
        "phase": flight.phase,
        "hook": "monitoring",
        "request": None,
        "chain": chain,
        "handled": handler,
    }
    if flight.phase == "collect":
        line["module"] = flight.node
    if flight.request is not None:
        line["request"] = {
            "method": flight.request.method,
            "path": flight.request.path,
            "status": flight.request.status,
        }
    if flight.times > 1:
        line["times"] = flight.times
    record.later(record.encode(line) + "\n")
