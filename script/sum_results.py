"""Adds up results and prints `N passed, N failed, N skipped`.   usage: sum_results.py FILE_OR_FOLDER...

A result is a JUnit file, or a text whose last line of that form counts; a folder stands for all files in it. The exit
status is 1 if something failed or nothing passed."""

import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree

LINE = re.compile(r"(\d+) passed, (\d+) failed, (\d+) skipped")


def of_junit(path):
    """(passed, failed, skipped) of a JUnit file. Counts test cases, because Catch2's suite has counts of assertions."""
    root = ElementTree.parse(path).getroot()
    cases = list(root.iter("testcase"))
    if not cases:  # the program died before it wrote any
        return 0, 1, 0
    failed = sum(1 for c in cases if c.find("failure") is not None or c.find("error") is not None)
    skipped = sum(1 for c in cases if c.find("skipped") is not None)
    # Catch2 2 cannot skip, so a test case that cannot run prints such a line (tests/catch.hpp).
    skipped += sum(text.count("SKIPPED: ") for out in root.iter("system-out") for text in [out.text or ""])
    return len(cases) - failed - skipped, failed, skipped


def of_text(path):
    found = LINE.findall(path.read_text(errors="replace"))
    return tuple(int(n) for n in found[-1]) if found else (0, 1, 0)


def main(names):
    paths = [pathlib.Path(name) for name in names]
    files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    results = [of_junit(f) if f.suffix == ".xml" else of_text(f) for f in files]
    passed, failed, skipped = (sum(column) for column in zip(*results)) if results else (0, 0, 0)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
