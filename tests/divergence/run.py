#!/usr/bin/env python3
"""Measures how well the place is found at which two runs diverge:  tests/divergence/run.py corpus|suite FOLDER ...

  corpus                       runs the small silent differences of corpus.py, and checks that the right line is found,
                               and no other
  suite FOLDER [-- ARGS]       runs a project's own tests on both interpreters, and counts how many that pass on both
                               are said to diverge

Each case has four traced sessions, as in a run: both sides, and both again with other hash seeds. Interpreters and uv
are found as tests/support/pythons.py says. The program that compares is build/release/testskew_parting ($PARTING).
Standard library only."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "tests", "support")]
import corpus  # noqa: E402
import pythons  # noqa: E402

PARTING = os.environ.get("PARTING", os.path.join(ROOT, "build", "release", "testskew_parting"))


def session(python, project, arguments, environ, seed, recording, tests=None):
    """Runs one traced session and returns its recording."""
    capture = tempfile.mkdtemp(prefix="capture")
    config = {
        "project": project,
        "environment": os.path.dirname(os.path.dirname(python)),
        "server_exceptions": "attach",
        "caps": {},
        "observe": {"trace": {"tests": tests, "events": 200000, "seconds": 600, "key": "k"}},
    }
    with open(capture + "/config.json", "w") as file:
        json.dump(config, file)
    environ = dict(
        {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
        LANG="C.UTF-8",
        PYTHONDONTWRITEBYTECODE="1",
        **dict({"PYTHONHASHSEED": seed}, **environ),
    )
    begun = time.time()
    done = subprocess.run(
        [python, os.path.join(ROOT, "src/probe/boot.py"), "module", "-", capture, "--", "-p", "no:cacheprovider", "-q"]
        + arguments,
        cwd=project,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with open(recording, "wb") as out, open(capture + "/main.jsonl", "rb") as lines:
        out.write(lines.read())
        out.write(json.dumps({"t": "end", "status": done.returncode, "seconds": time.time() - begun}).encode() + b"\n")
    shutil.rmtree(capture)
    text = done.stdout.decode("utf-8", "replace")
    with open(recording, encoding="utf-8") as lines:
        trouble = [line for line in lines if '"t":"trouble"' in line]
    if trouble or done.returncode > 1:
        print("   ", trouble[:3], text[-2000:])
    return time.time() - begun, text


def parting(recordings, *options):
    return json.loads(subprocess.run([PARTING] + recordings + list(options), check=True, stdout=subprocess.PIPE).stdout)


def write(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", newline="") as file:
            file.write(textwrap.dedent(text) if name.endswith(".py") else text)


def case(name, interpreters, folder):
    files, bad, good, (path, part), *rest = corpus.CASES[name]
    changed_bad, changed_good = (list(rest) + [{}, {}])[:2]
    recordings = []
    for again in (False, True):
        for side, environ, changed in (("bad", bad, changed_bad), ("good", good, changed_good)):
            project = os.path.join(folder, "project")
            shutil.rmtree(project, ignore_errors=True)
            libraries = os.path.join(folder, "libraries")
            write(libraries, corpus.LIBRARIES)
            write(
                project, dict({"noise.py": corpus.NOISE, "test_noise.py": corpus.NOISY_TESTS}, **dict(files, **changed))
            )
            environ = {
                key: value.replace("@", libraries + "/") if key == "PYTHONPATH" else value
                for key, value in environ.items()
            }
            recording = os.path.join(folder, "%s%d.jsonl" % (side, again))
            session(
                interpreters[side],
                project,
                [],
                environ,
                {("bad", False): "1", ("good", False): "1", ("bad", True): "2", ("good", True): "3"}[side, again],
                recording,
            )
            recordings.append(recording)
    found = parting(recordings, "--all")
    failing = [(test, entry["divergence"]) for test, entry in found.items() if not entry["passes"] and entry["traced"]]
    false = [
        (test, entry["divergence"])
        for test, entry in found.items()
        if entry["passes"] and entry["divergence"] and entry["divergence"]["certain"]
    ]
    place = failing[0][1] if len(failing) == 1 else None
    right = place is not None and place["path"] == path and part in place["source"]
    print(
        "%-20s %s  %s"
        % (
            name,
            "found" if right else "MISSED",
            "%(path)s:%(line)d: %(text)s -> %(bad)s | %(good)s%(sure)s"
            % dict(place, sure="" if place["certain"] else "  (uncertain)")
            if place
            else "%d failing tests, %s" % (len(failing), "nothing said" if failing else "none"),
        )
    )
    for test, divergence in false:
        print(
            "    false: %s: %s:%d: %s -> %s | %s"
            % (test, divergence["path"], divergence["line"], divergence["text"], divergence["bad"], divergence["good"])
        )
    sys.stdout.flush()
    told = place is not None and bool(place["bad"]) and bool(place["good"])
    return right, len([entry for entry in found.values() if entry["passes"]]), len(false), told


def environments(options, wanted):
    result = {}
    for side, version in (("bad", options.bad), ("good", options.good)):
        python = pythons.find_python(version)
        if python is None:
            print("skipped: no Python %s" % version)
            sys.exit(0)
        result[side] = (
            pythons.make_environment(options.environments, "divergence-" + version, python, wanted) + "/bin/python"
        )
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["corpus", "suite"])
    parser.add_argument("folder", nargs="?", help="suite: the project")
    parser.add_argument("--bad", default="3.11")
    parser.add_argument("--good", default="3.12")
    parser.add_argument("--only", default="")
    parser.add_argument("--install", action="append", default=[], help="suite: what it needs besides pytest")
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--keep", help="suite: where the recordings are kept")
    parser.add_argument(
        "--environments",
        default=pythons.cache_folder("testskew-probe-tests"),
    )
    arguments = sys.argv[1:]
    rest = arguments[arguments.index("--") + 1 :] if "--" in arguments else []
    options = parser.parse_args(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    interpreters = environments(options, ["pytest"] + options.install)
    folder = options.keep or tempfile.mkdtemp(prefix="divergence")
    os.makedirs(folder, exist_ok=True)
    if options.what == "corpus":
        results = [
            case(name, interpreters, folder)
            for name in corpus.CASES
            if any(word in name for word in options.only.split(","))
        ]
        print(
            "%d of %d found, %d with the values of both sides; of %d passing tests %d are said to part"
            % (
                sum(r[0] for r in results),
                len(results),
                sum(r[3] for r in results),
                sum(r[1] for r in results),
                sum(r[2] for r in results),
            )
        )
        return 0 if all(sum(r[part] for r in results) >= len(results) - 1 for part in (0, 3)) else 1
    recordings = []
    for side, seed in (("bad", "1"), ("good", "1"), ("bad", "2"), ("good", "3")):
        recordings.append(os.path.join(folder, side + seed + ".jsonl"))
        seconds, text = session(interpreters[side], os.path.abspath(options.folder), rest, {}, seed, recordings[-1])
        print(
            "%s, hash seed %s: %s (%.1f s, %.1f MB)"
            % (side, seed, text.strip().splitlines()[-1], seconds, os.path.getsize(recordings[-1]) / 1e6)
        )
    begun = time.time()
    found = parting(recordings, "--all")
    passing = {test: entry["divergence"] for test, entry in found.items() if entry["passes"]}
    false = {test: divergence for test, divergence in passing.items() if divergence and divergence["certain"]}
    for test, divergence in list(false.items())[: options.show]:
        print(
            "  %s\n      %s:%d: %s -> %s | %s"
            % (test, divergence["path"], divergence["line"], divergence["text"], divergence["bad"], divergence["good"])
        )
    print(
        "%d tests pass on both sides; of %d of them it is said that they part (compared in %.1f s)"
        % (len(passing), len(false), time.time() - begun)
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
