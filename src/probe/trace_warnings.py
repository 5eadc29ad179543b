"""For observed sessions, records every warning that a test causes. These include the warnings that the test catches
itself (`recwarn`, `pytest.warns`, `catch_warnings(record=True)`), which pytest does not report. A warning leaves no
frame of the project, so it is compared by itself. Warnings that a filter ignores or turns into exceptions are not seen
here."""

record, paths, chains = kit.part("record"), kit.part("paths"), kit.part("chains")
warnings = kit.borrow("warnings")
MOST = 500  # At most this many warnings of one test are recorded.
seen = set()
PHASES = ("setup", "call", "teardown")


def install():
    original = warnings._showwarnmsg

    def _showwarnmsg(msg):
        try:
            note(msg)
        except Exception:
            kit.trouble("trace_warnings")
        return original(msg)

    kit.part("patching").replace(warnings, "_showwarnmsg", _showwarnmsg)


def note(msg):
    if kit.phase not in PHASES or None in seen:
        return
    text = chains.message(msg.message, True) if isinstance(msg.message, Warning) else str(msg.message)
    line = (
        kit.node,
        chains.type_name(msg.category),
        record.cap(text, 4000),
        paths.plain(str(msg.filename)),
        msg.lineno,
    )
    if line in seen:
        return
    if len(seen) == MOST:
        seen.add(None)  # The cut is recorded only once.
        record.later(
            record.encode(
                {"t": "cut", "id": line[0], "phase": kit.phase, "hook": "warnings", "events": True, "records": 0}
            )
            + "\n"
        )
        return
    seen.add(line)
    record.later(
        record.encode(
            {
                "t": "warning",
                "when": "runtest",
                "id": line[0],
                "category": line[1],
                "message": line[2],
                "path": line[3],
                "line": line[4],
                "hook": "trace",
            }
        )
        + "\n"
    )


def begin_test():
    seen.clear()
