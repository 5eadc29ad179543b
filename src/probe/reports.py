"""Makes the records of pytest's reports."""

import os

record, chains, paths = kit.part("record"), kit.part("chains"), kit.part("paths")
join = os.path.join
encode, cap = record.encode, record.cap


def quoted(text):
    """Returns a node id as it stands inside a JSON string."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return encode(text)[1:-1]


def sections(report):
    found = {}
    for title, content in report.sections:
        for word, key in (("stdout", "out"), ("stderr", "err"), ("log", "log")):
            if title.startswith("Captured " + word) and content:
                found[key] = found.get(key, "") + content
    return {key: cap(text) for key, text in found.items()}


def crash_message(longrepr):
    crash = getattr(longrepr, "reprcrash", None)
    text = getattr(crash, "message", None)
    if text is None and longrepr is not None:
        text = longrepr[2] if isinstance(longrepr, tuple) and len(longrepr) == 3 else str(longrepr)
    return cap(text or "", 4000)


def skip_reason(report):
    text = getattr(report, "wasxfail", None)
    if text is None:
        longrepr = report.longrepr
        text = longrepr[2] if isinstance(longrepr, tuple) and len(longrepr) == 3 else str(longrepr or "")
        if text.startswith("Skipped: "):
            text = text[9:]
    return cap(str(text), 4000)


def phase_record(report, chain):
    """Returns the line of the `phase` record of a report. `chain` is JSON text or None."""
    line = {
        "t": "phase",
        "id": report.nodeid,
        "when": report.when,
        "outcome": report.outcome,
        "s": round(report.duration, 6),
    }
    context = getattr(report, "context", None)
    if context is not None and type(report).__name__ in ("SubtestReport", "SubTestReport"):
        line["subtest"] = {
            "msg": str(context.msg) if context.msg is not None else None,
            "kwargs": {
                str(key): value if isinstance(value, str) else repr(value)[:500]
                for key, value in dict(context.kwargs).items()
            },
        }
    if hasattr(report, "wasxfail"):
        line["xfail"] = True
        line["skip"] = skip_reason(report)
    elif report.outcome == "skipped":
        line["skip"] = skip_reason(report)
    worker = getattr(report, "worker_id", "") or worker_of(report)
    if worker:
        line["worker"] = worker
    if report.outcome != "skipped" and report.longrepr is not None:
        line["message"] = crash_message(report.longrepr)
    if report.outcome != "passed" and report.outcome != "skipped":
        line.update(sections(report))
        line["at"] = defined_at(report)
    text = encode(line)
    return text[:-1] + ',"chain":' + chain + "}\n" if chain else text + "\n"


def defined_at(report):
    """Returns where the test is defined, as [path, line], or None if pytest does not know the line."""
    name, line = report.location[:2]
    return None if line is None else [paths.place(join(kit.rootdir, name))[0], line + 1]


def worker_of(report):
    node = getattr(report, "node", None)
    return getattr(getattr(node, "gateway", None), "id", "") if node is not None else ""


def is_skip(report, excinfo):
    return report.outcome == "skipped" and (
        not hasattr(report, "wasxfail")
        or chains.type_name(type(excinfo.value))
        in (
            "_pytest.outcomes.Skipped",
            "Skipped",
            "_pytest.outcomes.XFailed",
            "pytest.xfail.Exception",
            "xfail.Exception",
        )
    )


def plainly_passed(report):
    """Returns True for a phase that passed and has nothing more to say: no subtest, no expected failure and no text."""
    if report.outcome != "passed" or report.longrepr is not None:
        return False
    return not hasattr(report, "context") and not hasattr(report, "wasxfail")
