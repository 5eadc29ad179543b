"""Adds up the JUnit files of a folder and prints `N passed, N failed, N skipped`; exit status 1 where something failed or nothing ran."""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree


def main(folder):
    totals = {"tests": 0, "failed": 0, "skipped": 0}
    for path in sorted(pathlib.Path(folder).glob("*.xml")):
        for suite in ElementTree.parse(path).iter("testsuite"):
            count = lambda name: int(suite.get(name) or 0)
            if not list(suite.iter("testcase")) and not count("failures"):
                continue
            # Catch2 counts assertions in `tests`: its test cases are what people count.
            cases = list(suite.iter("testcase"))
            failed = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
            skipped = [c for c in cases if c.find("skipped") is not None]
            totals["tests"] += max(len(cases), 1)
            totals["failed"] += max(len(failed), 0 if cases else 1)
            totals["skipped"] += len(skipped)
    passed = totals["tests"] - totals["failed"] - totals["skipped"]
    print(f"{passed} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    return 0 if totals["failed"] == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
