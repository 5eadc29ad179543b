"""For observed sessions, notes which files and folders the project's code makes in a traced test, with the mode
that each of them has: a umask shows in nothing else."""

import os
import sys

record, chains, paths = kit.part("record"), kit.part("chains"), kit.part("paths")
errors = kit.part("trace_errors")
MADE = 200  # At most this many files of one test are kept.
lstat, getcwd, fsdecode = os.lstat, os.getcwd, os.fsdecode
REMOVES = frozenset(["os.remove", "os.rmdir", "shutil.rmtree", "os.rename"])


def install():
    """Looks at the audit events from now on."""
    sys.addaudithook(look)


def look(event, arguments):
    if event not in ("open", "os.mkdir") and event not in REMOVES:
        return
    test = kit.part("trace").current
    if test is None or test.ended:
        return
    try:
        if event in REMOVES:
            note_modes(test)  # While what was made is still there.
        elif event == "os.mkdir" or (type(arguments[2]) is int and arguments[2] & os.O_CREAT):
            note_made(test, arguments[0])
    except Exception:
        kit.trouble("made")


def note_made(test, name):
    """Notes a file or a folder that is about to be made."""
    if isinstance(name, os.PathLike):
        name = os.fspath(name)
    if type(name) is bytes:
        name = fsdecode(name)
    if type(name) is not str or len(test.made) >= MADE:
        return
    name = os.path.normpath(os.path.join(getcwd(), name))
    frame = errors.asking(sys._getframe(2))
    if frame is None or name in test.made or mode_of(name):
        return
    test.made[name] = chains.frame(frame.f_code, frame.f_lineno)


def mode_of(name):
    """Returns the mode in octal, or "" if there is no such file."""
    try:
        return "%o" % (lstat(name).st_mode & 0o7777)
    except (OSError, ValueError):
        return ""


def note_modes(test):
    for name in test.made:
        test.modes[name] = mode_of(name) or test.modes.get(name, "")


def write(test):
    """Writes what a test has made when the test has ended."""
    note_modes(test)
    for name, at in test.made.items():
        mode = test.modes[name]
        if mode:
            shown, kind = paths.find(name)
            line = {"t": "made", "id": test.node, "name": shown if kind == "p" else os.path.basename(name)}
            line.update(mode=mode, at=at)
            record.later(record.encode(line) + "\n")
