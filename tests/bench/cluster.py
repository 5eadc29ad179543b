#!/usr/bin/env python3
"""Measures what a session on a worker costs beyond the same session on this machine.

usage: tests/bench/cluster.py [ROUNDS]      (default: 3) the program is $TESTSKEW_PROGRAM, or build/release/testskew

Runs a small project with one session at a time, here and on one worker of a local cluster, in turn, and compares how
long each session took from the line that it begins to the line that it has ended."""

import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("TESTSKEW_PROGRAM", str(ROOT / "build/release/testskew"))
BEGUN = re.compile(r"^(?P<side>.*): session s\d+$")
ENDED = re.compile(r"^(?P<side>.*): \d+ (failed|passed).*\([\d.]+ s\)$")


def make_project(folder):
    (folder / "test_value.py").write_text(
        "import os\n\ndef test_value():\n    assert os.environ['VALUE'] == '1'\n\ndef test_fine():\n    pass\n"
    )


def sessions(folder, *options):
    """The seconds of each session of a run, as its progress shows them."""
    words = [
        "run",
        "--bad",
        "3.11",
        "--good",
        "3.11",
        "--with",
        "pytest",
        "--bad-env",
        "VALUE=0",
        "--good-env",
        "VALUE=1",
    ]
    command = [PROGRAM, *words, "--quick", "-j", "1", *options]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    begun, seconds = None, []
    for line in process.stderr:
        if BEGUN.match(line):
            begun = time.monotonic()
        elif ENDED.match(line) and begun is not None:
            seconds.append(time.monotonic() - begun)
            begun = None
    assert process.wait() == 1, process.returncode
    return seconds


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    here, there = [], []
    with tempfile.TemporaryDirectory() as folder:
        make_project(pathlib.Path(folder))
        sessions(pathlib.Path(folder))  # builds the environments
        for _ in range(rounds):
            here += sessions(folder)
            there += sessions(folder, "--executor", "dask-local:1")[1:]  # the first one waits for the files
    for name, seconds in (("here", here), ("on a worker", there)):
        print("%-12s %3d sessions, median %.0f ms" % (name, len(seconds), 1000 * statistics.median(seconds)))
    print("difference   %.0f ms" % (1000 * (statistics.median(there) - statistics.median(here))))


if __name__ == "__main__":
    main()
