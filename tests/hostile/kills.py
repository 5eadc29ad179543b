"""Kills and interrupts the program at random points, alone and beside others."""

import contextlib
import os
import shutil
import signal
import time

PROMPT = 1.0  # An interrupted program ends within this many seconds, on a machine that has other work too.
COLD = 6.0  # A run without any cache ends within about this many seconds, if uv has its own cache.


class Way:
    """How a program is ended: the signal, to whom, how often, and with which cache."""

    def __init__(self, number, cold=False, group=False, twice=False):
        self.number, self.cold, self.group, self.twice = number, cold, group, twice

    def words(self):
        name = "kill -9" if self.number == signal.SIGKILL else self.number.name
        to = " of its process group" if self.group else ""
        return f"{name}{to}{' twice' if self.twice else ''}, {'cold' if self.cold else 'warm'} cache"

    def send(self, process):
        for _ in range(2 if self.twice else 1):
            with contextlib.suppress(ProcessLookupError):
                if self.group:
                    os.killpg(process.pid, self.number)
                else:
                    process.send_signal(self.number)
            if self.twice:
                time.sleep(0.01)


def usual_seconds(bench):
    bench.run("record", "p")
    begin = time.monotonic()
    bench.run("record", "p")
    return time.monotonic() - begin


def after_the_end(bench, way, process, seconds, before):
    """What is wrong after a program was ended."""
    problems = []
    if way.number != signal.SIGKILL:
        if seconds > PROMPT:
            problems.append(f"it took {seconds:.2f} s to end")
        if process.returncode not in (0, 3, 130, -way.number):
            problems.append(f"its status was {process.returncode}")
    if forced := bench.left():
        problems.append(f"{len(forced)} processes stayed")
    if bench.tree() != before:
        problems.append("files of the project changed")
    return problems


def end_at_random(bench, way, count):
    """Ends the program `count` times, at points between the start and the usual end."""
    cache = "cold" if way.cold else "cache"
    usual = COLD if way.cold else usual_seconds(bench)
    before, failed, slowest = bench.tree(), 0, 0.0
    for _ in range(count):
        if way.cold:
            shutil.rmtree(bench.folder / cache, ignore_errors=True)
        process = bench.start("record", "p", cache=cache)
        time.sleep(bench.random.uniform(0, usual))
        sent = time.monotonic()
        way.send(process)
        result = bench.finish(process, 20)
        seconds = time.monotonic() - sent
        slowest = max(slowest, seconds)
        problems = ["it did not end within 20 s"] if result.status is None else []
        problems += after_the_end(bench, way, process, seconds, before)
        for problem in problems:
            bench.fail(f"{way.words()}: {problem}")
        failed += bool(problems)
    failed += next_run_is_clean(bench, way.words(), cache)
    killed = way.number == signal.SIGKILL
    part = "kills" if killed else "interrupts"
    bench.row(part, way.words(), count, min(failed, count), None if killed else slowest)


def next_run_is_clean(bench, how, cache):
    """The run after it works, and leaves nothing of those before. Returns how much of that is not so."""
    failed = 0
    result = bench.run("record", "p", cache=cache)
    if result.status != 0:
        bench.fail(f"{how}: the next run ended with {result.status}: {result.err[-500:]}")
        failed += 1
    left = [path.name for path in bench.place.glob("testskew-*")]
    if left:
        bench.fail(f"{how}: left in TMPDIR after the next run: {left}")
        failed += 1
    return failed


def stop_and_continue(bench, count):
    """SIGSTOP, and SIGCONT a little later: it goes on and ends as ever."""
    usual, failed = usual_seconds(bench), 0
    for _ in range(count):
        process = bench.start("record", "p")
        time.sleep(bench.random.uniform(0, usual))
        for number in (signal.SIGSTOP, signal.SIGCONT):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            time.sleep(0.2)
        result = bench.finish(process, 60)
        if result.status != 0 or bench.left():
            bench.fail(f"SIGSTOP and SIGCONT: {result.status}, {result.err[-300:]}")
            failed += 1
    bench.row("interrupts", "SIGSTOP and SIGCONT of its process group", count, failed)


def one_of_several(bench, count):
    """Three programs at once, of which one is killed; the others must not notice it."""
    failed = 0
    for _ in range(count):
        processes = [bench.start("record", "p", "-o", f"{i}.jsonl") for i in range(3)]
        time.sleep(bench.random.uniform(0, 1.0))
        processes[0].kill()
        ends = [bench.finish(process, 120).status for process in processes]
        if ends[1:] != [0, 0] or bench.left():
            bench.fail(f"three at once, one killed: the statuses were {ends}")
            failed += 1
    bench.row("concurrency", "three at once, one of them killed", count, failed)


def run_kills(bench, asked):
    """Three quarters of the program alone, a fifth of its process group, and one in twenty without a cache."""
    cold, group = max(asked.kills // 20, 1), max(asked.kills // 5, 1)
    end_at_random(bench, Way(signal.SIGKILL), max(asked.kills - cold - group, 1))
    end_at_random(bench, Way(signal.SIGKILL, group=True), group)
    end_at_random(bench, Way(signal.SIGKILL, cold=True), cold)


def run_interrupts(bench, asked):
    each = max(asked.interrupts // 5, 1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        end_at_random(bench, Way(number), each)
    end_at_random(bench, Way(signal.SIGINT, group=True), each)
    end_at_random(bench, Way(signal.SIGINT, twice=True), each)
    end_at_random(bench, Way(signal.SIGINT, cold=True), max(each // 2, 1))
    stop_and_continue(bench, each)
