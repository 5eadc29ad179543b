"""Runs the program testskew that was installed together with this package: `python -m testskew`."""

import os
import sys
import sysconfig
from importlib import metadata


def recorded():
    """Yields the program's path as the installer wrote it down. This is right wherever the files were not moved."""
    try:
        files = metadata.files("testskew") or ()
    except metadata.PackageNotFoundError:
        return
    for file in files:
        if file.name == "testskew" and file.parent.name == "bin":
            yield os.path.normpath(str(file.locate()))


def beside():
    """Yields where a program can be without a true record: `--target DIR` and `--prefix DIR` move it."""
    library = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    yield os.path.join(library, "bin", "testskew")
    yield os.path.join(library, "..", "..", "..", "bin", "testskew")
    yield os.path.join(sysconfig.get_path("scripts"), "testskew")
    yield os.path.join(sysconfig.get_path("scripts", "posix_user"), "testskew")


def program():
    """Returns the path of the program, or ends with one line that says what to do."""
    for candidates in (recorded, beside):
        for path in candidates():
            if os.path.isfile(path) and os.access(path, os.X_OK):
                return path
    sys.exit("testskew: its program is not where pip puts programs: install it again (pip install --force-reinstall)")


if __name__ == "__main__":
    path = program()
    os.execv(path, [path] + sys.argv[1:])
