"""werkzeug's test client: the requests of Flask and of any other WSGI application."""

servers = kit.part("servers")


def patch(module):
    original = module.run_wsgi_app

    def run_wsgi_app(app, environ, *args, **kwargs):
        entered = servers.enter(*asked(environ))
        try:
            answered = original(app, environ, *args, **kwargs)
        except BaseException as error:
            servers.trim(error)
            servers.end(entered, error)
            raise
        servers.leave(entered, status(answered))
        return answered

    servers.replace(module, "run_wsgi_app", run_wsgi_app)


def asked(environ):
    """Method and path of a WSGI environ."""
    if type(environ) is not dict:
        return "", ""
    path = str(environ.get("SCRIPT_NAME", "")).rstrip("/") + str(environ.get("PATH_INFO", ""))
    try:
        path = path.encode("latin-1").decode("utf-8", "replace")
    except UnicodeError:
        pass
    return environ.get("REQUEST_METHOD", ""), path


def status(answered):
    try:
        return int(answered[1][:3])
    except Exception:
        return 0
