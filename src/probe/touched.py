"""For `record --here`, notes which files of the project a session reads, which programs it starts, and which libraries
of the operating system it has loaded. An audit hook sees all of that; it exists from 3.8 on. What it costs: some 0.3
microseconds for each event, of which pytest itself makes some twenty for each test."""

import os
import sys

paths, record = kit.part("paths"), kit.part("record")
getcwd, open_fd, read, close = os.getcwd, os.open, os.read, os.close
MOST = 20000  # At most this many names of files are kept.
EVENTS = frozenset(("open", "subprocess.Popen", "os.posix_spawn", "os.exec"))
# glibc is a fact of its own (the interpreter's libc), and these are its parts.
OF_LIBC = ("libc.", "libc-", "libm.", "libm-", "libdl.", "libpthread.", "librt.", "libutil.", "ld-linux", "libpython")
# What tools write for themselves is no part of the project.
OWN = ("__pycache__", ".pytest_cache", ".git", ".testskew", ".tox", ".nox", ".hypothesis", ".mypy_cache")

opened = {}  # Maps a name to whether the file was read before it was written, and to the folder if it is relative.
programs = {}


def install():
    if hasattr(sys, "addaudithook"):
        sys.addaudithook(audit)


def audit(event, args):
    if event in EVENTS:
        note(event, args)


def note(event, args):
    try:  # A program may raise events of these names with arguments of any kind.
        if event == "open":
            name = args[0]
            if type(name) is str and name not in opened and len(opened) < MOST:
                opened[name] = (args[2] or 0) & 3 == os.O_RDONLY, None if name[:1] == "/" else folder()
        else:
            name = args[0] or args[1][0]
            if type(name) is str and len(programs) < 200:
                programs[name] = None
    except Exception:
        pass


def folder():
    try:
        return getcwd()
    except OSError:
        return None


def files():
    """Returns the files of the project that were read, relative to it."""
    found = {}
    for name, (was_read, start) in list(opened.items()):
        if len(found) == 2000:
            break
        if not was_read or name[:1] != "/" and not start:
            continue
        if name.endswith(".pyc"):  # The module was read from its cache.
            head, mark, tail = name.rpartition("/__pycache__/")
            name = "%s/%s.py" % (head, tail.partition(".")[0]) if mark else name
        path, kind = paths.place(name if name[:1] == "/" else os.path.join(start, name))
        if kind == "p" and not any([part in OWN for part in path.split("/")]):
            found[path] = None
    return list(found)


def absolute(program):
    """Returns the path of a program that was named without one; "" if it is not on PATH."""
    if "/" in program:
        return os.path.realpath(program)
    for entry in kit.started.get("PATH", "").split(":"):
        if entry and paths.exists(entry + "/" + program):
            return os.path.realpath(entry + "/" + program)
    return ""


def libraries():
    """Returns the libraries of the operating system that the process has loaded."""
    try:
        fd = open_fd("/proc/self/maps", os.O_RDONLY)
    except OSError:
        return []
    try:
        text = b"".join(iter(lambda: read(fd, 1000000), b"")).decode("utf-8", "replace")
    finally:
        close(fd)
    found = []
    for line in text.splitlines():
        name = line[line.find("/") :] if "/" in line else ""
        base = name.rpartition("/")[2]
        if not name.startswith(("/lib", "/usr/lib")) or name in found or base.startswith(OF_LIBC):
            continue
        if ".so" in base and "/python" not in name and "-packages/" not in name:
            found.append(name)
    return found[:500]


def write():
    """Writes the `touched` record. testskew makes facts of it, and leaves it out of the recording."""
    started = [path for path in [absolute(name) for name in programs] if path]
    record.say({"t": "touched", "files": files(), "programs": started, "libraries": libraries()})
