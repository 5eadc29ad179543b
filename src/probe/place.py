"""Writes down where a session runs that testskew did not set up (`record --here`): its command, its interpreter, its
variables and its sys.path. The file is private to testskew, which takes the values out and removes it."""

import os
import sys


def command():
    """Returns the whole command line of this process."""
    if hasattr(sys, "orig_argv"):  # This attribute exists from 3.10 on.
        return list(sys.orig_argv)
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return file.read().decode("utf-8", "surrogateescape").split("\0")[:-1]
    except OSError:
        return [sys.executable] + sys.argv


def write():
    """Writes place.json into the capture folder."""
    place = {
        "command": command(),
        "folder": os.getcwd(),
        "executable": sys.executable,
        "base_executable": getattr(sys, "_base_executable", None) or sys.executable,
        "prefix": sys.prefix,
        "base_prefix": sys.base_prefix,
        "environ": dict(os.environ),
        "sys_path": [str(entry) for entry in sys.path],
    }
    text = kit.part("record").encode(place).encode("utf-8", "replace")
    file = os.open(kit.capture + "/place.json", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, text)
    finally:
        os.close(file)
