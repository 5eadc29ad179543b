#!/usr/bin/env python3
"""Tests the curated notes of data/notes:  tests/notes/run.py [--every] [--packages] [--show WORD] [--only WORD]
[--environments FOLDER]

Checks the form of every file. Then it runs each note's snippet on two interpreters of this machine, the one directly
before the note's `since` and the oldest one at or above it. It compares the results with `before` and `after`, and
checks that the note recognizes what its snippet shows. --every uses all interpreters of this machine. --packages runs
the notes on packages instead, in small environments that uv (on PATH, or $UV) makes. --show prints what the chosen
snippets do on all interpreters and tests nothing. The last line is `N passed, N failed, N skipped`. Uses only the
standard library."""

import argparse
import concurrent.futures
import glob
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import pythons  # noqa: E402

SUPPORTED = pythons.SUPPORTED
TEXTS = ("id", "subject", "kind", "package", "since", "what", "instead", "source", "snippet", "before", "after")
LISTS = ("types", "message", "code")


def load_toml(path):
    try:
        import tomllib
    except ImportError:  # this interpreter is older than 3.11, so a newer one does all of the work
        for version in reversed(SUPPORTED):
            python = pythons.find_python(version) if number(version) >= (3, 11) else None
            if python:
                os.execv(python, [python] + sys.argv)
        sys.exit("needs an interpreter of 3.11 or later, for tomllib")
    with open(path, "rb") as stream:
        return tomllib.load(stream)


def number(version):
    return tuple(int(part) for part in re.findall(r"\d+", version))


def load_notes():
    """(notes, complaints): each note with its file's name under "file"."""
    notes, complaints = [], []
    for path in sorted(glob.glob(os.path.join(ROOT, "data", "notes", "*.toml"))):
        for note in load_toml(path).get("note", []):
            note["file"] = os.path.basename(path)
            notes.append(note)
    seen, ends = set(), {(note.get("subject"), note.get("until")) for note in notes}
    for note in notes:
        note["changed_back"] = (note.get("subject"), note.get("since")) in ends
        for complaint in complaints_of_form(note):
            complaints.append("%s: %s: %s" % (note["file"], note.get("id", "?"), complaint))
        if note.get("id") in seen:
            complaints.append("%s: %s: the id is used twice" % (note["file"], note["id"]))
        seen.add(note.get("id"))
    return notes, complaints


def complaints_of_form(note):
    known = set(TEXTS) | set(LISTS) | {"until", "file", "changed_back"}
    for key in sorted(set(note) - known):
        yield "unknown key " + key
    for key in TEXTS:
        if not isinstance(note.get(key), str):
            yield "no text " + key
            return
    for key in LISTS:
        least = {"types": 3, "message": 3, "code": 2}[key]
        if not isinstance(note.get(key), list) or not all(
            isinstance(item, str) and len(item.strip()) >= least for item in note[key]
        ):
            yield "%s is no list of texts of %d characters or more" % (key, least)
            return
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", note["id"]):
        yield "the id is not kebab-case"
    for key in ("subject", "what", "instead", "source", "snippet"):
        if not note[key].strip():
            yield key + " is empty"
    for key, most in (("what", 140), ("instead", 200), ("source", 160), ("subject", 80)):
        if len(note[key]) > most or "\n" in note[key].strip():
            yield "%s is longer than %d characters or one line" % (key, most)
    if note["what"].endswith(".") or note["what"][:1] in "\"'":
        yield "what is one clause: no full stop, no quotes about it"
    if not note["message"] and not note["code"]:
        yield "neither message nor code: it would match anything"
    if note["before"] == note["after"]:
        yield "before and after are the same"
    if note["code"] and not any(code in line for code in note["code"] for line in note["snippet"].split("\n")):
        yield "no line of the snippet has one of its code"
    if not re.fullmatch(r"\d+(\.\d+)*", note["since"]) or not re.fullmatch(r"\d+(\.\d+)*", note.get("until", "1")):
        yield "since and until are versions"
    if note["kind"] == "python":
        if note["package"]:
            yield "a note on Python names no package"
        if not note["file"].startswith("python-%s." % note["since"]):
            yield "is in the wrong file for its since"
    elif note["kind"] != "package":
        yield "kind is python or package"
    elif not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", note["package"]):
        yield "package is no normalized name of a distribution"
    elif not note["file"].startswith("packages-"):
        yield "a note on a package is in a file packages-*.toml"


