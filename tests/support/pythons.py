#!/usr/bin/env python3
"""Where the tests and scripts find interpreters, and how they make environments with them. Standard library only.

usage: tests/support/pythons.py VERSION...      prints the interpreter of each minor version, as 3.12; ends with 1 if
                                                one is missing

An interpreter is looked for in the folders or executables of $TESTSKEW_PYTHONS (separated by `:`), in pyenv's folder,
on PATH and by uv, in this order: pyenv's come before the system's, which may be an early release with later fixes. A
version manager's stand-ins (shims) are left out, as is whatever does not start. uv is $UV, or on PATH, or the one that
script/setup has installed into build/uv."""

import glob
import hashlib
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SUPPORTED = ["3.%d" % minor for minor in range(8, 17)]


def find_uv():
    """The path of uv, None if there is none."""
    own = os.path.join(ROOT, "build", "uv", "bin", "uv")
    return os.environ.get("UV") or shutil.which("uv") or (own if os.access(own, os.X_OK) else None)


def find_python(version):
    """The path of the newest interpreter of a minor version ("3.12"), None if there is none."""
    for path in candidates(version):
        if starts(path):
            return path
    uv = find_uv()
    if uv is None:
        return None
    command = [uv, "python", "find", "--no-config", "--no-python-downloads", "--system", version]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return done.stdout.decode().strip() if done.returncode == 0 else None


def find_all(versions=SUPPORTED):
    """{version: path} of those that are at hand, in the order of `versions`."""
    found = {version: find_python(version) for version in versions}
    return {version: path for version, path in found.items() if path}


def candidates(version):
    """The paths at which an interpreter of that version may be, the best first."""
    found = []
    for place in filter(None, os.environ.get("TESTSKEW_PYTHONS", "").split(":")):
        if os.path.isdir(place):
            found += [os.path.join(place, "python" + version), os.path.join(place, "bin", "python" + version)]
        elif os.path.basename(place) == "python" + version:
            found.append(place)
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    found += sorted(glob.glob("%s/versions/%s.*/bin/python" % (pyenv, version)), key=numbers, reverse=True)
    on_path = shutil.which("python" + version)
    if on_path and "/shims/" not in on_path:
        found.append(on_path)
    return found


def numbers(text):
    """The numbers in a text, so that 3.12.10 comes after 3.12.9."""
    return [int(part) for part in re.findall(r"\d+", text)]


def starts(path):
    """True if the interpreter is there and runs."""
    try:
        return subprocess.run([path, "-c", "0"], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def lacking(version, python):
    """What is missing to make an environment, as a word for the line that says so; "" if nothing is."""
    if python is None:
        return "Python " + version
    return "" if find_uv() else "uv"


def cache_folder(name):
    """The folder in the user's cache in which the environments of these tests are kept."""
    return os.path.join(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), name)


def make_environment(folder, name, python, wanted, compiled=True):
    """Makes a virtual environment that holds the requirements `wanted`, and gives its folder. It is kept in `folder`,
    and made anew if what it should hold has changed. `compiled`: byte-compile all that is in it."""
    digest = hashlib.sha256(repr((python, wanted)).encode()).hexdigest()[:12]
    place = os.path.join(os.path.abspath(folder), "%s-%s" % (name, digest))
    if os.path.exists(place + "/complete"):
        return place
    shutil.rmtree(place, ignore_errors=True)
    uv, environ = find_uv(), dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    subprocess.run([uv, "venv", "-q", "--python", python, place], check=True, env=environ)
    install = [uv, "pip", "install", "-q", "--python", place + "/bin/python"]
    subprocess.run(install + wanted, check=True, env=environ)
    if compiled:
        subprocess.run([place + "/bin/python", "-m", "compileall", "-q", place], stdout=subprocess.DEVNULL)
    with open(place + "/complete", "w"):
        pass
    return place


if __name__ == "__main__":
    results = [find_python(version) for version in sys.argv[1:]]
    print("\n".join([path for path in results if path]))
    sys.exit(0 if all(results) else 1)
