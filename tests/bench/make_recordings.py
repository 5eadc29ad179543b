#!/usr/bin/env python3
"""Large recordings to measure `testskew compare` with:  make_recordings.py FOLDER TESTS FAILURES [LEGS]

Writes FOLDER/bad.jsonl and FOLDER/good.jsonl: TESTS tests of which FAILURES fail on each side, half of them on both.
With LEGS, it writes so many legs of a matrix instead, 5 Pythons by releases of 3 packages. FAILURES tests fail where
Python is 3.13 and numpy 2.3 or newer, as many where pandas is older than 2, and a few in legs of no order. Standard
library only."""

import json
import os
import sys


def frames(number):
    library = [
        ["<site>/starlette/module_%d.py" % k, k, "function_%d" % k, "return await self.app(scope, receive, send)", "s"]
        for k in range(25)
    ]
    return (
        [["tests/unit/test_module.py", number, "test_%d" % (number % 300), "result = call_something(argument)", "p"]]
        + library
        + [["app/service.py", 10, "Service.load", "return self.store[key]", "p"]]
    )


def write(path, side, tests, failures):
    step = max(tests // max(failures, 1), 1)
    ids = ["tests/unit/test_module_%d.py::TestSomething::test_case_number_%d" % (i // 100, i) for i in range(tests)]
    with open(path, "w") as file:

        def line(record):
            file.write(json.dumps(record, separators=(",", ":")) + "\n")

        line({"t": "session", "schema": 1, "id": "s1", "profile": side})
        line({"t": "loaded", "worker": "", "python": "3.11.7", "pytest": "9.2.0"})
        line({"t": "selected", "ids": ids, "deselected": []})
        for i, name in enumerate(ids):
            line({"t": "start", "id": name})
            line({"t": "phase", "id": name, "when": "setup", "outcome": "passed", "s": 0.0001})
            nth = i // step
            shift = (
                1 if side == "good" and nth % 2 and step > 1 else 0
            )  # every second failure is another test's on the good side
            if i % step == shift and nth < failures:
                chain = [
                    {"type": "KeyError", "message": "'x%d'" % (i % 50), "link": "", "frames": frames(i), "cut": False}
                ]
                line(
                    {
                        "t": "phase",
                        "id": name,
                        "when": "call",
                        "outcome": "failed",
                        "s": 0.001,
                        "message": "KeyError: 'x'",
                        "chain": chain,
                    }
                )
            else:
                line({"t": "phase", "id": name, "when": "call", "outcome": "passed", "s": 0.0001})
            line({"t": "phase", "id": name, "when": "teardown", "outcome": "passed", "s": 0.0001})
        line({"t": "finish", "status": 1})
        line({"t": "end", "status": 1, "signal": 0, "timed_out": False, "seconds": 9})


def leg(path, number, tests, failures):
    """One leg of a matrix, as `record --here` writes it."""
    minor = 9 + number % 5
    numpy = ("1.26.4", "2.2.6", "2.3.1", "2.3.4")[number // 5 % 4]
    pandas = ("1.5.3", "2.2.3")[number // 20 % 2]
    others = {"package-%d" % k: "%d.%d" % (k, number // 40 if k == 7 else 0) for k in range(60)}
    python = "3.%d.%d" % (minor, number % 3)
    ids = ["tests/unit/test_module_%d.py::TestSomething::test_case_number_%d" % (i // 100, i) for i in range(tests)]
    failing = {}
    if minor == 13 and numpy >= "2.3":
        failing.update((i * 7, "numpy") for i in range(failures))
    if pandas < "2":
        failing.update((i * 7 + 1, "pandas") for i in range(failures))
    if number * 2654435761 % 7 == 0:
        failing.update((i * 7 + 2, "nothing") for i in range(3))
    with open(path, "w") as file:

        def line(record):
            file.write(json.dumps(record, separators=(",", ":")) + "\n")

        head = {
            "t": "session",
            "schema": 1,
            "id": "s1",
            "profile": "leg%d" % number,
            "started": "2026-11-28T0%d" % number,
        }
        line(
            {
                **head,
                "machine": "m%d" % number,
                "environ": {"VARIABLE_%d" % k: "hmac:%d" % k for k in range(40)},
                "facts": {"git.head": "c" * 40, "environ.key": "k", "os": "Debian", "cpus": str(2 + number % 3)},
                "interpreter": {"version": python, "major": 3, "minor": minor, "implementation": "cpython"},
            }
        )
        line({"t": "loaded", "worker": "", "python": python, "pytest": "9.2.0"})
        line({"t": "facts", "facts": {}, "distributions": {**others, "numpy": numpy, "pandas": pandas}, "workers": "0"})
        line({"t": "selected", "ids": ids, "deselected": []})
        passed = '{"t":"phase","id":"%s","when":"%s","outcome":"passed","s":0.000100}\n'
        for i, name in enumerate(ids):
            file.write('{"t":"start","id":"%s"}\n' % name + passed % (name, "setup"))
            if i in failing:
                raised = {"type": "KeyError", "message": failing[i], "link": "", "frames": frames(1), "cut": False}
                raised["frames"][-1] = ["app/%s.py" % failing[i], 10, "load_" + failing[i], "return store[key]", "p"]
                call = {"t": "phase", "id": name, "when": "call", "outcome": "failed", "s": 0.001}
                line({**call, "message": "KeyError", "chain": [raised]})
            else:
                file.write(passed % (name, "call"))
            file.write(passed % (name, "teardown"))
        line({"t": "finish", "status": 1})
        line({"t": "end", "status": 1, "signal": 0, "timed_out": False, "seconds": 9})


def main():
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    folder, tests, failures = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    if len(sys.argv) == 5:
        for number in range(int(sys.argv[4])):
            leg(os.path.join(folder, "leg%03d.jsonl" % number), number, tests, failures)
        return
    for side in ("bad", "good"):
        write(os.path.join(folder, side + ".jsonl"), side, tests, failures)


if __name__ == "__main__":
    main()
