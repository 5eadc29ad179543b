#!/usr/bin/env python3
"""Runs the corpus of tests/projects and compares what is found with what is true.

usage: script/accuracy_corpus.py [-j N] [--keep FOLDER] [--verbose] [PROJECT...]

PROJECT is a name, the beginning of one ("33") or a pattern ("2?-*"); none: all. Each project is copied without its
truth.toml to a temporary folder, its steps of setup are carried out there, and `testskew run --json -` is run in it.
The program is $TESTSKEW_PROGRAM, else build/release/testskew. Ends with 1 where anything is wrong, needs Python 3.11
and nothing else.

right: the kind of the failing tests, the factors of their cause, its verdict, relation and sets are those of
truth.toml, and no other test fails. FALSE PROVEN: a factor or a cause is called proven and is not. WRONG: everything
else. `exact` is what stands inside the factor: releases, variables, files, the first bad one, the places to look at; it
is counted for itself."""

import argparse
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECTS = ROOT / "tests" / "projects"
LIMIT = 1800  # seconds for one project


class Skip(Exception):
    """This machine lacks something that the project needs."""


class Result:
    def __init__(self, name, expected):
        self.name, self.expected = name, expected
        self.found, self.status = "", "right"
        self.details, self.inexact = [], []
        self.has_exact = False
        self.sessions, self.seconds = 0, 0.0

    def wrong(self, why):
        self.details.append(why)
        if self.status == "right":
            self.status = "WRONG"

    def false_proven(self, why):
        self.details.append(why)
        self.status = "FALSE PROVEN"

    def skip(self, why):
        self.status, self.details = "skipped", [why]


# ---- running


def environ():
    keep = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("GIT_", "PYTEST_", "PYTHON")) and k not in ("CI", "VIRTUAL_ENV")
    }
    identity = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return keep | identity | alone


def hosts_of(config):
    return [profile.get("host", {}) for profile in config.get("profile", {}).values()]


def other_users(config):
    return any("user" in host for host in hosts_of(config))


def check_machine(config):
    hosts = hosts_of(config)
    if other_users(config) and os.geteuid() != 0:
        raise Skip("needs root")
    cpus = max([host.get("cpus", 0) for host in hosts], default=0)
    if any("cpus" in host for host in hosts) and len(os.sched_getaffinity(0)) < max(2, cpus):
        raise Skip("needs two processors")


