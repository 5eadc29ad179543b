"""The project, the cache and the counts of script/hostile, and how the program is started and looked at."""

import contextlib
import ctypes
import hashlib
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PR_SET_CHILD_SUBREAPER = 36
GONE = 6.0  # The time in which everything that a killed program has started ends.

PROFILE = '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n'
PROJECT = {
    "testskew.toml": PROFILE,
    "test_a.py": """
import subprocess, sys, time

def test_child():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    time.sleep(0.3)

def test_write():
    open("written", "w").write("x")
    open("kept", "w").write("changed")
""",
    "kept": "as it was\n",
}

# What no output may hold: control characters, C1 and what turns the direction of text among them.
RAW_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
COLUMNS = 420  # of a line of an error: 400, and what stands before it


class Result:
    """How one run of the program ended. The status is None if it did not end in time."""

    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def trouble(self, statuses):
        """What is wrong with it in any case: "" for nothing."""
        if self.status is None:
            return "it did not end"
        if self.status not in statuses or "internal error" in self.err:
            return f"its status was {self.status}: {self.err[-300:]!r}"
        for line in self.err.splitlines():
            if len(line) > COLUMNS:
                return f"a line of {len(line)} columns: {line[:80]!r}"
            if RAW_CONTROL.search(line):
                return f"a control character: {line[:200]!r}"
        return ""


class Bench:
    """The project, the cache and the counts."""

    def __init__(self, program, folder, seed):
        self.program, self.folder = program, folder
        self.random = random.Random(seed)
        self.project = self.make_project("project", PROJECT)
        self.failures, self.rows = [], []
        self.place = folder / "tmp"
        self.place.mkdir()

    def make_project(self, name, files):
        """A folder with these files."""
        folder = self.folder / name
        for file, content in files.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        return folder

    def environ(self, cache="cache", **changes):
        uv = os.environ.get("UV", str(ROOT / "build/uv/bin/uv"))
        usual = {
            "XDG_CACHE_HOME": str(self.folder / cache),
            "TMPDIR": str(self.place),
            "ASAN_OPTIONS": "detect_leaks=0",
        }
        if os.path.exists(uv):
            usual["UV"] = uv
        return {k: v for k, v in {**os.environ, **usual, **changes}.items() if v is not None}

    def start(self, *arguments, cache="cache", cwd=None, before=(), **changes):
        """Starts the program. `before` are the words of a command that starts it in turn."""

        def attentive():  # a background job of a shell ignores Ctrl-C, and its children inherit that
            os.setpgid(0, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)

        return subprocess.Popen(
            [*before, self.program, *arguments],
            cwd=cwd or self.project,
            env=self.environ(cache, **changes),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=attentive,
        )

    def run(self, *arguments, limit=300, **how):
        return self.finish(self.start(*arguments, **how), limit)

    def finish(self, process, limit=300):
        """Waits for the end of the program, and ends it after `limit` seconds."""
        try:
            out, err = (text.decode(errors="replace") for text in process.communicate(timeout=limit))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.left()
            return Result(None, "", "it did not end")
        return Result(process.returncode, out, err)

    def fail(self, what):
        self.failures.append(what)
        print("FAILED:", what, flush=True)

    def row(self, part, test, tried, failed, slowest=None):
        words = f"{test}, slowest {slowest:.2f} s" if slowest is not None else test
        self.rows.append({"part": part, "test": test, "tried": tried, "failed": failed, "slowest": slowest})
        print(f"{words}: {tried - failed} of {tried} survived", flush=True)

    def left(self):
        """Waits for what came from a dead program. Returns what had to be ended by force."""
        end = time.monotonic() + GONE
        while time.monotonic() < end and children():
            time.sleep(0.02)
        forced = children()
        for pid in forced:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        while children():
            time.sleep(0.02)
        return forced

    def tree(self, project=None):
        """The files of a project with their contents, without what testskew is asked to write."""
        text, project = "", project or self.project
        for path in sorted(project.rglob("*")):
            relative = path.relative_to(project)
            if relative.parts[0] != ".testskew" and path.suffix != ".jsonl":
                content = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
                text += f"{relative!r} {hashlib.sha256(content).hexdigest()}\n"
        return text


def become_reaper():
    """Whatever outlives its parent becomes a child of this process."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children():
    """The children of this process that live, after those that are dead were waited for."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return []
    found = []
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(folder.name))
        except OSError:
            pass
    return found


def table(rows):
    """The rows as a table of Markdown. Rows of one test, from several calls, are one."""
    summed = {}
    for row in rows:
        one = summed.setdefault((row["part"], row["test"]), {"tried": 0, "failed": 0, "slowest": None})
        one["tried"] += row["tried"]
        one["failed"] += row["failed"]
        if row["slowest"] is not None:
            one["slowest"] = max(row["slowest"], one["slowest"] or 0)
    lines = ["| part | test | tried | survived | failed |", "|---|---|---|---|---|"]
    for (part, test), one in summed.items():
        words = test if one["slowest"] is None else f"{test}, slowest {one['slowest']:.2f} s"
        lines.append(f"| {part} | {words} | {one['tried']} | {one['tried'] - one['failed']} | {one['failed']} |")
    tried, failed = (sum(one[key] for one in summed.values()) for key in ("tried", "failed"))
    return "\n".join([*lines, f"| | all | {tried} | {tried - failed} | {failed} |"])


def append_rows(path, rows):
    """Adds rows to a file, and returns all that it has: so many kills can be made in several calls."""
    with open(path, "a+") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
        file.seek(0)
        return [json.loads(line) for line in file]
