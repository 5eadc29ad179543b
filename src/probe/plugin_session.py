"""pytest's hooks about the session as a whole. They record how the session is configured, why it stopped, what it
warned of, and how it ended."""

import os

record, chains, paths = kit.part("record"), kit.part("chains"), kit.part("paths")
hookimpl = kit.part("plugin").hookimpl
say, cap = record.say, record.cap
WARNINGS = 5000  # At most this many warnings of a session are recorded.
STOPPERS = ("UsageError", "ConftestImportFailure", "PluginValidationError")


class Plugin:
    """The hooks of the session."""

    def __init__(self):
        self.warnings = 0
        self.usage_error = None  # This is the identity of the error for which a `usage` record was written.

    # These two wrappers are the innermost ones. A wrapper of pytest's own may raise on its way out, and then no wrapper
    # around it continues.
    @hookimpl(hookwrapper=True, trylast=True)
    def pytest_cmdline_parse(self):
        outcome = yield
        self.note_usage(outcome)

    @hookimpl(hookwrapper=True, trylast=True)
    def pytest_cmdline_main(self):
        outcome = yield
        self.note_usage(outcome)

    @hookimpl(trylast=True)
    def pytest_configure(self, config):
        try:
            kit.rootdir = str(getattr(config, "rootpath", None) or config.rootdir)
            if not kit.worker:
                options = config.option
                kit.controller = bool(getattr(options, "tx", None)) or getattr(options, "dist", "no") != "no"
                say(kit.part("facts").session(config))
        except Exception:
            kit.trouble("configure")

    @hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        """Prepares a worker that xdist is about to start."""
        try:
            kit.part("workers").shadow(node)
        except Exception:
            kit.trouble("configure_node")

    # pytest has this hook from version 6 on. With an older pytest, its warnings are not recorded.
    @hookimpl(optionalhook=True)
    def pytest_warning_recorded(self, warning_message, when, nodeid):
        self.warnings += 1
        if kit.worker or self.warnings > WARNINGS:
            return
        try:
            line = {
                "t": "warning",
                "when": when,
                "id": nodeid,
                "category": chains.type_name(warning_message.category),
                "message": cap(chains.text_of(warning_message.message), 4000),
                "path": paths.plain(str(warning_message.filename)),
                "line": warning_message.lineno,
            }
            record.later(record.encode(line) + "\n")
        except Exception:
            kit.trouble("warning")

    def pytest_internalerror(self, excrepr, excinfo):
        try:
            say({"t": "internal", "message": cap(str(excrepr)), "chain": chains.describe(excinfo.value)})
        except Exception:
            kit.trouble("internalerror")

    def pytest_keyboard_interrupt(self, excinfo):
        try:
            line = {"t": "interrupt", "id": kit.node, "phase": kit.phase, "message": cap(str(excinfo.value), 4000)}
            line["chain"] = chains.describe(excinfo.value)
            say(line)
        except Exception:
            kit.trouble("keyboard_interrupt")

    @hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        try:
            if kit.servers is not None:
                kit.servers.finish_phase(None)
            if "touched" in kit.loaded:
                kit.part("touched").write()
            line = {"t": "finish", "status": int(exitstatus), "memory": kit.part("facts").memory()}
            stopped = getattr(session, "shouldfail", False) or getattr(session, "shouldstop", False)
            if stopped:
                line["stopped"] = str(stopped)
            if kit.left:
                line["left"] = kit.left
            if kit.worker:
                record.flush()
            else:
                say(line)
            kit.compiled.keep()
        except Exception:
            kit.trouble("sessionfinish")

    @hookimpl(trylast=True)
    def pytest_unconfigure(self):
        record.flush()

    def note_usage(self, outcome):
        """Writes a `usage` record if a command line, a configuration or a conftest stopped pytest."""
        try:
            info = outcome.excinfo if hasattr(outcome, "excinfo") else outcome._excinfo
            if info is None:
                return
            error = info[1]
            kind = type(error).__name__
            if kind not in STOPPERS or self.usage_error == id(error):
                return
            self.usage_error = id(error)
            text = "\n".join([str(part) for part in error.args]) if kind == "UsageError" else str(error)
            text = text.replace(os.getcwd() + os.sep, "")
            line = {"t": "usage", "message": cap(text)}
            inner = chains.unwrap(error)
            if inner is not error:
                line["chain"] = chains.describe(inner)
                line["id"] = paths.plain(str(getattr(error, "path", "")))
            say(line)
        except Exception:
            kit.trouble("usage")
