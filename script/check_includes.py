"""Checks that each room of src/ includes only what the map in docs/architecture.md lets it include.

usage: script/check_includes.py          exit status 1 if a room includes what it must not know
"""

import pathlib
import re
import sys

# Every room may use those of these four that stand before it, and all of them if it is not among them.
FOUNDATION = ["util", "model", "status", "process"]

# What a room that is no stage may include besides. A stage, which is any room that is not named here, includes no other
# stage.
ALLOWED = {
    "sides": {"environment", "workspace"},
    "ci": {"profile"},
    "hook": {"workspace"},
    "runner": {"sides", "environment", "workspace"},
    "cluster": {"runner", "environment", "workspace"},
    "rounds": {"runner", "sides"},
    "laboratory": {
        "runner",
        "sides",
        "profile",
        "interpreter",
        "environment",
        "workspace",
        "session",
        "recording",
        "explain",
    },
    "drill": {"runner", "sides", "attribute", "compare"},
    "trace": {"runner", "sides", "compare", "divergence"},
    "investigation": {"drill", "trace", "runner", "sides", "workspace", "attribute", "compare"},
    "verify": {"runner", "sides", "compare"},
    "cli": {
        "investigation",
        "verify",
        "repro",
        "laboratory",
        "cluster",
        "rounds",
        "runner",
        "profile",
        "ci",
        "hook",
        "sides",
        "divergence",
        "interpreter",
        "environment",
        "workspace",
        "session",
        "recording",
        "compare",
        "matrix",
        "explain",
        "report",
    },
}


def allowed(room):
    """The rooms whose headers `room` may include."""
    if room in FOUNDATION:
        return {room, *FOUNDATION[: FOUNDATION.index(room)]}
    return {room, *FOUNDATION, *ALLOWED.get(room, set())}


def faults(source):
    """A line for each include that is not allowed, below the folder `source`."""
    rooms = {path.name for path in source.iterdir() if path.is_dir()}
    for path in sorted([*source.glob("*/*.hpp"), *source.glob("*/*.cpp")]):
        room = path.parent.name
        for number, line in enumerate(path.read_text().splitlines(), 1):
            included = re.match(r'#include "(\w+)/', line)
            if included and included[1] in rooms - allowed(room):
                yield f"{path}:{number}: {room} must not include {included[1]}"


def main():
    found = list(faults(pathlib.Path("src")))
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
