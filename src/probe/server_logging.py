"""The net below all frameworks: it records exceptions that were logged during a test, as in `except Exception:
logger.exception(...); return 500`."""

servers, frameworks = kit.servers, kit.part("frameworks")
paths, sources = kit.part("paths"), kit.part("sources")


def patch(module):
    original = module.Logger.__dict__["handle"]

    def handle(self, record):
        if kit.phase and kit.phase != "collect":
            note(record)
        return original(self, record)

    frameworks.replace(module.Logger, "handle", handle)


def note(record):
    """Notes the exception of a log record if nothing else has noted that exception."""
    try:
        info = getattr(record, "exc_info", None)  # A test may pass an object that only looks like a log record.
        error = info[1] if type(info) is tuple else None
        if not issubclass(type(error), Exception):
            return
        path, kind = paths.place(record.pathname)
        where = [path, record.lineno, record.funcName, sources.source_line(record.pathname, record.lineno), kind or "o"]
        if not servers.part_of_known(error):
            sight = servers.saw(error, "logging")
            if sight is not None:
                sight.handled = where
    except Exception:
        kit.trouble("servers.logging")
