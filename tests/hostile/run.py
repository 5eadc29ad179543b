"""Kills, interrupts and deceives the program at random points that a seed chooses, and looks what is left.

Everything happens in a temporary folder with a cache of its own. This process is the subreaper of all that it starts:
whatever outlives its parent becomes its child, and is counted and ended. Nothing else is ever ended.

usage: script/hostile [--seed N] [--kills N] [--interrupts N] [--mutations N] [--program FILE]
"""

import argparse
import ctypes
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PR_SET_CHILD_SUBREAPER = 36
PROMPT = 1.0  # An interrupted program ends within this many seconds, on a machine that has other work too.
GONE = 6.0  # The time in which everything that a killed program has started ends.

PROJECT = {
    "testskew.toml": '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n',
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


class Bench:
    """The project, the cache and the counts."""

    def __init__(self, program, folder, seed):
        self.program, self.folder = program, folder
        self.random = random.Random(seed)
        self.project = folder / "project"
        self.project.mkdir()
        for name, content in PROJECT.items():
            (self.project / name).write_text(content)
        self.failures, self.rows = [], []
        self.place = folder / "tmp"
        self.place.mkdir()

    def environ(self, cache):
        uv = os.environ.get("UV", str(ROOT / "build/uv/bin/uv"))
        changes = {
            "XDG_CACHE_HOME": str(self.folder / cache),
            "TMPDIR": str(self.place),
            "ASAN_OPTIONS": "detect_leaks=0",
        }
        if os.path.exists(uv):
            changes["UV"] = uv
        return {**os.environ, **changes}

    def start(self, *arguments, cache="cache"):
        return subprocess.Popen(
            [self.program, *arguments],
            cwd=self.project,
            env=self.environ(cache),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def run(self, *arguments, cache="cache", limit=300):
        process = self.start(*arguments, cache=cache)
        try:
            out, err = process.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.left()
            return None, "", "it did not end"
        return process.returncode, out, err

    def fail(self, what):
        self.failures.append(what)
        print("FAILED:", what)

    def row(self, test, tried, failed):
        self.rows.append((test, tried, tried - failed, failed))

    def left(self):
        """Waits for what came from a dead program. Returns what had to be ended by force."""
        end = time.monotonic() + GONE
        while time.monotonic() < end and children():
            time.sleep(0.02)
        forced = children()
        for pid in forced:
            os.kill(pid, signal.SIGKILL)
        while children():
            time.sleep(0.02)
        return forced

    def tree(self):
        text = ""
        for path in sorted(self.project.rglob("*")):
            relative = path.relative_to(self.project)
            if relative.parts[0] != ".testskew" and path.is_file() and path.suffix != ".jsonl":
                text += f"{relative} {hashlib.sha256(path.read_bytes()).hexdigest()}\n"
        return text


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


def kill_at_random(bench, number, count, cold, how):
    """Sends a signal `count` times, at points between the start and the usual end."""
    usual, failed, slowest = 1.0, 0, 0.0
    cache = "cold" if cold else "cache"
    if not cold:
        begin = time.monotonic()
        bench.run("record", "p")
        begin = time.monotonic()
        bench.run("record", "p")
        usual = time.monotonic() - begin
    else:
        usual = 6.0
    before = bench.tree()
    for _ in range(count):
        if cold:
            shutil.rmtree(bench.folder / cache, ignore_errors=True)
        process = bench.start("record", "p", cache=cache)
        time.sleep(bench.random.uniform(0, usual))
        sent = time.monotonic()
        process.send_signal(number)
        try:
            process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            bench.fail(f"{how}: it did not end within 20 s")
            process.kill()
            process.communicate()
        seconds = time.monotonic() - sent
        slowest = max(slowest, seconds)
        problems = []
        if number != signal.SIGKILL and seconds > PROMPT:
            problems.append(f"it took {seconds:.2f} s to end")
        if number != signal.SIGKILL and process.returncode not in (0, 3, 130, -number):
            problems.append(f"its status was {process.returncode}")
        if forced := bench.left():
            problems.append(f"{len(forced)} processes stayed")
        if bench.tree() != before:
            problems.append("files of the project changed")
        for problem in problems:
            bench.fail(f"{how}: {problem}")
        failed += bool(problems)
    status, _, err = bench.run("record", "p", cache=cache)
    if status != 0:
        bench.fail(f"{how}: the next run ended with {status}: {err[-500:]}")
        failed += 1
    left = [path.name for path in bench.place.glob("testskew-*")]
    if left:
        bench.fail(f"{how}: left in TMPDIR after the next run: {left}")
        failed += 1
    bench.row(f"{how}{f', slowest {slowest:.2f} s' if number != signal.SIGKILL else ''}", count, min(failed, count))


def several_at_once(bench, count):
    """Three programs at once, of which one is killed; the others must not notice it."""
    failed = 0
    for _ in range(count):
        processes = [bench.start("record", "p", "-o", f"{i}.jsonl") for i in range(3)]
        time.sleep(bench.random.uniform(0, 1.0))
        processes[0].kill()
        ends = [process.communicate(timeout=120) and process.returncode for process in processes]
        if ends[1:] != [0, 0] or bench.left():
            bench.fail(f"three at once, one killed: the statuses were {ends}")
            failed += 1
    bench.row("three at once, one killed", count, failed)


def mutated(data, chance):
    """The bytes of a recording, damaged."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        deed = chance.randrange(7)
        if deed == 0:
            data[at] = chance.randrange(256)
        elif deed == 1:
            del data[at : at + chance.randrange(200)]
        elif deed == 2:
            data[at:at] = data[chance.randrange(len(data)) :][: chance.randrange(400)]
        elif deed == 3:
            data[at:at] = chance.choice([b"null", b"[]", b"{}", b'"', b"\n", b"1e999", b"\\ud800", b"[" * 100])
        elif deed == 4:
            lines = data.split(b"\n")
            chance.shuffle(lines)
            data = bytearray(b"\n".join(lines))
        elif deed == 5:
            lines = data.split(b"\n")
            i = chance.randrange(len(lines))
            try:
                record = json.loads(lines[i])
                record[chance.choice(list(record))] = chance.choice([None, [], {}, -1, "x", 1e300, True, [[[]]]])
                lines[i] = json.dumps(record).encode()
            except (ValueError, AttributeError, IndexError):
                pass
            data = bytearray(b"\n".join(lines))
        else:
            data = data[: max(at, 1)]
    return bytes(data)


def deceive(bench, count):
    """Compares damaged recordings."""
    whole, damaged = bench.project / "whole.jsonl", bench.project / "damaged.jsonl"
    bench.run("record", "p", "-o", str(whole))
    data, failed = whole.read_bytes(), 0
    for _ in range(count):
        damaged.write_bytes(mutated(data, bench.random))
        pair = bench.random.choice([(whole, damaged), (damaged, whole), (damaged, damaged)])
        status, _, err = bench.run("compare", *map(str, pair), "-v", limit=60)
        if status not in (0, 1, 2, 3, 4) or "internal error" in err:
            failed += 1
            kept = pathlib.Path(tempfile.gettempdir()) / f"damaged-{failed}.jsonl"
            shutil.copy(damaged, kept)
            bench.fail(f"compare of a damaged recording ended with {status} ({kept}): {err[-300:]}")
    bench.row("compare, damaged recordings", count, failed)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--interrupts", type=int, default=30)
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--program", default=os.environ.get("TESTSKEW_PROGRAM", str(ROOT / "build/release/testskew")))
    asked = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    print(f"seed {asked.seed}")
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        bench = Bench(asked.program, pathlib.Path(folder), asked.seed)
        cold = asked.kills // 6
        kill_at_random(bench, signal.SIGKILL, asked.kills - cold, False, "kill -9, warm cache")
        kill_at_random(bench, signal.SIGKILL, cold, True, "kill -9, cold cache")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            kill_at_random(bench, number, asked.interrupts // 3, False, f"{number.name}, warm cache")
        several_at_once(bench, max(asked.kills // 12, 1))
        deceive(bench, asked.mutations)
        print("| test | tried | survived | failed |\n|---|---|---|---|")
        for row in bench.rows:
            print("| {} | {} | {} | {} |".format(*row))
    return 1 if bench.failures else 0


if __name__ == "__main__":
    sys.exit(main())
