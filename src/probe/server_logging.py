"""The net below all frameworks: it records exceptions that were logged during a test, as in `except Exception:
logger.exception(...); return 500`."""

servers, frameworks, patching = kit.servers, kit.part("frameworks"), kit.part("patching")
paths, sources = kit.part("paths"), kit.part("sources")


def patch(module):
    """Wraps what makes a log record. Nothing of the probe is on the stack when filters, handlers and formatters run,
    because some of them look for the frame that has logged."""
    original = module.Logger.__dict__["makeRecord"]

    def makeRecord(self, *args, **kwargs):
        try:
            record = original(self, *args, **kwargs)
        except BaseException as error:
            patching.trim(error)
            raise
        if kit.phase and kit.phase != "collect":
            note(record)
        return record

    frameworks.replace(module.Logger, "makeRecord", makeRecord)


def note(record):
    """Notes the exception of a log record if nothing else has noted that exception."""
    try:
        info = getattr(record, "exc_info", None)  # A test may make records of its own kind.
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
