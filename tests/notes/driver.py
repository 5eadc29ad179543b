"""Runs snippets, each in a child process of its own (os.fork). Reads JSON [[id, snippet], ...] from standard input, and
writes one JSON line for each snippet to standard output.

Uses only the standard library, of Python 3.8 and later. The result of a snippet is what it printed, or the first line
of the exception that ended it."""

import json
import os
import select
import signal
import sys
import tempfile
import types

LIMIT = 60  # seconds


def run(snippet, name):
    """Runs a snippet in the child. Returns {"raised": bool, "type": name, "text": first line or output, "message": the
    whole message}."""
    import io
    import linecache
    import shutil

    folder = tempfile.mkdtemp()
    os.chdir(folder)
    module = types.ModuleType("__main__")
    module.__file__ = "<" + name + ">"
    sys.modules["__main__"] = module
    linecache.cache[module.__file__] = (len(snippet), None, snippet.splitlines(True), module.__file__)
    sys.stdout, sys.argv = io.StringIO(), ["prog"]
    try:
        exec(compile(snippet, module.__file__, "exec", dont_inherit=True), module.__dict__)
    except BaseException as error:
        message = str(error)
        text = type(error).__name__ + (": " + message.strip().split("\n")[0] if message.strip() else "")
        bases = [base.__name__ for base in type(error).__mro__ if base not in (object, BaseException, Exception)]
        return {"raised": True, "type": type(error).__name__, "bases": bases, "text": text, "message": message}
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)
    return {"raised": False, "type": "", "text": sys.stdout.getvalue().strip(), "message": ""}


def run_in_child(name, snippet):
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            data = json.dumps(run(snippet, name)).encode()
            with os.fdopen(writing, "wb") as stream:
                stream.write(data)
        finally:
            os._exit(0)
    os.close(writing)
    data, ended = b"", False
    while not ended:
        ready, _, _ = select.select([reading], [], [], LIMIT)
        if not ready:
            os.kill(child, signal.SIGKILL)
            data = json.dumps(
                {"raised": True, "type": "TimeoutError", "text": "no end in %d s" % LIMIT, "message": ""}
            ).encode()
            break
        part = os.read(reading, 65536)
        data, ended = data + part, not part
    os.close(reading)
    os.waitpid(child, 0)
    return (
        json.loads(data) if data else {"raised": True, "type": "SystemError", "text": "the process died", "message": ""}
    )


def main():
    for name, snippet in json.load(sys.stdin):
        result = run_in_child(name, snippet)
        result["id"] = name
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
