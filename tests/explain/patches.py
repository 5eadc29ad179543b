"""Whether data/atlas/backports.txt is right of the interpreter that runs this: prints its version, then what it has, one line for each line of that file: y, n or ?.

usage: PYTHON tests/explain/patches.py FILE      standard library only"""
import importlib
import inspect
import sys
import warnings

# What only an instance has, or what has no signature: tried.
TRIED = {
    "sqlite3.Error.sqlite_errorcode": "import sqlite3\ntry: sqlite3.connect(':memory:').execute('x')\nexcept sqlite3.Error as error: error.sqlite_errorcode",
    "sqlite3.Error.sqlite_errorname": "import sqlite3\ntry: sqlite3.connect(':memory:').execute('x')\nexcept sqlite3.Error as error: error.sqlite_errorname",
    "sqlite3.connect autocommit": "import sqlite3\nsqlite3.connect(':memory:', autocommit=True)",
    "mmap.mmap trackfd": "import mmap\nmmap.mmap(-1, 10, trackfd=True)",
    "binascii.a2b_base64 strict_mode": "import binascii\nbinascii.a2b_base64(b'', strict_mode=True)",
    "faulthandler.dump_traceback max_threads": "import faulthandler, os\nfaulthandler.dump_traceback(open(os.devnull, 'w'), max_threads=3)",
    "threading.RLock.locked": "import threading\nthreading.RLock().locked",
    "multiprocessing.Lock.locked": "import multiprocessing\nmultiprocessing.Lock().locked",
    "multiprocessing.RLock.locked": "import multiprocessing\nmultiprocessing.RLock().locked",
    "multiprocessing.SimpleQueue.close": "import multiprocessing\nmultiprocessing.SimpleQueue().close",
}


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
        except (AttributeError, TypeError):
            return "n"
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
