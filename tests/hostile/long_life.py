"""Runs the program many times in a row on a project that changes between the runs, with a cache limit, and looks
whether anything grows: disk, inodes, leftover processes, mounts, temporary files, open descriptors, memory. Also
measures what a cache of ten thousand environments costs.

Everything happens in a temporary folder with a cache of its own. Whatever outlives the program is counted and ended.

usage: tests/hostile/long_life.py [--runs N] [--environments N] [--minutes N] [--limit SIZE] [--program FILE]
"""

import argparse
import ctypes
import hashlib
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/support"))

from many_environments import fill  # noqa: E402

PR_SET_CHILD_SUBREAPER = 36
ALLOWED = 1.15  # The last fifth of the runs may use this much more than the fifth after the first.
SLACK = 2_000_000  # Sizes below this many bytes are no growth.
PROFILES = """
[profile.old]
python = "3.11"
requirements = ["pytest", "-e ."]
[profile.new]
python = "3.12"
requirements = ["pytest", "-e ."]
[profile.plain]
python = "3.12"
requirements = ["pytest"]
"""


def size_of(folder):
    """The bytes and the inodes below a folder."""
    size = inodes = 0
    seen = set()
    for path, folders, files in os.walk(folder):
        for name in folders + files:
            status = os.lstat(os.path.join(path, name))
            if status.st_ino not in seen:
                seen.add(status.st_ino)
                size, inodes = size + status.st_blocks * 512, inodes + 1
    return size, inodes


def mounts():
    return sum(1 for _ in open("/proc/self/mountinfo"))


def left_over():
    """Ends and counts the processes that the program has left to us."""
    count = 0
    for number in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
        try:
            stat = pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(stat[1]) == os.getpid():
            count += stat[0] != "Z"
            try:
                os.kill(number, signal.SIGKILL)
                os.waitpid(number, 0)
            except OSError:
                pass
    return count


class Life:
    """The project and its runs."""

    def __init__(self, program, folder, limit):
        self.program, self.limit = program, limit
        self.project, self.cache, self.place = folder / "project", folder / "cache", folder / "tmp"
        for path in (self.project, self.cache, self.place):
            path.mkdir()
        uv = os.environ.get("UV", str(ROOT / "build/uv/bin/uv"))
        self.environ = {
            **os.environ,
            "XDG_CACHE_HOME": str(self.cache),
            "TMPDIR": str(self.place),
            "UV": uv if pathlib.Path(uv).exists() else shutil.which("uv") or "uv",
        }
        (self.project / "testskew.toml").write_text(PROFILES)
        self.change(0)

    def change(self, number):
        """A new state of the project: another version and another requirement now and then, other files always."""
        extra = '"iniconfig"' if number % 7 == 3 else ""
        (self.project / "pyproject.toml").write_text(
            f'[project]\nname = "long-life"\nversion = "0.{number // 10}"\ndependencies = [{extra}]\n'
            '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
            '[tool.setuptools]\npy-modules = ["life"]\n'
        )
        (self.project / "conftest.py").write_text("import sys\n\nsys.path.insert(0, '.')\n")
        (self.project / "life.py").write_text(
            f"number = {number}\n# {hashlib.sha256(b'%d' % number).hexdigest() * 400}\n"
        )
        (self.project / "test_life.py").write_text(
            "import life, sys\n\ndef test_number():\n"
            f"    assert life.number == {number}\n\n"
            f"def test_python():\n    assert sys.version_info > (3, 12) or {number} % 5\n"
        )

    def run(self, number):
        """One run; its status, seconds and greatest memory in bytes."""
        self.change(number)
        if number % 10 == 0:  # Both sides are compared, and the project is built and installed.
            words = ["run", "--bad", "old", "--good", "new", "--no-attribute"]
        else:
            words = ["record", "plain", "-o", str(self.place.parent / "r.jsonl")]
        begin = time.monotonic()
        process = subprocess.Popen(
            [self.program, *words, "--cache-limit", self.limit, "-q"],
            cwd=self.project,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        out = process.stdout.read()
        process.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 3):
            print(f"run {number}: status {process.returncode}\n{out.decode()}", flush=True)
        return process.returncode, time.monotonic() - begin, used.ru_maxrss * 1024

    def look(self):
        disk, inodes = size_of(self.cache / "testskew")
        runs, run_inodes = size_of(self.project / ".testskew")
        temporary, temporary_inodes = size_of(self.place)
        return {
            "cache, MB": disk / 1e6,
            "inodes of the cache": inodes,
            ".testskew, MB": runs / 1e6,
            "inodes of .testskew": run_inodes,
            "TMPDIR, files": temporary_inodes,
            "/dev/shm/tsk-*": len(list(pathlib.Path("/dev/shm").glob("tsk-*"))) if os.path.isdir("/dev/shm") else 0,
            "mounts": mounts(),
            "descriptors here": len(os.listdir("/proc/self/fd")),
            "processes left": left_over(),
        }


