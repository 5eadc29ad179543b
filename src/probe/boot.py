# Started in place of pytest: PYTHON /abs/boot.py MODE SCRIPT CAPTURE_DIR -- PYTEST_ARGS...
#   MODE     "script": like SCRIPT, the absolute path of the environment's bin/pytest; "module": like `python -m pytest`, SCRIPT is "-"
#   CAPTURE  the folder with config.json, into which the recording is written
# It makes the process look as if pytest had been started plainly, then runs pytest at module level: one frame at the bottom
# of the stack is all that is left of this file. No docstring and no names may stay: this is the tests' own __main__.


def _boot():
    import sys

    main = sys.modules["__main__"].__dict__
    boot, mode, script, capture = sys.argv[:4]
    arguments = sys.argv[5:]  # what follows "--"
    folder = boot.rpartition("/")[0]

    if hasattr(sys, "orig_argv"):  # 3.10 and later
        mine = sys.orig_argv.index(boot)
        sys.orig_argv[mine:] = (["-m", "pytest"] if mode == "module" else [script]) + arguments
    sys.argv[:] = ["-m" if mode == "module" else script] + arguments

    import os  # always imported by site

    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path[0] = os.getcwd() if mode == "module" else os.path.dirname(os.path.realpath(script))

    if boot in sys.path_importer_cache:
        sys.path_importer_cache[script] = sys.path_importer_cache.pop(boot)
        if mode == "module":
            del sys.path_importer_cache[script]

    for name in [
        name
        for name in main
        if name
        not in (
            "__name__",
            "__package__",
            "__loader__",
            "__spec__",
            "__annotations__",
            "__builtins__",
            "__file__",
            "__cached__",
            "__doc__",
        )
    ]:
        del main[name]
    main["__doc__"] = None
    if mode == "script":
        main["__file__"] = script
        main["__loader__"] = type(main["__loader__"])("__main__", script)

    with open(
        capture + "/config.json", "rb"
    ) as file:  # testskew's own; read without json, which a session may well not import itself
        config = eval(file.read().decode("utf-8"), {"__builtins__": {}, "null": None, "true": True, "false": False})
    import _imp  # this one and marshal are in sys.modules from the interpreter's start
    import marshal

    store, kept = config.get("compiled"), {}  # entry.py's compiled parts, the first of which is entry.py itself
    if store:
        magic = sys.modules["_frozen_importlib_external"].MAGIC_NUMBER.hex()  # alphas of one number differ in it
        store = "%s/%s-%x-%s-%d.code" % (store, sys.implementation.cache_tag, sys.hexversion, magic, sys.flags.optimize)
        try:
            with open(store, "rb") as file:
                mark, data = file.read(8), file.read()
            if mark == _imp.source_hash(sys.hexversion, data):
                kept = marshal.loads(data)
        except Exception:
            pass

    # Parts may be loaded late, when tests have patched `open`, and in an event loop where a tool like blockbuster forbids to read files.
    open_fd, read, close = os.open, os.read, os.close

    def source(name):
        fd = open_fd(folder + "/" + name + ".py", os.O_RDONLY)
        try:
            return b"".join(iter(lambda: read(fd, 1000000), b"")).decode("utf-8")
        finally:
            close(fd)

    if "entry" in kept:
        code = marshal.loads(kept["entry"])
    else:
        code = compile(source("entry"), "<testskew>/importlib._bootstrap/entry.py", "exec", dont_inherit=True)
    part = {"__name__": "testskew.entry"}
    exec(code, part)
    part["start"](source, folder, capture, config, "", store, kept, code)

    if mode == "module":
        import runpy

        return runpy._run_module_as_main
    with open(script, "rb") as file:
        return compile(file.read(), script, "exec", dont_inherit=True)


if __import__("sys").argv[1] == "module":
    _boot()("pytest")
else:
    exec(_boot())
