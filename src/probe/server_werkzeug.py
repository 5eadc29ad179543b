"""werkzeug's test client: the requests of Flask and of any other WSGI application."""

servers, frameworks = kit.servers, kit.part("frameworks")


def patch(module):
    frameworks.watch_client(module, "run_wsgi_app", asked, status)


def asked(app, environ, *args, **kwargs):
    """Returns the method and the path of a WSGI environ."""
    if type(environ) is not dict:
        return "", ""
    path = str(environ.get("SCRIPT_NAME", "")).rstrip("/") + str(environ.get("PATH_INFO", ""))
    try:
        path = path.encode("latin-1").decode("utf-8", "replace")
    except UnicodeError:
        pass
    return environ.get("REQUEST_METHOD", ""), path


def status(answered):
    """Returns the status of what run_wsgi_app returns, which is (body, "200 OK", headers)."""
    try:
        return int(answered[1][:3])
    except Exception:
        return 0