def compare(note, side, result):
    """Complaints about one result on one side of a note: "before", "after", or "long before", which only has to differ
    from "after"."""
    if side == "long before":
        if result["text"] == note["after"].strip() and not note["changed_back"]:
            yield "it was like that already"
        return
    expected = note[side].strip()
    if not (result["text"].startswith(expected) and expected if result["raised"] else result["text"] == expected):
        yield "%s is not what it says:\n      says %s\n      does %s" % (side, expected, result["text"])
    elif result["raised"] and note["types"] and not set(note["types"]) & set(result["bases"]):
        yield "types does not name %s, which %s shows" % (result["type"], side)


def recognized(note, results):
    """Whether one of the sides shows the note's message. `results` is {side: result}."""
    return not note["message"] or any(
        text in (result["message"] if result["raised"] else result["text"])
        for result in results
        for text in note["message"]
    )


def run_snippets(python, notes):
    """{id: result} of the snippets on one interpreter, in one process that forks for each of them."""
    environ = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    environ.update(LC_ALL="C.UTF-8", COLUMNS="80", NO_COLOR="1", PYTHONHASHSEED="0", PYTHONWARNINGS="ignore")
    work = json.dumps([[note["id"], note["snippet"]] for note in notes])
    alone = (
        [] if os.path.exists(os.path.join(os.path.dirname(python), "..", "pyvenv.cfg")) else ["-S"]
    )  # -S hides what is installed for this interpreter
    done = subprocess.run(
        [python] + alone + [os.path.join(HERE, "driver.py")],
        input=work,
        capture_output=True,
        text=True,
        env=environ,
    )
    results = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if len(results) != len(notes):
        sys.exit("%s: the driver ended early:\n%s" % (python, done.stderr))
    return {result["id"]: result for result in results}