def grew(rows, key):
    """Whether the last fifth has more than the second one, in which everything is warm."""
    part = max(len(rows) // 5, 1)
    early, late = rows[part : 2 * part] or rows[:part], rows[-part:]
    before, after = max(row[key] for row in early), max(row[key] for row in late)
    unit = 1e6 if key.endswith("MB") else 1
    return after * unit > before * unit * ALLOWED + (SLACK if unit > 1 else 0) + (20 if "inodes" in key else 0)


def long_life(life, count, seconds):
    rows, bad, end = [], 0, time.monotonic() + seconds
    for number in range(count):
        if time.monotonic() > end:
            count = number
            break
        status, seconds, memory = life.run(number)
        bad += status not in (0, 3)
        row = {"seconds": seconds, "memory, MB": memory / 1e6, **life.look()}
        rows.append(row)
        if number % max(count // 20, 1) == 0 or number == count - 1:
            print(f"{number:4} " + "  ".join(f"{key} {value:.4g}" for key, value in row.items()), flush=True)
    print(
        f"\n| what, of {count} runs | first | run {count // 2} | last | greatest | grows |\n|---|---|---|---|---|---|"
    )
    growing = []
    for key in rows[0]:
        grows = key != "seconds" and grew(rows, key)
        growing += [key] * grows
        cells = [rows[0][key], rows[count // 2][key], rows[-1][key], max(row[key] for row in rows)]
        print(f"| {key} | " + " | ".join(f"{cell:.4g}" for cell in cells) + f" | {'yes' if grows else 'no'} |")
    left = sum(row["processes left"] for row in rows)
    print(f"\n{bad} runs ended with another status, {left} processes were left, {len(growing)} of the sizes grow")
    return bad + left + len(growing)


def timed(life, *words):
    begin = time.monotonic()
    done = subprocess.run(
        [life.program, *words], cwd=life.project, env=life.environ, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 3):
        print(words, done.returncode, done.stderr, flush=True)
    return time.monotonic() - begin


def large_cache(life, count):
    commands = {
        "start and end of a run (`record`)": ("record", "plain", "-q", "-o", str(life.place.parent / "r.jsonl")),
        "the same with a new requirement": (
            "record",
            "new",
            "-q",
            "--with",
            "{}",
            "-o",
            str(life.place.parent / "r"),
        ),
        "`environments list`": ("environments", "list"),
        "`record --cache-limit` that removes nothing": (
            *("record", "plain", "-q", "--cache-limit", "100GB"),
            *("-o", str(life.place.parent / "r.jsonl")),
        ),
    }
    life.run(0)

    def measure(new):
        return {
            what: min(timed(life, *[new.pop() if word == "{}" else word for word in words]) for _ in range(2))
            for what, words in commands.items()
        }

    before = measure(["iniconfig<2.1", "packaging<25"])
    fill(life.cache, count)
    after = measure(["pluggy<1.6", "pluggy<1.5"])
    print(f"\n| seconds | a few environments | {count} more |\n|---|---|---|")
    for what in commands:
        print(f"| {what} | {before[what]:.2f} | {after[what]:.2f} |")
    seconds = timed(life, "environments", "prune", "--older-than", "30")
    print(f"| `environments prune` of all these | | {seconds:.2f} |")
    left = len([path for path in (life.cache / "testskew/environments").iterdir() if path.is_dir()])
    print(f"\n{left} environments are left", flush=True)
    return left > 30


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--environments", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=600, help="the time after which no further run begins")
    parser.add_argument("--limit", default="60MB")
    parser.add_argument("--program", default=str(ROOT / "build/release/testskew"))
    parser.add_argument("--folder", help="where the temporary folder is made")
    arguments = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="testskew-long-", dir=arguments.folder) as folder:
        bad = 0
        if arguments.runs:
            (pathlib.Path(folder) / "runs").mkdir()
            life = Life(arguments.program, pathlib.Path(folder) / "runs", arguments.limit)
            bad += long_life(life, arguments.runs, arguments.minutes * 60)
        if arguments.environments:
            (pathlib.Path(folder) / "many").mkdir()
            bad += large_cache(Life(arguments.program, pathlib.Path(folder) / "many", "0"), arguments.environments)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
