"""Shows whether data/atlas/backports.txt is right for the interpreter that runs this script. Prints the version, then
y, n or ? for each line of that file: whether the interpreter has what the line names.

usage: PYTHON tests/explain/patches.py FILE      standard library only"""

import importlib
import inspect
import sys
import warnings

# Code that tries what only an instance has, and parameters that no signature shows. An error of another kind comes only
# after the arguments were accepted.
TRIED = {
    "builtins.AttributeError.name": "try: (1).x\nexcept AttributeError as error: error.name",
    "builtins.AttributeError.obj": "try: (1).x\nexcept AttributeError as error: error.obj",
    "builtins.NameError.name": "try: not_there\nexcept NameError as error: error.name",
    "builtins.BaseException.__notes__": "error = ValueError()\nerror.add_note('x')\nerror.__notes__",
    "builtins.zip strict": "zip(strict=True)",
    "multiprocessing.Lock.locked": "import multiprocessing\nmultiprocessing.Lock().locked",
    "multiprocessing.RLock.locked": "import multiprocessing\nmultiprocessing.RLock().locked",
    "multiprocessing.SimpleQueue.close": "import multiprocessing\nmultiprocessing.SimpleQueue().close",
    "sqlite3.Error.sqlite_errorcode": (
        "import sqlite3\n"
        "try: sqlite3.connect(':memory:').execute('x')\n"
        "except sqlite3.Error as error: error.sqlite_errorcode"
    ),
    "sqlite3.Error.sqlite_errorname": (
        "import sqlite3\n"
        "try: sqlite3.connect(':memory:').execute('x')\n"
        "except sqlite3.Error as error: error.sqlite_errorname"
    ),
    "sqlite3.connect autocommit": "import sqlite3\nsqlite3.connect(':memory:', autocommit=True)",
    # this is only set after an exception that was not handled
    "sys.last_exc": "import sys\nif sys.version_info < (3, 12): raise AttributeError",
    "threading.RLock.locked": "import threading\nthreading.RLock().locked",
    "argparse.ArgumentParser.add_argument deprecated": (
        "import argparse\nargparse.ArgumentParser().add_argument('--x', deprecated=True)"
    ),
    "asyncio.create_task eager_start": (
        "import asyncio\n"
        "async def f(): pass\n"
        "async def main(): await asyncio.create_task(f(), eager_start=True)\n"
        "asyncio.run(main())"
    ),
    "binascii.a2b_base64 alphabet": "import binascii\nbinascii.a2b_base64(b'', alphabet=binascii.BASE64_ALPHABET)",
    "binascii.a2b_base64 canonical": "import binascii\nbinascii.a2b_base64(b'', canonical=True)",
    "binascii.a2b_base64 ignorechars": "import binascii\nbinascii.a2b_base64(b'', ignorechars=b'')",
    "binascii.a2b_base64 padded": "import binascii\nbinascii.a2b_base64(b'', padded=False)",
    "faulthandler.dump_traceback max_threads": (
        "import faulthandler, os\nfaulthandler.dump_traceback(open(os.devnull, 'w'), max_threads=3)"
    ),
    "faulthandler.dump_traceback_later max_threads": (
        "import faulthandler\n"
        "faulthandler.dump_traceback_later(100, max_threads=3)\n"
        "faulthandler.cancel_dump_traceback_later()"
    ),
    "faulthandler.enable max_threads": "import faulthandler\nfaulthandler.enable(max_threads=3)",
    "faulthandler.register max_threads": (
        "import faulthandler, signal\nfaulthandler.register(signal.SIGUSR1, max_threads=3)"
    ),
    "functools.reduce initial": "import functools\nfunctools.reduce(max, [1], initial=0)",
    ("http.server.SimpleHTTPRequestHandler extra_response_headers"): (
        "import http.server, inspect\n"
        "of = inspect.signature(http.server.SimpleHTTPRequestHandler.__init__)\n"
        "if 'extra_response_headers' not in of.parameters: raise TypeError"
    ),
    "json.load array_hook": "import io, json\njson.load(io.StringIO('[]'), array_hook=tuple)",
    "json.loads array_hook": "import json\njson.loads('[]', array_hook=tuple)",
    "logging.basicConfig encoding": (
        "import inspect, logging\n"
        "if 'kwargs.pop(\\'encoding\\'' not in inspect.getsource(logging.basicConfig): raise TypeError"
    ),
    "logging.basicConfig errors": (
        "import inspect, logging\n"
        "if 'kwargs.pop(\\'errors\\'' not in inspect.getsource(logging.basicConfig): raise TypeError"
    ),
    "mmap.mmap trackfd": "import mmap\nmmap.mmap(-1, 10, trackfd=True)",
    "pprint.pp expand": "import io, pprint\npprint.pp([], io.StringIO(), expand=True)",
    "xml.dom.minidom.Document.writexml standalone": (
        "import io, xml.dom.minidom\nxml.dom.minidom.parseString('<a/>').writexml(io.StringIO(), standalone=True)"
    ),
}
TRIED.update(
    {
        "hashlib.%s usedforsecurity" % name: "import hashlib\nhashlib.%s(usedforsecurity=False)" % name
        for name in ("sha3_224", "sha3_256", "sha3_384", "sha3_512", "shake_128", "shake_256")
    }
)
for method in ("SetAllocTracker", "SetBillionLaughsAttackProtection"):
    for what in ("ActivationThreshold", "MaximumAmplification"):
        TRIED["xml.parsers.expat.xmlparser." + method + what] = (
            "import xml.parsers.expat\nxml.parsers.expat.ParserCreate().%s%s" % (method, what)
        )
for function in ("call", "check_call", "check_output", "run"):
    for option in (
        "user=os.getuid()",
        "group=os.getgid()",
        "extra_groups=[]",
        "umask=0o22",
        "pipesize=-1",
        "process_group=0",
    ):
        TRIED["subprocess.%s %s" % (function, option.partition("=")[0])] = (
            "import os, subprocess\nsubprocess.%s(['true'], %s)" % (function, option)
        )


def found(name):
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            value = importlib.import_module(".".join(parts[:count]))
            break
        except ImportError:
            pass
    else:
        return None
    for part in parts[count:]:
        value = getattr(value, part, found)
        if value is found:
            return None
    return [value]


def has(words):
    name, parameter = words[0], words[1] if not words[1][0].isdigit() else ""
    key = (name + " " + parameter).strip()
    if key in TRIED:
        try:
            exec(TRIED[key], {})
        except (AttributeError, NameError, TypeError):
            return "n"
        except Exception:
            pass
        return "y"
    value = found(name)
    if value is None:
        return "n"
    if not parameter:
        return "y"
    try:
        return "y" if parameter in inspect.signature(value[0]).parameters else "n"
    except (TypeError, ValueError):
        return "?"


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    print("%d.%d.%d" % sys.version_info[:3])
    with open(sys.argv[1]) as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                print(has(line.split()))
