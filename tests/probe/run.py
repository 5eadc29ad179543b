#!/usr/bin/env python3
"""Tests the probe against real interpreters and real pytests:  tests/probe/run.py [--all] [--only WORD] [--environments
FOLDER]

Makes the environments with uv if they do not exist yet, runs the cases in each, and ends with one line `N passed, N
failed, N skipped`. An interpreter that is not found is skipped, with a line that says so. tests/support/pythons.py
finds interpreters and uv. Uses only the standard library."""

import argparse
import os
import sys
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "support")]
import cases  # noqa: E402
import cases_pytest  # noqa: E402
import cases_undo  # noqa: E402
import cases_world  # noqa: E402
import pythons  # noqa: E402

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
    "pydantic",
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
# The oldest environment, a middle one, and the newest one that this machine has an interpreter for.
QUICK, NEWEST = ("3.8-pytest6", "3.11-pytest7"), ("3.15-pytest9", "3.14-pytest9", "3.13-pytest9", "3.12-pytest8")


def quick():
    """The names of the environments that are used without --all."""
    newest = [name for name in NEWEST if pythons.find_python(name.partition("-")[0])]
    return QUICK + tuple(newest[:1] or NEWEST[:1])


def run_case(case, environment, count):
    """Runs one case, counts it, and prints the result unless it passed."""
    try:
        case(environment)
        count["passed"] += 1
    except cases.Skip as reason:
        count["skipped"] += 1
        print("%s: %s: skipped, %s" % (environment.name, case.__name__, reason))
    except AssertionError as error:
        count["failed"] += 1
        where = "".join(traceback.format_tb(error.__traceback__)[-1:]).strip()
        print("%s: %s: FAILED\n    %s\n    %s" % (environment.name, case.__name__, str(error)[:3000], where))
    except Exception:
        count["failed"] += 1
        print("%s: %s: FAILED" % (environment.name, case.__name__))
        traceback.print_exc(file=sys.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="run the environments or cases whose name contains this")
    parser.add_argument("--environments", default=pythons.cache_folder("testskew-probe-tests"))
    parser.add_argument("--all", action="store_true", help="every environment; without it three of them")
    options = parser.parse_args()
    count = {"passed": 0, "failed": 0, "skipped": 0}
    every = [
        getattr(part, name)
        for part in (cases, cases_pytest, cases_undo, cases_world)
        for name in dir(part)
        if name.startswith("case_")
    ]
    selected = quick()
    for name, version, wanted in ENVIRONMENTS:
        if not (options.all or options.only and options.only in name or name in selected):
            continue
        chosen = [case for case in every if options.only in name or options.only in case.__name__]
        if not chosen:
            continue
        python = pythons.find_python(version)
        lacking = pythons.lacking(version, python)
        if lacking:
            print("%s: skipped, no %s" % (name, lacking))
            count["skipped"] += len(chosen)
            continue
        place = pythons.make_environment(options.environments, name, python, wanted)
        environment = cases.Environment(name, place)
        begun = time.monotonic()
        for case in chosen:
            run_case(case, environment, count)
        print("%s: %d cases, %d s" % (name, len(chosen), time.monotonic() - begun), flush=True)
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % count)
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
