"""For sessions in a sandbox, notes the writes that it refuses, also those whose errors a test catches. An audit hook
sees what Python is about to write. The sandbox refuses what lies outside of its folders; it alone does so where the
permissions of the file or folder allow the write. What they do not allow, the system refuses without it as well."""

import os
import sys
from _thread import get_ident

record = kit.part("record")
access, getcwd, realpath, split = os.access, os.getcwd, os.path.realpath, os.path.split
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
MOST = 200  # At most this many paths are told.
# The arguments that are paths which are written, for each event.
EVENTS = {
    "open": (0,),
    "os.mkdir": (0,),
    "os.rmdir": (0,),
    "os.remove": (0,),
    "os.rename": (0, 1),
    "os.link": (1,),
    "os.symlink": (1,),
    "os.truncate": (0,),
    "sqlite3.connect": (0,),
}
# Python itself writes its bytecode where it can and goes on where it cannot.
UNIMPORTANT = "__pycache__"

allowed = [folder + "/" for folder in kit.config["sandbox"]]
own = [folder for folder in (kit.folder, kit.config.get("compiled")) if folder]
known, busy = set(), set()


def install():
    if hasattr(sys, "addaudithook"):
        sys.addaudithook(audit)


def audit(event, args):
    if event not in EVENTS or event == "open" and not (type(args[2]) is int and args[2] & WRITES):
        return
    thread = get_ident()
    if thread in busy:  # What the probe itself does.
        return
    busy.add(thread)
    try:
        for number in EVENTS[event]:
            note(event, args[number])
    except Exception as error:
        if foreign(error):
            raise
    finally:
        busy.discard(thread)


def foreign(error):
    """Returns True for an exception that a signal handler has raised, as it belongs to the session."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and not (trace.tb_frame.f_code.co_filename.startswith("<testskew>") or trace_of_os(trace))


def trace_of_os(trace):
    """Returns True for the modules whose functions are called here."""
    return trace.tb_frame.f_globals.get("__name__") in ("posixpath", "genericpath", "os")


def note(event, path):
    plain = type(path) in (str, bytes) or type(path).__module__.partition(".")[0] in ("pathlib", "posix")
    path = os.fsdecode(path) if plain else ""  # Of another class, it is the project's own code that would tell.
    if not path or path in known or len(known) >= MOST or UNIMPORTANT in path:
        return
    if event == "sqlite3.connect" and (path == ":memory:" or path.startswith("file:")):
        return
    if path[:1] != "/":
        path = getcwd() + "/" + path
    head, tail = split(path.rstrip("/"))
    # The last part is followed where a file is opened, and is the link itself where a name is removed or made.
    real = realpath(path) if event in ("open", "os.truncate", "sqlite3.connect") else realpath(head) + "/" + tail
    if any([(real + "/").startswith(folder) for folder in allowed + own]) or not permitted(event, real):
        return
    known.add(path)
    record.say({"t": "refused", "path": record.cap(real, 1000), "id": kit.node})


def permitted(event, real):
    """Returns True if the permissions alone would allow it. Landlock has no say in access(2)."""
    if event in ("open", "os.truncate", "sqlite3.connect") and access(real, os.F_OK):
        return access(real, os.W_OK)
    return access(split(real)[0], os.W_OK | os.X_OK)
