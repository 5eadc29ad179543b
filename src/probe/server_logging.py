"""The net below all frameworks: exceptions that were logged during a test (`except Exception: logger.exception(...); return 500`)."""
servers, chains = kit.part("servers"), kit.part("chains")


def patch(module):
    original = module.Logger.__dict__["handle"]

    def handle(self, record):
        info = record.exc_info
        if info and kit.phase and kit.phase != "collect":
            note(info, record)
        return original(self, record)

    servers.replace(module.Logger, "handle", handle)


def note(info, record):
    try:
        error = info[1] if type(info) is tuple else None
        if not isinstance(error, Exception):
            return
        path, kind = chains.paths.place(record.pathname)
        where = [path, record.lineno, record.funcName, chains.source_line(record.pathname, record.lineno), kind or "o"]
        known = [sight for request in servers.active for sight in request.sights if sight.error == id(error)]
        if known:
            return
        request = servers.active[-1] if len(servers.active) == 1 else None
        if servers.count > servers.LIMIT or any([sight.error == id(error) and not sight.done for sight in servers.loose]):
            return
        servers.count += 1
        sight = servers.Sight(error, "logging")
        sight.handled = where
        (request.sights if request else servers.loose).append(sight)
    except Exception:
        kit.trouble("servers.logging")
