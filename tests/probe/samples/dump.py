"""A test module that writes everything about its process that a test could look at; compared between a bare and a probed session."""
import json
import os
import re
import subprocess
import sys
import warnings


def describe(value):
    return type(value).__name__


def see(request=None):
    import logging
    import signal
    import threading
    main = sys.modules["__main__"]
    frame, stack = sys._getframe(), []
    while frame:
        stack.append("%s:%s" % (os.path.basename(frame.f_code.co_filename), frame.f_code.co_name))
        frame = frame.f_back
    seen = {
        "path": sys.path, "argv": sys.argv, "orig_argv": getattr(sys, "orig_argv", None), "flags": str(sys.flags),
        "main": {key: repr(value) if isinstance(value, (str, type(None))) else describe(value) for key, value in vars(main).items()},
        "main_file": getattr(main, "__file__", None), "main_spec": str(getattr(main, "__spec__", None)),
        "main_loader": [describe(getattr(main, "__loader__", None)), getattr(main.__loader__, "name", ""), getattr(main.__loader__, "path", "")],
        "modules": sorted(sys.modules), "meta_path": [getattr(f, "__name__", describe(f)) for f in sys.meta_path],
        "path_hooks": [str(getattr(hook, "__qualname__", hook)) for hook in sys.path_hooks], "cwd": os.getcwd(),
        "importer_cache": sorted(sys.path_importer_cache), "environ": sorted((k, v) for k, v in os.environ.items() if "XDIST" not in k and k != "_"),
        "filters": [str(f) for f in warnings.filters], "threads": [t.name for t in threading.enumerate()],
        "signals": {str(n): str(signal.getsignal(n)) for n in signal.valid_signals()} if hasattr(signal, "valid_signals") else {},
        "trace": [str(sys.gettrace()), str(sys.getprofile()), str(sys.excepthook), str(sys.displayhook), str(sys.unraisablehook)],
        "recursion": sys.getrecursionlimit(), "stack": stack, "handlers": [describe(h) for h in logging.getLogger().handlers],
        "umask": os.umask(0o22), "fds": sorted(int(fd) for fd in os.listdir("/proc/self/fd") if int(fd) < 200),
        "monitoring": [sys.monitoring.get_tool(i) for i in range(6)] if hasattr(sys, "monitoring") else None,
        "xoptions": sys._xoptions, "builtins": sorted(dir(__builtins__) if not isinstance(__builtins__, dict) else __builtins__),
        "child": subprocess.run([sys.executable, "-c", "import sys, os; print(sys.argv, sys.path, sorted(sys.modules), len(os.listdir('/proc/self/fd')), sorted(set(os.environ) - {'_'}))"],
                                stdout=subprocess.PIPE).stdout.decode(),
    }
    os.umask(seen["umask"])
    if request is not None:
        manager = request.config.pluginmanager
        seen["plugins"] = sorted(str(name).replace(hex(id(plugin)), "") for name, plugin in manager.list_name_plugin() if not str(name).isdigit())
        seen["plugin_count"] = len(manager.get_plugins())
        seen["invocation"] = [list(request.config.invocation_params.args), str(request.config.invocation_params.plugins)]
    return seen


def spawned(queue):
    queue.put([sys.argv, sorted(vars(sys.modules["__main__"])), getattr(sys.modules["__main__"], "__file__", None), sys.path])


def write(name, value):
    with open(os.environ["DUMP"] + name, "w") as file:
        file.write(re.sub(r"0x[0-9a-f]+", "0x", json.dumps(value, indent=1, sort_keys=True)))


if "DUMPED" not in os.environ:          # not in a child that imports this module again
    write("collect.json", see())
    os.environ["DUMPED"] = "1"


def test_dump(request):
    write("test.json", see(request))


def test_spawn():
    import multiprocessing
    for method in ("spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        queue = context.Queue()
        child = context.Process(target=spawned, args=(queue,))
        child.start()
        write(method + ".json", queue.get(timeout=60))
        child.join()