def run_everywhere(work):
    """{place: {id: result}} for work = {place: (python, notes)}. Two places run at a time."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = {place: pool.submit(run_snippets, python, notes) for place, (python, notes) in work.items() if notes}
        return {place: job.result() for place, job in running.items()}


def sides_of(note, versions, every):
    """The interpreters that show a note: [(version, "before" or "after")]; None if the version directly before it, or
    each from it on, is missing."""
    until, since = number(note.get("until", "99")), number(note["since"])
    below = [version for version in versions if number(version) < since]
    if below and number(below[-1]) != (since[0], since[1] - 1):
        return None  # what an older one does may be something else again
    above = [version for version in versions if since <= number(version) < until]
    if not below or not above:
        return None
    older = [(version, "long before") for version in below[:-1]] if every else []
    return older + [(below[-1], "before")] + [(version, "after") for version in (above if every else above[:1])]


def report(notes, sides, results, count):
    for note in notes:
        if note["id"] not in sides:
            continue
        seen = [(side, place, results[place][note["id"]]) for place, side in sides[note["id"]]]
        complaints = ["%s: %s" % (place, text) for side, place, result in seen for text in compare(note, side, result)]
        if not recognized(note, [result for _, _, result in seen]):
            complaints.append("no side shows its message %r" % note["message"])
        count["failed" if complaints else "passed"] += 1
        for complaint in complaints:
            print("%s: %s: FAILED: %s" % (note["file"], note["id"], complaint))


def test_python_notes(notes, every, count):
    interpreters = pythons.find_all()
    versions = list(interpreters)
    sides = {}
    for note in notes:
        chosen = sides_of(note, versions, every)
        if chosen is None:
            count["skipped"] += 1
            print("%s: skipped, no interpreters directly before and from %s on" % (note["id"], note["since"]))
        else:
            sides[note["id"]] = chosen
    work = {
        version: (interpreters[version], [note for note in notes if version in dict(sides.get(note["id"], []))])
        for version in versions
    }
    report(notes, sides, run_everywhere(work), count)


def load_environments():
    """{(package, since): {"python", "before", "after"}}: what has to be installed to show the note on a package."""
    return {
        (entry["package"], entry["since"]): entry
        for entry in load_toml(os.path.join(HERE, "environments.toml"))["environment"]
    }


def package_places(notes, folder, count):
    """Makes the environments. Returns ({place: (python, notes)}, {id: sides}), and prints what it skips."""
    known, work, sides = load_environments(), {}, {}
    for key in sorted({(note["package"], note["since"]) for note in notes}):
        mine = [note for note in notes if (note["package"], note["since"]) == key]
        entry = known.get(key)
        if entry is None:
            count["failed"] += len(mine)
            print("%s %s: FAILED: not in environments.toml" % key)
            continue
        python = pythons.find_python(entry["python"])
        lacking = pythons.lacking(entry["python"], python)
        if lacking:
            count["skipped"] += len(mine)
            print("%s %s: skipped, no %s" % (*key, lacking))
            continue
        for side in ("before", "after"):
            work["%s-%s-%s" % (key + (side,))] = (python, mine, entry[side])
        sides.update(
            {note["id"]: [("%s-%s-%s" % (key + (side,)), side) for side in ("before", "after")] for note in mine}
        )
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        making = {
            place: pool.submit(pythons.make_environment, folder, place, python, wanted, compiled=False)
            for place, (python, _, wanted) in work.items()
        }
        work = {place: (making[place].result() + "/bin/python", mine) for place, (_, mine, _) in work.items()}
    return work, sides


def test_package_notes(notes, folder, count):
    work, sides = package_places(notes, folder, count)
    report(notes, sides, run_everywhere(work), count)


def show(notes, folder):
    python_notes = [note for note in notes if note["kind"] == "python"]
    interpreters = pythons.find_all() if python_notes else {}
    work = {version: (python, python_notes) for version, python in interpreters.items()}
    work.update(
        package_places([note for note in notes if note["kind"] == "package"], folder, {"failed": 0, "skipped": 0})[0]
    )
    results = run_everywhere(work)
    for note in notes:
        print("%s (since %s)" % (note["id"], note["since"]))
        for place in work:
            if note["id"] in results.get(place, {}):
                print("  %-6s %s" % (place, results[place][note["id"]]["text"].replace("\n", "\n         ")))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="the notes whose id or file contains this")
    parser.add_argument(
        "--show",
        metavar="WORD",
        help="print what the snippets of the notes whose id or file contains this do, on every interpreter",
    )
    parser.add_argument(
        "--every",
        action="store_true",
        help="every interpreter at hand on both sides, not only the two next to the change",
    )
    parser.add_argument("--packages", action="store_true", help="the notes on packages, in environments made with uv")
    parser.add_argument(
        "--environments",
        default=pythons.cache_folder("testskew-note-tests"),
    )
    options = parser.parse_args()
    notes, complaints = load_notes()
    word = options.only if options.show is None else options.show
    chosen = [note for note in notes if word in note.get("id", "") or word in note["file"]]
    if options.show is not None:
        return show(chosen, options.environments)
    count = {"passed": 0, "failed": len(complaints), "skipped": 0}
    for complaint in complaints:
        print("FAILED: " + complaint)
    if not complaints:
        kind = "package" if options.packages else "python"
        mine = [note for note in chosen if note["kind"] == kind]
        test_package_notes(mine, options.environments, count) if options.packages else test_python_notes(
            mine, options.every, count
        )
        if not options.packages:
            others = [note for note in chosen if note["kind"] == "package"]
            count["passed"] += len(others)
            print("%d notes on packages: form only (--packages runs them)" % len(others)) if others else None
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % count)
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
