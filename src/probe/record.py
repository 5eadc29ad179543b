"""Writes the file of this process, to which lines of JSON are appended. It needs no json module. Everything that is
used later is bound when this part is loaded, because tests patch it."""

import os
from _thread import allocate_lock  # This module is built in and always in sys.modules.

write, getpid, open_fd, fstat, dup2, close = os.write, os.getpid, os.open, os.fstat, os.dup2, os.close
FLAGS = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
ESCAPES = {code: "\\u%04x" % code for code in range(32)}
ESCAPES.update({127: "\\u007f", 34: '\\"', 92: "\\\\", 10: "\\n", 9: "\\t", 13: "\\r"})
INFINITE = float("inf")

pid = fd = None
path = ""
pending = []  # Whole lines wait here for the next write.
lock = allocate_lock()


def move_up(low):
    """Moves a descriptor out of the way of the tests, to 700 or above. If the limit is too small for that, it goes
    below."""
    for number in list(range(700, 760)) + list(range(250, 200, -1)):
        try:
            fstat(number)
            continue  # This number is in use.
        except OSError:
            pass
        try:
            dup2(low, number, inheritable=False)
        except OSError:
            continue
        close(low)
        return number
    return low


def open_file(name):
    global pid, fd, path
    pid, path = getpid(), name
    fd = move_up(open_fd(name, FLAGS, 0o600))


def encode(value):
    """Returns the JSON of None, bool, int, float, str, list, tuple and dict with keys of type str. A subclass is
    treated as the plain type."""
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        # str.translate is slow, as it raises an exception for each character that the table lacks.
        if type(value) is str and value.isascii() and value.isprintable() and '"' not in value and "\\" not in value:
            return '"' + value + '"'
        return '"' + str.translate(value, ESCAPES) + '"'
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return float.__repr__(value) if -INFINITE < value < INFINITE else "null"
    if isinstance(value, dict):
        return "{" + ",".join([encode(str(key)) + ":" + encode(item) for key, item in value.items()]) + "}"
    return "[" + ",".join([encode(item) for item in value]) + "]"


def flush():
    """Writes everything that is pending with one write. A forked child writes nothing, because it would repeat its
    parent's lines."""
    if not pending:
        return
    if not lock.acquire(False):  # Another thread is writing. What that write leaves waits for the next one.
        return
    count = len(pending)
    lines = "".join(pending[:count])
    del pending[:count]  # Another thread may have added lines meanwhile.
    lock.release()
    if getpid() != pid:
        return
    write_all(encoded(lines))


def encoded(text):
    """Returns the bytes of a text. Lone surrogates are not valid in JSON."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join(["\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text]).encode("utf-8")


def write_all(data):
    global fd
    try:
        while data:
            data = data[write(fd, data) :]
    except OSError:  # A test has closed every descriptor.
        try:
            fd = move_up(open_fd(path, FLAGS, 0o600))
            while data:
                data = data[write(fd, data) :]
        except OSError:
            tell_of_gap()


def tell_of_gap():
    """Leaves an empty file beside the recording, which says that records are missing. Where no byte can be written,
    an empty file can still be made."""
    try:
        close(open_fd(path + ".gap", FLAGS, 0o600))
    except OSError:
        pass


def later(line):
    pending.append(line)


def put(line):
    """Writes a whole line now. It takes the short way if nothing is pending, because every test has such lines."""
    if pending or getpid() != pid:
        pending.append(line)
        flush()
        return
    try:
        data = line.encode("utf-8")
        count = write(fd, data)
    except UnicodeEncodeError:
        data, count = encoded(line), 0
    except OSError:
        count = 0
    if count < len(data):
        write_all(data[count:])


def say(record):
    """Writes one record now, together with everything that was pending."""
    pending.append(encode(record) + "\n")
    flush()


def cap(text, size=None):
    """Returns the text, or its beginning and its end with a note between them if it is too long."""
    size = size or kit.config["caps"]["text"]
    if len(text) <= size:
        return text
    head = size // 4
    return "%s\n... %d characters left out ...\n%s" % (text[:head], len(text) - size, text[head - size :])
