"""Kills, interrupts and deceives the program at random points that a seed chooses, and looks what is left.

Everything happens in a temporary folder with a cache of its own. This process is the subreaper of all that it starts:
whatever outlives its parent becomes its child, and is counted and ended. Nothing else is ever ended.

usage: script/hostile [PART...] [--seed N] [--kills N] [--interrupts N] [--rounds N] [--mutations N] [--rows FILE]
                      [--program FILE]
"""

import argparse
import os
import pathlib
import signal
import sys
import tempfile
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "support"))

from bench import ROOT, Bench, append_rows, become_reaper, table
from concurrency import run_concurrency
from filesystems import run_files
from inputs import run_inputs
from kills import run_interrupts, run_kills
from network import run_network
from projects import run_projects
from terminal import run_terminal

PARTS = {
    "kills": run_kills,
    "interrupts": run_interrupts,
    "concurrency": run_concurrency,
    "files": run_files,
    "projects": run_projects,
    "terminal": run_terminal,
    "inputs": run_inputs,
    "network": run_network,
}


def arguments():
    parser = argparse.ArgumentParser(description="Kills, interrupts and deceives the program.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}; without one, all")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int, default=60, help="how often it is killed")
    parser.add_argument("--interrupts", type=int, default=50, help="how often it is interrupted")
    parser.add_argument("--rounds", type=int, default=2, help="how often each case of several programs is tried")
    parser.add_argument("--mutations", type=int, default=600, help="how many damaged files are read")
    parser.add_argument("--rows", help="a file to which the rows are added; the table is that of the whole file")
    parser.add_argument("--program", default=os.environ.get("TESTSKEW_PROGRAM", str(ROOT / "build/release/testskew")))
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}")
    return asked


def main():
    asked = arguments()
    become_reaper()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing stays then either
    print(f"seed {asked.seed}", flush=True)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hostile-", ignore_cleanup_errors=True) as folder:
        bench = Bench(os.path.abspath(asked.program), pathlib.Path(folder), asked.seed)
        try:
            for name in asked.parts or PARTS:
                PARTS[name](bench, asked)
        finally:
            bench.left()
    print(table(append_rows(asked.rows, bench.rows) if asked.rows else bench.rows))
    tried, failed = (sum(row[key] for row in bench.rows) for key in ("tried", "failed"))
    print(f"{time.monotonic() - begin:.0f} s")
    print(f"{tried - failed} passed, {len(bench.failures) and max(failed, 1)} failed, 0 skipped")
    return 1 if bench.failures else 0


if __name__ == "__main__":
    sys.exit(main())