def make_project(name, folder):
    """The project as a user has it: a copy without the truth, with the steps of its setup done."""
    truth = tomllib.loads((PROJECTS / name / "truth.toml").read_text())
    ignored = shutil.ignore_patterns("truth.toml", "__pycache__", ".testskew", ".pytest_cache")
    shutil.copytree(PROJECTS / name, folder, symlinks=True, ignore=ignored)
    for step in truth.get("setup", []):
        if "run" in step:
            subprocess.run(step["run"], cwd=folder, env=environ(), check=True, stdout=subprocess.DEVNULL)
        elif "write" in step:
            path = folder / step["write"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"])
        elif "chmod" in step:
            mode = step["mode"]
            (folder / step["chmod"]).chmod(mode if isinstance(mode, int) else int(mode, 8))
    return truth


def run_program(program, folder):
    process = subprocess.run(
        [program, "run", "--json", "-"],
        cwd=folder,
        env=environ(),
        stdin=subprocess.DEVNULL,
        timeout=LIMIT,
        capture_output=True,
    )
    try:
        return process.returncode, json.loads(process.stdout)
    except ValueError:
        tail = process.stderr.decode(errors="replace").strip().splitlines()[-3:]
        return process.returncode, {
            "error": {"message": "exit code %d and no JSON: %s" % (process.returncode, " / ".join(tail))}
        }


# ---- judging


def wanted_sets(truth):
    """The minimal failing sets as the report names them, sorted; None where truth.toml does not say."""
    names = [sorted("Python" if name == "interpreter" else name for name in group) for group in truth.get("sets", [])]
    if names:
        return sorted(names)
    if truth.get("layers") or truth.get("relation") != "single":
        return None
    factor = truth["factors"][0]
    if factor == "interpreter":
        return [["Python"]]
    if factor == "packages" and len(truth.get("packages", [])) == 1:
        return [[truth["packages"][0]["name"]]]
    if factor == "environ" and len(truth.get("variables", [])) == 1:
        return [[truth["variables"][0]["name"]]]
    if "git_facts" in truth:
        return [["git " + fact for fact in truth["git_facts"]]]
    return None


def describe(kind, cause):
    if not cause or not cause.get("factors"):
        return kind
    relation = cause.get("relation", "")
    return "%s %s%s" % (
        cause["verdict"],
        "+".join(sorted(cause["factors"])),
        "" if relation in ("single", "") else " " + relation,
    )


def expected_text(truth):
    cause = (
        {"factors": truth["factors"], "verdict": truth.get("verdict"), "relation": truth.get("relation", "")}
        if truth["factors"]
        else None
    )
    return describe(truth["kind"], cause)


def joint(cluster):
    """Several factors that could not be swapped apart are proven together, and none of them alone."""
    named = [v for v in cluster["verdicts"] if v["factor"] in cluster["cause"]["factors"]]
    return len(named) > 1 and all(v["jointly_with"] for v in named)


def judge_proven(result, truth, clusters):
    """Whatever is called proven must be true, whichever cluster says it."""
    for cluster in clusters:
        cause = cluster["cause"] or {}
        allowed = set(truth["factors"]) | {factor for layer in truth.get("layers", []) for factor in layer}
        for verdict in cluster["verdicts"]:
            if verdict["verdict"] == "proven" and (
                verdict["factor"] not in allowed or not (truth["proven"] or verdict["jointly_with"])
            ):
                result.false_proven("%s is called proven" % verdict["factor"])
            if verdict["verdict"] == "ruled out" and verdict["factor"] in allowed:
                result.wrong("%s is called ruled out" % verdict["factor"])
        if cause.get("verdict") != "proven":
            continue
        if not (truth["proven"] or joint(cluster)) or not set(cause["factors"]) <= allowed:
            result.false_proven("the cause %s is called proven" % "+".join(cause["factors"]))
        wanted = wanted_sets(truth)
        if wanted and cause["sets"] and not truth.get("layers"):
            extra = [group for group in (sorted(group) for group in cause["sets"]) if group not in wanted]
            if extra:
                result.false_proven("proven are the sets %s, true are %s" % (cause["sets"], wanted))


def judge_exact(result, truth, cluster):
    cause = cluster["cause"] or {}

    def compare(what, wanted, found):
        result.has_exact = True
        if wanted != found:
            result.inexact.append("%s: %s, true is %s" % (what, found, wanted))

    if "packages" in truth:
        keys = {
            p["name"]: [k for k in ("bad", "good", "first_bad") if k in p or k != "first_bad"]
            for p in truth["packages"]
        }
        wanted = {p["name"]: {k: p.get(k) for k in keys[p["name"]]} for p in truth["packages"]}
        found = {
            p["name"]: {k: p.get(k) for k in keys.get(p["name"], ["bad", "good"])} for p in cause.get("packages", [])
        }
        compare("packages", wanted, found)
    if "variables" in truth:
        compare(
            "variables",
            sorted(v["name"] for v in truth["variables"]),
            sorted(v["name"] for v in cause.get("variables", [])),
        )
    if "files" in truth:
        compare("files", sorted(f["path"] for f in truth["files"]), sorted(f["path"] for f in cause.get("files", [])))
    if "interpreter" in truth and "interpreter" in truth["factors"]:
        found = cause.get("interpreter") or {}
        compare("interpreter", truth["interpreter"], {key: found.get(key) for key in truth["interpreter"]})
    places = {(place["path"], place["line"]) for place in cause.get("at", [])}
    error = cluster.get("error") or {}
    places.add((error.get("path"), error.get("line")))
    places |= {(frame["path"], frame["line"]) for frame in error.get("frames", []) if frame["project"]}
    places |= {(lookup["at"]["path"], lookup["at"]["line"]) for lookup in cluster.get("missing", []) if lookup["at"]}
    places |= {
        (frame["path"], frame["line"])
        for frame in (cluster.get("divergence"), (cluster.get("diff") or {}).get("first_difference"))
        if frame
    }
    missing = [
        "%s:%d" % (at["path"], at["line"]) for at in truth.get("at", []) if (at["path"], at["line"]) not in places
    ]
    if truth.get("at"):
        compare("places not shown", [], missing)


def judge(result, truth, report):
    clusters = report["clusters"]
    judge_proven(result, truth, clusters)
    about = [c for c in clusters if {t["id"] for t in c["tests"]} & set(truth["tests"])]
    found = {t["id"] for c in about for t in c["tests"]}
    for cluster in clusters:
        if cluster not in about:
            result.wrong("also %s: %s" % (cluster["kind"], ", ".join(t["id"] for t in cluster["tests"][:3])))
    if truth["kind"] == "flaky":
        result.found = ", ".join(sorted({describe(c["kind"], c["cause"]) for c in about})) or "nothing failed"
        for cluster in about:
            if cluster["kind"] == "regression" and not cluster["note"]:  # reverse: by chance, and never repeated
                result.wrong("taken for steady, and nothing says otherwise")
        return
    if not about:
        result.found = "nothing failed"
        result.wrong("the tests of truth.toml do not fail")
        return
    if found != set(truth["tests"]):
        result.wrong("the failing tests are %s" % ", ".join(sorted(found)))
    result.found = ", ".join(sorted({describe(c["kind"], c["cause"]) for c in about}))
    if len(about) > 1:
        result.wrong("one failure, %d clusters" % len(about))
    cluster = about[0]
    cause = cluster["cause"]
    if cluster["kind"] != truth["kind"]:
        result.wrong("kind %s" % cluster["kind"])
    error = cluster["error"]
    if (
        truth["error"].rsplit(".")[-1] not in error["type"]
        and truth["error"] not in error["message"] + error["assertion"]
    ):
        result.wrong("the error is %s: %s" % (error["type"], error["message"]))
    if not truth["factors"]:
        if cause:
            result.wrong("a cause is named: %s" % cause["summary"])
        return
    if truth["verdict"] != "untestable" or cause:
        if not cause:
            result.found += ", no cause"
            result.wrong("no cause: %s" % (cluster["note"] or "without a reason"))
            return
        if truth["verdict"] == "untestable" and joint(cluster) and set(cause["factors"]) == set(truth["factors"]):
            result.found = "proven jointly " + "+".join(sorted(cause["factors"]))
        else:
            judge_cause(result, truth, cause)
    judge_verdicts(result, truth, cluster)
    judge_exact(result, truth, cluster)


def judge_cause(result, truth, cause):
    # The outermost layer is the cause that is reported, those behind it stand in `layers`.
    layers = truth.get("layers")
    wanted = set(layers[0]) if layers else set(truth["factors"])
    if set(cause["factors"]) != wanted:
        result.wrong("the factors are %s" % ", ".join(cause["factors"]))
    if layers and len(cause["layers"]) + 1 != len(layers):
        result.wrong("layers: %s" % cause["layers"])
    if cause["verdict"] != truth["verdict"]:
        result.wrong("the cause is %s" % cause["verdict"])
    if cause["relation"] != truth["relation"]:
        result.wrong("the relation is %s" % cause["relation"])
    sets = wanted_sets(truth)
    if sets and cause["sets"] and sorted(sorted(group) for group in cause["sets"]) != sets:
        result.wrong("the sets are %s" % cause["sets"])


def judge_verdicts(result, truth, cluster):
    """Of factors that have no part in it: less than ruled out is no error, but worth a look."""
    for verdict in cluster["verdicts"]:
        factor = verdict["factor"]
        if factor in truth["factors"] or factor in truth.get("verdicts", {}):
            continue
        if verdict["verdict"] != "ruled out":
            result.details.append("%s is %s: %s" % (factor, verdict["verdict"], verdict["reason"]))


# ---- all of it


def measure(name, program, keep):
    truth = tomllib.loads((PROJECTS / name / "truth.toml").read_text())
    result = Result(name, expected_text(truth))
    start = time.monotonic()
    above = pathlib.Path(keep) if keep else pathlib.Path(tempfile.mkdtemp(prefix="corpus-"))
    above.mkdir(parents=True, exist_ok=True)
    above.chmod(0o755)  # sessions may run as another user
    folder = above / name
    try:
        config = tomllib.loads((PROJECTS / name / "testskew.toml").read_text())
        check_machine(config)
        if folder.exists():
            shutil.rmtree(folder)
        make_project(name, folder)
        start = time.monotonic()
        code, report = run_program(program, folder)
        result.seconds = time.monotonic() - start
        if keep:
            (above / (name + ".json")).write_text(json.dumps(report, indent=1))
        if "error" in report:
            message = report["error"]["message"]
            if "there is no Python" in message:
                raise Skip(message)
            if "Permission denied" in message and other_users(config):
                raise Skip(
                    "needs interpreters and a cache that every user may read: set TESTSKEW_PYTHONS and XDG_CACHE_HOME"
                )
            result.found = "error"
            result.wrong(message)
        else:
            result.sessions = len(report["sessions"])
            judge(result, truth, report)
    except Skip as reason:
        result.skip(str(reason))
    except subprocess.TimeoutExpired:
        result.wrong("more than %d seconds" % LIMIT)
    except (KeyError, OSError, subprocess.SubprocessError) as error:
        result.wrong("%s: %s" % (type(error).__name__, error))
    finally:
        if not keep:
            shutil.rmtree(above, ignore_errors=True)
    return result


def row(result, verbose):
    exact = "-" if not result.has_exact else "no" if result.inexact else "yes"
    lines = [
        "%-34s %-38s %-38s %4d %6.1f  %-5s %s"
        % (result.name, result.expected, result.found, result.sessions, result.seconds, exact, result.status)
    ]
    if result.status != "right" or verbose or result.details:
        lines += ["    " + detail for detail in result.details]
    if verbose:
        lines += ["    exact: " + detail for detail in result.inexact]
    return "\n".join(lines)


def markdown(results, commit):
    """The results as the table of docs/accuracy.md."""
    lines = [
        "| project | expected | found | sessions | exact | result | commit |",
        "|---|---|---|---|---|---|---|",
    ]
    for result in sorted(results, key=lambda r: r.name):
        exact = "-" if not result.has_exact else "no" if result.inexact else "yes"
        cells = (result.name, result.expected, result.found, result.sessions, exact, result.status, commit)
        lines.append("| %s |" % " | ".join(str(cell).replace("|", "\\|") for cell in cells))
    return "\n".join(lines)


def chosen(patterns):
    names = sorted(path.parent.name for path in PROJECTS.glob("*/truth.toml"))
    if not patterns:
        return names
    result = []
    for pattern in patterns:
        pattern = pathlib.PurePath(pattern).name
        found = [name for name in names if fnmatch.fnmatch(name, pattern) or name.startswith(pattern)]
        if not found:
            sys.exit("accuracy: there is no project %s in tests/projects" % pattern)
        result += [name for name in found if name not in result]
    return result


def main():
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
    parser.add_argument("--keep", metavar="FOLDER", help="keep the copies and their reports there")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what is not exact")
    parser.add_argument(
        "--markdown", metavar="COMMIT", help="print a Markdown table with this commit, and all else to stderr"
    )
    options = parser.parse_args()
    program = os.path.abspath(os.environ.get("TESTSKEW_PROGRAM") or ROOT / "build" / "release" / "testskew")
    if not os.access(program, os.X_OK):
        sys.exit("accuracy: %s is not there: run script/build, or set TESTSKEW_PROGRAM" % program)
    keep = os.path.abspath(options.keep) if options.keep else None
    said = sys.stderr if options.markdown else sys.stdout
    print(
        "%-34s %-38s %-38s %4s %6s  %-5s %s" % ("case", "expected", "found", "sess", "sec", "exact", "result"),
        file=said,
    )
    results = []
    pool = concurrent.futures.ThreadPoolExecutor(max(1, options.jobs))
    try:
        for future in concurrent.futures.as_completed(
            [pool.submit(measure, name, program, keep) for name in chosen(options.projects)]
        ):
            results.append(future.result())
            print(row(results[-1], options.verbose), flush=True, file=said)
    finally:
        pool.shutdown(cancel_futures=True)
    count = {
        status: sum(r.status == status for r in results) for status in ("right", "WRONG", "FALSE PROVEN", "skipped")
    }
    exact = [r for r in results if r.has_exact]
    if exact:
        print("exact: %d of %d" % (sum(not r.inexact for r in exact), len(exact)), file=said)
    if count["skipped"]:
        skipped = "; ".join("%s (%s)" % (r.name, r.details[0]) for r in results if r.status == "skipped")
        print("skipped: " + skipped, file=said)
    print("%d right, %d wrong, %d false proven" % (count["right"], count["WRONG"], count["FALSE PROVEN"]), file=said)
    if options.markdown:
        print(markdown(results, options.markdown))
    return 1 if count["WRONG"] or count["FALSE PROVEN"] else 0


if __name__ == "__main__":
    sys.exit(main())
