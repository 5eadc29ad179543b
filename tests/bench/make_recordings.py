#!/usr/bin/env python3
"""Two large recordings to measure `testskew compare` with:  make_recordings.py FOLDER TESTS FAILURES

Writes FOLDER/bad.jsonl and FOLDER/good.jsonl: TESTS tests of which FAILURES fail on each side, half of them on both.
Standard library only."""

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


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    folder, tests, failures = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.makedirs(folder, exist_ok=True)
    for side in ("bad", "good"):
        write(os.path.join(folder, side + ".jsonl"), side, tests, failures)


if __name__ == "__main__":
    main()
