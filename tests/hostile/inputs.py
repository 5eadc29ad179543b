"""Damages every kind of file that the program reads, and looks how it answers: in time, with a line that says what is
wrong, and with a documented status."""

import json
import os
import pathlib
import shutil
import tempfile

from bench import ROOT

CORPUS = ROOT / "tests/fuzz/corpus"
ANY = (0, 1, 2, 3, 4)
LIMIT = 30  # seconds of one call

SIGNS = [b"null", b"[]", b"{}", b'"', b"\n", b"1e999", b"\\ud800", b"[" * 100, b"\x1b[31m", "\u202e".encode(), b"\x00",
         b"\xff", b"x" * 3000, b"${{", b"'", b": ", b"= ", b"-r /dev/zero\n", b"&a [*a]"]  # fmt: skip


def mutated(data, chance):
    """The bytes, damaged."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        deed = chance.randrange(7)
        if deed == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif deed == 1:
            del data[at : at + chance.randrange(200)]
        elif deed == 2 and data:
            data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(400)]
        elif deed == 3:
            data[at:at] = chance.choice(SIGNS)
        elif deed == 4:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = bytearray(b"\n".join(lines))
        elif deed == 5:
            data = with_odd_member(data, chance)
        elif deed == 6 and chance.randrange(3) == 0:
            data = data[: max(at, 1)]
    return bytes(data)


def with_odd_member(data, chance):
    """The lines with one member of one JSON object replaced."""
    lines = data.split(b"\n")
    i = chance.randrange(len(lines))
    try:
        record = json.loads(lines[i])
        record[chance.choice(list(record))] = chance.choice([None, [], {}, -1, "x", 1e300, True, [[[]]]])
        lines[i] = json.dumps(record).encode()
    except (ValueError, AttributeError, IndexError, TypeError):
        pass
    return bytearray(b"\n".join(lines))


# (the row, the folder of the corpus, the file that is written, the words of the call)
KINDS = [
    ("recordings", "recording", "damaged.jsonl", ["compare", "damaged.jsonl", "whole.jsonl", "-v"]),
    ("recordings", "recording", "damaged.jsonl", ["compare", "whole.jsonl", "damaged.jsonl", "--json", "-"]),
    ("recordings as locks", "recording", "damaged.jsonl", ["record", "jsonl"]),
    ("testskew.toml", "testskew_toml", "testskew.toml", ["profiles", "show", "ci"]),
    ("testskew.toml", "testskew_toml", "testskew.toml", ["profiles", "list"]),
    ("requirements files", "requirements", "requirements.txt", ["record", "requirements"]),
    ("pip freeze", "freeze", "freeze.txt", ["record", "freeze"]),
    ("uv.lock", "uv_lock", "uv.lock", ["record", "uv"]),
    ("pylock.toml", "pylock", "pylock.toml", ["record", "pylock"]),
    ("poetry.lock", "poetry_lock", "poetry.lock", ["record", "poetry"]),
    ("pdm.lock", "pdm_lock", "pdm.lock", ["record", "pdm"]),
    ("Pipfile.lock", "pipfile_lock", "Pipfile.lock", ["record", "pipfile"]),
    ("pyproject.toml", "pyproject", "pyproject.toml", ["record", "bare"]),
    ("tox.ini", "tox", "tox.ini", ["profiles", "show", "tox:py311-a"]),
    ("GitHub", "github", ".github/workflows/ci.yml", ["init", "--print"]),
    ("GitLab", "gitlab", ".gitlab-ci.yml", ["init", "--print"]),
    ("CircleCI", "circleci", ".circleci/config.yml", ["init", "--json", "-", "--print"]),
    ("Azure", "azure", "azure-pipelines.yml", ["init", "--print"]),
    ("Makefiles", "makefile", "Makefile", ["init", "--print"]),
    ("shell scripts", "shell", "test.sh", ["init", "--print"]),
    ("logs of CIs", "ci_log", "job.log", ["init", "--print", "--log", "job.log"]),
    ("JUnit files", "junit", "junit.xml", ["init", "--print", "--junit", "junit.xml"]),
]

PROFILES = "".join(
    f'[profile.{name}]\npython = "3.12"\n{line}\n'
    for name, line in [
        ("jsonl", 'lock = "damaged.jsonl"'),
        ("requirements", 'requirements = ["-r requirements.txt"]'),
        ("freeze", 'lock = "freeze.txt"'),
        ("uv", 'lock = "uv.lock"'),
        ("pylock", 'lock = "pylock.toml"'),
        ("poetry", 'lock = "poetry.lock"'),
        ("pdm", 'lock = "pdm.lock"'),
        ("pipfile", 'lock = "Pipfile.lock"'),
        ("bare", ""),
    ]
)

WORKFLOW = "on: push\njobs: {t: {runs-on: ubuntu-latest, steps: [{run: make test}, {run: bash test.sh}]}}\n"


def prepared(bench, name):
    """A project for one kind of input. Its uv only fails, as what is looked at is what was read before."""
    files = {"testskew.toml": PROFILES, "test_a.py": "def test_a(): pass\n", "pyproject.toml": "[project]\nname='x'\n"}
    if name in ("makefile", "shell", "ci_log", "junit"):
        files.update({".github/workflows/ci.yml": WORKFLOW, "Makefile": "test:\n\tpytest\n", "test.sh": "pytest\n"})
    project = bench.make_project(f"inputs-{name}", files)
    shutil.copy(CORPUS / "recording/session.jsonl", project / "whole.jsonl")
    uv = bench.folder / "failing-uv"
    uv.write_text("#!/bin/sh\necho 'error: no' >&2\nexit 2\n")
    uv.chmod(0o755)
    return project, str(uv)


def deceive(bench, number, kind, count):
    """Damages one kind of file `count` times. Returns how often the answer was wrong."""
    what, folder, file, words = kind
    project, uv = prepared(bench, f"{folder}-{number}")
    seeds = [path.read_bytes().split(b"\n-----\n") for path in sorted((CORPUS / folder).iterdir())]
    failed = 0
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(count):
        parts = bench.random.choice(seeds)
        data = mutated(parts[0], bench.random)
        path.write_bytes(data)
        if folder.endswith("lock") and len(parts) > 1:
            (project / "pyproject.toml").write_bytes(parts[1])
        result = bench.run(*words, cwd=project, limit=LIMIT, UV=uv)
        trouble = result.trouble(ANY)
        if trouble:
            failed += 1
            kept = pathlib.Path(tempfile.gettempdir()) / f"hostile-{os.getpid()}-{folder}-{failed}"
            kept.write_bytes(data)
            bench.fail(f"damaged {what} ({' '.join(words)}; {kept}): {trouble}")
    return failed


def run_inputs(bench, asked):
    each = max(asked.mutations // len(KINDS), 1)
    counts = {}
    for number, kind in enumerate(KINDS):
        tried, failed = counts.get(kind[0], (0, 0))
        counts[kind[0]] = (tried + each, failed + deceive(bench, number, kind, each))
    for what, (tried, failed) in counts.items():
        bench.row("inputs", f"damaged {what}", tried, failed)
