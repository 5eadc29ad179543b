"""Gets the probe into xdist workers: the first thing that is executed there brings it along, as one string, with no
variable and no file. The results come back through the controller; a worker writes only what the controller cannot
see."""

import os

# The text of every part, as a worker may be on another machine.
sources = {
    name[:-3]: kit.compiled.source(name[:-3])
    for name in os.listdir(kit.folder)
    if name.endswith(".py") and name != "boot.py"
}


def prelude(worker):
    """Source text that loads this probe in a worker and leaves no name behind."""
    return (
        "__testskew__ = {'__name__': 'testskew.entry'}\n"
        "exec(compile(%r, '<testskew>/importlib._bootstrap/entry.py', 'exec', dont_inherit=True), __testskew__)\n"
        "__testskew__['start'](%r.get, '', %r, %r, %r)\n"
        "del __testskew__\n"
    ) % (sources["entry"], sources, kit.capture, kit.config, worker)


def shadow(node):
    """node.gateway.remote_exec, once: what would be executed there is executed after the prelude."""
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
