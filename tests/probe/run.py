#!/usr/bin/env python3
"""Tests the probe against real interpreters and real pytests:  tests/probe/run.py [--all] [--only WORD] [--environments FOLDER]

Makes the environments with uv (on PATH, or $UV) where they are not there yet, runs cases.py in each, ends with one line
`N passed, N failed, N skipped`. An interpreter that is not found is skipped, with a line that says so. Interpreters are looked for in
pyenv's folder, on PATH (python3.8 ...) and by uv. Standard library only."""

import argparse
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import cases  # noqa: E402
import cases_pytest  # noqa: E402
import cases_world  # noqa: E402

WORLD = [
    "pytest",
    "pytest-xdist",
    "pytest-asyncio",
    "anyio",
    "trio",
    "pytest-django",
    "django",
    "pytest-rerunfailures",
    "pytest-timeout",
    "pytest-randomly",
    "pytest-cov",
    "hypothesis",
    "starlette",
    "httpx",
]
ENVIRONMENTS = [  # name, python, what is installed
    (
        "3.8-pytest6",
        "3.8",
        ["pytest==6.2.5", "pytest-xdist==2.5.0", "pytest-rerunfailures", "starlette==0.14.2", "requests"],
    ),
    ("3.9-pytest8", "3.9", ["pytest==8.3.5", "starlette==0.20.4", "requests", "anyio<4", "httpx<0.28"]),
    ("3.10-pytest8", "3.10", ["pytest==8.3.5", "starlette==0.21.0", "anyio<4", "httpx<0.28", "pytest-xdist"]),
    (
        "3.11-pytest7",
        "3.11",
        [
            "pytest==7.4.4",
            "pytest-xdist==3.5.0",
            "pytest-subtests",
            "pytest-rerunfailures",
            "starlette==0.36.3",
            "httpx<0.28",
        ],
    ),
    (
        "3.12-pytest8",
        "3.12",
        ["pytest<9", "pytest-xdist", "pytest-subtests", "pytest-rerunfailures", "fastapi", "httpx"],
    ),
    (
        "3.13-pytest9",
        "3.13",
        ["pytest==9.2.*", "pytest-xdist", "pytest-rerunfailures", "fastapi", "httpx2", "pytest-asyncio"],
    ),
    ("3.14-pytest9", "3.14", ["pytest==9.2.*", "pytest-xdist", "starlette", "httpx"]),
    ("3.15-pytest9", "3.15", ["pytest==9.2.*", "pytest-xdist", "pytest-rerunfailures", "starlette", "httpx2"]),
    ("3.9-world", "3.9", WORLD),
    ("3.12-world", "3.12", WORLD),
    ("3.13-world", "3.13", WORLD),
    ("3.15-world", "3.15", WORLD),
]
QUICK = ("3.8-pytest6", "3.11-pytest7", "3.15-pytest9")


def find_uv():
    return os.environ.get("UV") or shutil.which("uv")


def find_python(version):
    found = shutil.which("python" + version)
    pyenv = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    # pyenv's before the system's, which may be an early patch release with later fixes.
    candidates = sorted(glob.glob("%s/versions/%s.*/bin/python" % (pyenv, version)), reverse=True) + (
        [found] if found and "/shims/" not in found else []
    )
    for path in candidates:
        if subprocess.run([path, "-c", "0"], stderr=subprocess.DEVNULL).returncode == 0:
            return path
    if find_uv():
        done = subprocess.run(
            [find_uv(), "python", "find", version],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=dict(os.environ, UV_PYTHON_DOWNLOADS="never"),
        )
        if done.returncode == 0:
            return done.stdout.decode().strip()
    return None


def make(folder, name, python, wanted, compiled=True):
    """The environment's folder; made anew where what it should hold has changed. compiled: byte-compile all that is in it."""
    digest = hashlib.sha256(repr((python, wanted)).encode()).hexdigest()[:12]
    place = os.path.join(folder, "%s-%s" % (name, digest))
    if os.path.exists(place + "/complete"):
        return place
    shutil.rmtree(place, ignore_errors=True)
    uv, environ = find_uv(), dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    subprocess.run([uv, "venv", "-q", "--python", python, place], check=True, env=environ)
    subprocess.run([uv, "pip", "install", "-q", "--python", place + "/bin/python"] + wanted, check=True, env=environ)
    if compiled:
        subprocess.run([place + "/bin/python", "-m", "compileall", "-q", place], stdout=subprocess.DEVNULL)
    open(place + "/complete", "w").close()
    return place


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="run the environments or cases whose name contains this")
    parser.add_argument(
        "--environments",
        default=os.path.join(
            os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "testskew-probe-tests"
        ),
    )
    parser.add_argument(
        "--all", action="store_true", help="every environment; without it the oldest, a middle one and the newest"
    )
    options = parser.parse_args()
    count = {"passed": 0, "failed": 0, "skipped": 0}
    every = [
        getattr(part, name)
        for part in (cases, cases_pytest, cases_world)
        for name in dir(part)
        if name.startswith("case_")
    ]
    for name, version, wanted in ENVIRONMENTS:
        if not (options.all or options.only in name and options.only or name in QUICK):
            continue
        chosen = [case for case in every if options.only in name or options.only in case.__name__]
        if not chosen:
            continue
        python = find_python(version)
        if python is None or find_uv() is None:
            print("%s: skipped, no %s" % (name, "uv" if python else "Python " + version))
            count["skipped"] += len(chosen)
            continue
        environment = cases.Environment(name, make(options.environments, name, python, wanted))
        for case in chosen:
            try:
                case(environment)
                count["passed"] += 1
            except cases.Skip as reason:
                count["skipped"] += 1
                print("%s: %s: skipped, %s" % (name, case.__name__, reason))
            except Exception as error:
                count["failed"] += 1
                print("%s: %s: FAILED" % (name, case.__name__))
                traceback.print_exc(file=sys.stdout) if not isinstance(error, AssertionError) else print(
                    "   ", str(error)[:3000], "\n   ", "".join(traceback.format_tb(error.__traceback__)[-1:]).strip()
                )
        sys.stdout.flush()
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % count)
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
