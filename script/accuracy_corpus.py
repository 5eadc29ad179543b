#!/usr/bin/env python3
"""Runs the corpus of tests/projects and compares what is found with what is true.

usage: script/accuracy_corpus.py [-j N] [--times N] [--keep FOLDER] [--verbose] [PROJECT...]

PROJECT is a name, the beginning of one ("33") or a pattern ("2?-*"); none: all. Each project is copied without its
truth.toml to a temporary folder, its steps of setup are carried out there, and `testskew run --json -` is run in it.
The program is $TESTSKEW_PROGRAM, else build/release/testskew. Ends with 1 if anything is wrong. Needs Python 3.11 and
nothing else. tests/support/judge.py explains the words of the table."""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "support"))
import judge  # noqa: E402
import projects  # noqa: E402


def measure(name, program, keep):
    """Runs and judges one project."""
    truth = projects.truth_of(name)
    result = judge.Result(name, judge.expected_text(truth))
    if keep:
        os.makedirs(keep, exist_ok=True)
    above = pathlib.Path(keep) if keep else pathlib.Path(tempfile.mkdtemp(prefix="corpus-"))
    start = time.monotonic()
    try:
        report = projects.run(name, program, above)
        result.seconds = time.monotonic() - start
        if keep:
            (above / (name + ".json")).write_text(json.dumps(report, indent=1))
        result.sessions = len(report["sessions"])
        judge.judge(result, truth, report)
    except projects.Skip as reason:
        result.skip(str(reason))
    except projects.Broken as error:
        result.found = "error"
        result.wrong(str(error))
    except subprocess.TimeoutExpired:
        result.wrong("more than %d seconds" % projects.LIMIT)
    except (KeyError, OSError, subprocess.SubprocessError) as error:
        result.wrong("%s: %s" % (type(error).__name__, error))
    finally:
        if not keep:
            shutil.rmtree(above, ignore_errors=True)
    return result


def row(result, verbose):
    """The line of the table, and the lines below it."""
    columns = (result.sessions, result.seconds, result.explained(), result.shown(), result.status)
    lines = ["%-34s %-38s %-38s %4d %6.1f  %-9s %-5s %s" % (result.name, result.expected, result.found, *columns)]
    if result.status != "right" or verbose or result.details:
        lines += ["    " + detail for detail in result.details]
    if verbose:
        lines += ["    not explained: " + detail for detail in result.unexplained]
    return "\n".join(lines)


def markdown(results, commit):
    """The results as the table of docs/accuracy.md."""
    lines = [
        "| project | expected | found | sessions | explained | line shown | result | commit |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for result in sorted(results, key=lambda r: r.name):
        found = (result.sessions, result.explained(), result.shown(), result.status)
        cells = (result.name, result.expected, result.found, *found, commit)
        lines.append("| %s |" % " | ".join(str(cell).replace("|", "\\|") for cell in cells))
    return "\n".join(lines)


def counts(results):
    """What was found in the runs of each project: "82-rare-coin: 20 runs: 12 flaky, 8 nothing failed"."""
    lines = []
    for name in sorted({result.name for result in results}):
        found = collections.Counter(result.found or result.status for result in results if result.name == name)
        words = ", ".join("%d %s" % (count, what) for what, count in found.most_common())
        lines.append("%s: %d runs: %s" % (name, sum(found.values()), words))
    return lines


def arguments():
    """The options of the command line."""
    parser = argparse.ArgumentParser(
        description="Runs the corpus of tests/projects and compares what is found with what is true."
    )
    parser.add_argument(
        "projects",
        nargs="*",
        metavar="PROJECT",
        help='a name, the beginning of one ("33") or a pattern ("2?-*"); none: all',
    )
    parser.add_argument("-j", "--jobs", type=int, default=1, help="projects at a time (default 1)")
    parser.add_argument(
        "--times", type=int, default=1, metavar="N", help="run each N times, and count what was found (for coins)"
    )
    parser.add_argument("--keep", metavar="FOLDER", help="keep the copies and their reports there")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is not explained")
    parser.add_argument(
        "--markdown", metavar="COMMIT", help="print a Markdown table with this commit, and all else to stderr"
    )
    return parser.parse_args()


def main():
    options = arguments()
    program = os.path.abspath(os.environ.get("TESTSKEW_PROGRAM") or ROOT / "build" / "release" / "testskew")
    if not os.access(program, os.X_OK):
        sys.exit("accuracy: %s is not there: run script/build, or set TESTSKEW_PROGRAM" % program)
    keep = os.path.abspath(options.keep) if options.keep else None
    said = sys.stderr if options.markdown else sys.stdout
    print(
        "%-34s %-38s %-38s %4s %6s  %-9s %-5s %s"
        % ("case", "expected", "found", "sess", "sec", "explained", "line", "result"),
        file=said,
    )
    results = []
    pool = concurrent.futures.ThreadPoolExecutor(max(1, options.jobs))
    try:
        for future in concurrent.futures.as_completed(
            [
                pool.submit(measure, name, program, os.path.join(keep, str(turn)) if keep and turn else keep)
                for turn in range(max(1, options.times))
                for name in projects.chosen(options.projects)
            ]
        ):
            results.append(future.result())
            print(row(results[-1], options.verbose), flush=True, file=said)
    finally:
        pool.shutdown(cancel_futures=True)
    count = {
        status: sum(r.status == status for r in results) for status in ("right", "WRONG", "FALSE PROVEN", "skipped")
    }
    for what, words in (
        ("explained", [r.explained() for r in results]),
        ("line shown", [r.shown() for r in results]),
    ):
        if set(words) - {"-"}:
            print("%s: %d of %d" % (what, words.count("yes"), len(words) - words.count("-")), file=said)
    pointed = [word for result in results for word in result.pointed]
    print(
        "the first suspicion of %d causes: %s"
        % (len(pointed), ", ".join("%d %s" % (pointed.count(w), w) for w in ("right", "part", "wrong", "nothing"))),
        file=said,
    )
    if options.times > 1:
        print("\n".join(counts(results)), file=said)
    if count["skipped"]:
        skipped = "; ".join("%s (%s)" % (r.name, r.details[0]) for r in results if r.status == "skipped")
        print("skipped: " + skipped, file=said)
    print("%d right, %d wrong, %d false proven" % (count["right"], count["WRONG"], count["FALSE PROVEN"]), file=said)
    if options.markdown:
        print(markdown(results, options.markdown))
    return 1 if count["WRONG"] or count["FALSE PROVEN"] else 0


if __name__ == "__main__":
    sys.exit(main())
