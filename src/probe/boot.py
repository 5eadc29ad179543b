# Started in place of pytest: PYTHON /abs/boot.py MODE SCRIPT CAPTURE_DIR -- PYTEST_ARGS...
#   MODE     "script": like SCRIPT, the absolute path of the environment's bin/pytest
#            "module": like `python -m pytest`; SCRIPT is "-"
#   CAPTURE  the folder with config.json, into which the recording is written
# This file makes the process look as if pytest had been started plainly, and then runs pytest at module level, so that
# one frame at the bottom of the stack is all that is left of it. It has no docstring, and it removes all its names
# before pytest runs, because this module is the tests' own __main__.


def _boot():
    """Returns what runs pytest: code that is to be executed here, or runpy's function if the mode is "module"."""
    import sys

    boot, mode, script, capture = sys.argv[:4]
    _look_plain(sys, boot, mode, script, sys.argv[5:])
    _start_probe(sys, boot.rpartition("/")[0], capture)
    if mode == "module":
        import runpy

        run = runpy._run_module_as_main
    else:
        with open(script, "rb") as file:
            run = compile(file.read(), script, "exec", dont_inherit=True)
    _clean_main(sys.modules["__main__"].__dict__, mode, script)
    return run


def _look_plain(sys, boot, mode, script, arguments):
    """Sets sys.argv, sys.orig_argv, sys.path[0] and sys.path_importer_cache to what a plain start gives."""
    import os  # The module site always imports it.

    if hasattr(sys, "orig_argv"):  # This attribute exists from 3.10 on.
        mine = sys.orig_argv.index(boot)
        sys.orig_argv[mine:] = (["-m", "pytest"] if mode == "module" else [script]) + arguments
    sys.argv[:] = ["-m" if mode == "module" else script] + arguments
    if not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
        sys.path[0] = os.getcwd() if mode == "module" else os.path.dirname(os.path.realpath(script))
    if boot in sys.path_importer_cache:
        found = sys.path_importer_cache.pop(boot)
        if mode == "script":
            sys.path_importer_cache[script] = found


def _start_probe(sys, folder, capture):
    """Reads config.json and the compiled parts, and starts entry.py."""
    # testskew itself has written config.json. It is read without the json module, which the session may not import
    # itself.
    with open(capture + "/config.json", "rb") as file:
        config = eval(file.read().decode("utf-8"), {"__builtins__": {}, "null": None, "true": True, "false": False})
    import marshal  # This module is in sys.modules from the start of the interpreter.

    source = _reader(folder)
    store, kept = _compiled(sys, config.get("compiled"), marshal.loads)
    if "entry" in kept:
        code = marshal.loads(kept["entry"])
    else:
        code = compile(source("entry"), "<testskew>/importlib._bootstrap/entry.py", "exec", dont_inherit=True)
    part = {"__name__": "testskew.entry"}
    exec(code, part)
    part["start"](source, folder, capture, config, "", store, kept, code)


def _compiled(sys, folder, loads):
    """Returns the path of the file with the parts that are compiled for exactly this interpreter, and what that file
    holds (see Compiled in entry.py)."""
    if not folder:
        return folder, {}
    import _imp  # This module is in sys.modules from the start of the interpreter.

    # The magic number differs between the alphas of one version.
    magic = sys.modules["_frozen_importlib_external"].MAGIC_NUMBER.hex()
    about = (folder, sys.implementation.cache_tag, sys.hexversion, magic, sys.flags.optimize)
    store = "%s/%s-%x-%s-%d.code" % about
    try:
        with open(store, "rb") as file:
            mark, data = file.read(8), file.read()
        return store, loads(data) if mark == _imp.source_hash(sys.hexversion, data) else {}
    except Exception:
        return store, {}


def _reader(folder):
    """Returns a function that reads the source of a part. A part may be loaded late, when tests have patched `open`, or
    in an event loop in which a tool such as blockbuster forbids reading files. So the function keeps the system's own
    calls."""
    import os

    open_fd, read, close, flags = os.open, os.read, os.close, os.O_RDONLY

    def source(name):
        fd = open_fd(folder + "/" + name + ".py", flags)
        try:
            return b"".join(iter(lambda: read(fd, 1000000), b"")).decode("utf-8")
        finally:
            close(fd)

    return source


def _clean_main(main, mode, script):
    """Leaves in __main__ what a plain start has there, and nothing of this file."""
    kept = "name package loader spec annotations builtins file cached doc".split()
    kept = {"__%s__" % name for name in kept}
    for name in [name for name in main if name not in kept]:
        del main[name]
    main["__doc__"] = None
    if mode == "script":
        main["__file__"] = script
        main["__loader__"] = type(main["__loader__"])("__main__", script)


if __name__ == "__main__":  # in_place.py takes a function from here
    if __import__("sys").argv[1] == "module":
        _boot()("pytest")
    else:
        exec(_boot())
