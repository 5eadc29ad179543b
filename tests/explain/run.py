#!/usr/bin/env python3
"""Compares what testskew says of each snippet of snippets.py with what is true.

Each snippet runs on the Python on which it fails.

usage: tests/explain/run.py [--all] [--environments FOLDER] [--only WORD]
CHECK=build/release/testskew_explain_check

All snippets of one interpreter run together in one pytest session with the probe. Without --all only interpreters 3.8,
3.11 and 3.12 are used. Interpreters that are not found are skipped, with a line. Ends with
`N passed, N failed, N skipped`. Standard library only."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [os.path.join(ROOT, "tests", "probe"), os.path.join(ROOT, "tests", "support"), HERE]
import cases  # noqa: E402
import pythons  # noqa: E402
import snippets  # noqa: E402

OPTIONAL = ("os.PIDFD_NONBLOCK", "sqlite3.Connection.load_extension")
QUICK = ("3.8", "3.11", "3.12")


def source(code):
    if code.startswith("module:"):
        return code[7:] + "\n"
    return "def test(tmp_path):\n" + "".join(["    %s\n" % line for line in code.split("\n")])


def environment(folder, version):
    """An environment with pytest; None if it cannot be made."""
    python = pythons.find_python(version)
    if pythons.lacking(version, python):
        return None
    wanted = ["pytest<9.1" if version == "3.8" else "pytest"]
    place = pythons.make_environment(folder, "explain-" + version, python, wanted)
    return cases.Environment("%s-explain" % version, place)


def session(environment, chosen):
    """{id: (outcome, chain)} of one session; collection errors count as failures."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="snippets"))
    try:
        for name, _, _, code, _ in chosen:
            with open("%s/test_%s.py" % (folder, name), "w") as file:
                file.write(source(code))
        with open(folder + "/pytest.ini", "w") as file:
            file.write("[pytest]\nfilterwarnings = ignore\n")
        result = environment.probed(folder, "-q", "--continue-on-collection-errors")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = {}
    for line in result.main("collect") + result.main("phase"):
        name = line["id"].partition(".py")[0].replace("test_", "", 1)
        if line.get("outcome") == "failed" or name not in found:
            found[name] = (line["outcome"], line.get("chain", []))
    return found


def numbers(version):
    return tuple(int(part) for part in version.split("."))


def is_there(versions, running):
    """Whether a version has something, by a line of backports.txt: "y" or "n"."""
    patches, every = [numbers(version) for version in versions[:-1]], numbers(versions[-1])
    return (
        "y" if running[:2] >= every or any(patch[:2] == running[:2] and running >= patch for patch in patches) else "n"
    )


def base(python):
    """The interpreter with which a virtual environment was made."""
    return os.path.realpath(python)


def check_backports(environments, count):
    """Compares data/atlas/backports.txt with the interpreters at hand.

    What a build or a platform may lack does not count as a difference."""
    path = os.path.join(ROOT, "data", "atlas", "backports.txt")
    with open(path) as file:
        lines = [line.split() for line in file if line.strip() and not line.startswith("#")]
    for place in [place for place in environments.values() if place]:
        told = (
            subprocess.run([place.python, os.path.join(HERE, "patches.py"), path], stdout=subprocess.PIPE, check=True)
            .stdout.decode()
            .split()
        )
        for words, has in zip(lines, told[1:]):
            wanted = is_there([word for word in words if word[0].isdigit()], numbers(told[0]))
            patched = (
                has == "y" and wanted == "n" and base(place.python).startswith("/usr/")
            )  # a distributor may have added a security fix to an older release
            if has == "?" or patched or (has == "n" and words[0] in OPTIONAL):
                count["skipped"] += 1
                continue
            count["passed" if has == wanted else "failed"] += 1
            if has != wanted:
                print("backports.txt: FAILED, Python %s, %s: %s, not %s" % (told[0], " ".join(words), has, wanted))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument(
        "--environments",
        default=pythons.cache_folder("testskew-probe-tests"),
    )
    options = parser.parse_args()
    check = os.environ.get("CHECK") or os.path.join(ROOT, "build", "release", "testskew_explain_check")
    every = [each for each in snippets.CHANGES + snippets.TWINS if options.only in each[0]]
    count = {"passed": 0, "failed": 0, "skipped": 0}
    versions = sorted({side for each in every for side in (each[1], each[2])}, key=lambda text: int(text[2:]))
    environments = {}
    for version in versions:
        if options.all or version in QUICK:
            environments[version] = environment(os.path.abspath(options.environments), version)
            if environments[version] is None:
                print("Python %s: skipped, not found" % version)
    chosen = [each for each in every if environments.get(each[1]) and (environments.get(each[2]) or not options.all)]
    count["skipped"] = len([each for each in every if options.all and each not in chosen])
    failures, passes = {}, {}
    for version, place in environments.items():
        if place is None:
            continue
        failing = [each for each in chosen if each[1] == version]
        passing = [each for each in chosen if each[2] == version and each[4]]
        for name, outcome in (session(place, failing) if failing else {}).items():
            failures[name] = outcome
        for name, outcome in (session(place, passing) if passing else {}).items():
            passes[name] = outcome
    asked = [
        {"id": each[0], "bad": each[1], "good": each[2], "chain": failures.get(each[0], ("", []))[1]} for each in chosen
    ]
    done = subprocess.run(
        [check], input="".join([json.dumps(each) + "\n" for each in asked]).encode(), stdout=subprocess.PIPE, check=True
    )
    said = {line["id"]: line["api"] for line in map(json.loads, done.stdout.decode().splitlines())}
    for name, bad, good, _code, expected in chosen:
        api, trouble = said[name], []
        if failures.get(name, ("none",))[0] != "failed":
            trouble.append("does not fail on %s" % bad)
        elif expected and environments.get(good) and passes.get(name, ("none",))[0] != "passed":
            trouble.append("does not pass on %s: %s" % (good, passes.get(name)))
        elif expected:
            rights = [
                each
                for each in api
                if each["name"] == expected[0]
                and each["what"].startswith(expected[1])
                and (each["since"], each["until"]) == expected[2:]
            ]
            if len(rights) != 1 or len(api) != 1:
                trouble.append("expected %s, said %s" % (expected, api))
        elif api:
            trouble.append("nothing is to be said: %s" % api)
        if trouble:
            chain = failures.get(name, ("", []))[1]
            print(
                "%s: FAILED, %s\n    %s"
                % (
                    name,
                    "; ".join(trouble),
                    [(each["type"], each["message"][:150], each.get("subject")) for each in chain][:2],
                )
            )
        elif options.verbose:
            print(name, api)
        count["failed" if trouble else "passed"] += 1
    if not options.only:
        check_backports(environments, count)
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % count)
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
