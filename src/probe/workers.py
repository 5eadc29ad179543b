"""Brings the probe into xdist workers. The first code that is executed in a worker carries the probe along in one
string, without a variable and without a file. The results come back through the controller, and a worker writes only
what the controller cannot see."""

import os

# Each part is sent as a text, because a worker may run on another machine.
sources = {
    name[:-3]: kit.compiled.source(name[:-3])
    for name in os.listdir(kit.folder)
    if name.endswith(".py") and name != "boot.py"
}


def prelude(worker):
    """Returns source text that loads this probe in a worker and leaves no name behind."""
    return (
        "__testskew__ = {'__name__': 'testskew.entry'}\n"
        "exec(compile(%r, '<testskew>/importlib._bootstrap/entry.py', 'exec', dont_inherit=True), __testskew__)\n"
        "__testskew__['start'](%r.get, '', %r, %r, %r)\n"
        "del __testskew__\n"
    ) % (sources["entry"], sources, kit.capture, kit.config, worker)


def shadow(node):
    """Replaces node.gateway.remote_exec for one call. Whatever is executed in that call runs after the prelude."""
    gateway = node.gateway
    original = gateway.remote_exec

    def remote_exec(source, **kwargs):
        try:
            del gateway.remote_exec
        except AttributeError:
            pass
        text, name = None, "<remote exec>"
        try:
            if isinstance(source, str):
                text = source
            else:
                name = source.__file__
                with open(name, "rb") as file:
                    text = file.read().decode("utf-8")
            text = prelude(gateway.id) + "exec(compile(%r, %r, 'exec', dont_inherit=True), globals())\n" % (
                text + "\n",
                name,
            )
        except Exception:
            kit.trouble("workers")
            return original(source, **kwargs)
        return original(text, **kwargs)

    gateway.remote_exec = remote_exec
