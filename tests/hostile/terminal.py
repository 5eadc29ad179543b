"""Tests, names and settings that hold control characters: no output sends one to the terminal."""

import json
import os
import pty
import re
import subprocess

from bench import RAW_CONTROL

EVIL = "\x1b[31mred\x1b]0;title\x07\x9b1m\u202edlrow\u2066\r\x08"

TESTS = f"""
import sys, warnings, pytest

EVIL = {EVIL!r}

def test_message():
    print(EVIL); print(EVIL, file=sys.stderr); warnings.warn(EVIL)
    if sys.version_info < (3, 12):
        raise ValueError(EVIL)

@pytest.mark.parametrize("x", [EVIL], ids=[EVIL])
def test_name(x):
    assert sys.version_info >= (3, 12), x

def test_skipped():
    pytest.skip(EVIL)

class TestEvil:
    test_attribute = pytest.mark.xfail(reason=EVIL)(lambda self: 1 / 0)
"""

SETTINGS = """
[profile.bad]
python = "3.11"
requirements = ["pytest"]
environ = { EVIL = "\\u001b[31m\\u202e" }
description = "\\u001b[31m\\u009b\\u202e"
[profile.good]
python = "3.12"
requirements = ["pytest"]
"""

# What is called, each in a terminal and into a pipe. `run` comes first: the others tell of it.
CALLS = [
    (["run", "--bad", "bad", "--good", "good"], (1, 3)),
    (["run", "--bad", "bad", "--good", "good", "-v", "--no-attribute"], (1, 3)),
    (["report"], (0, 1, 3)),
    (["report", "-v"], (0, 1, 3)),
    (["report", "--format", "markdown"], (0, 1, 3)),
    (["report", "--format", "html"], (0, 1, 3)),
    (["report", "--format", "json"], (0, 1, 3)),
    (["report", "--format", "junit"], (0, 1, 3)),
    (["report", "--format", "sarif"], (0, 1, 3)),
    (["report", "--json", "-"], (0, 1, 3)),
    (["rerun", "1", "--print"], (0, 1, 3)),
    (["record", "bad"], (0, 3)),
    (["compare", "bad.jsonl", "good.jsonl"], (0, 1, 3)),
    (["profiles", "list"], (0,)),
    (["profiles", "show", "bad"], (0,)),
    (["environments", "list"], (0,)),
    (["doctor"], (0, 4)),
    (["verify"], (0, 1, 2, 3)),
    (["repro", "1", "--print"], (0, 1, 2, 3)),
]


def without_colours(text):
    """The text without what the program itself sends: colours, and how it moves in its own status lines."""
    for sign in ("\r\n", "\x1b[?25l", "\x1b[?25h", "\x1b[2K", "\x1b[K", "\x1b[J"):
        text = text.replace(sign, "\n")
    return re.sub(r"\x1b\[[0-9;]*[mAGF]|\r", "", text)


def seen_in_terminal(bench, words, project):
    """What a terminal gets, and the status."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [bench.program, *words],
        cwd=project,
        env=bench.environ(TERM="xterm", NO_COLOR=None),
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    text = b""
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:
            break
        if not piece:
            break
        text += piece
    os.close(leader)
    return process.wait(), without_colours(text.decode(errors="replace"))


def run_terminal(bench, asked):
    project = bench.make_project("evil\u202e\x1b\x9b", {"testskew.toml": SETTINGS, "test_evil.py": TESTS})
    bench.run("record", "good", cwd=project)
    failed = 0
    for words, statuses in CALLS:
        result = bench.run(*words, cwd=project)
        status, text = seen_in_terminal(bench, words, project)
        problems = [trouble] if (trouble := result.trouble(statuses)) else []
        if status not in statuses:
            problems.append(f"its status in a terminal was {status}: {text[-200:]!r}")
        for where, out in (("the terminal", text), ("a pipe", result.out), ("the errors", result.err)):
            if found := RAW_CONTROL.search(out.replace("\r\n", "\n")):
                around = out[max(found.start() - 60, 0) : found.end() + 20]
                problems.append(f"a control character reaches {where}: {around!r}")
        if "--json" in words or "json" in words:
            json.loads(result.out)
        for problem in problems:
            bench.fail(f"{' '.join(words)}: {problem}")
        failed += bool(problems)
    bench.row("terminal", "control characters in names, messages, output and settings", len(CALLS), failed)
