"""Tests that mean harm, or have bad luck: what one of them does reaches nothing but its own session."""

import subprocess
import time

from channel import CHANNEL  # of tests/support

ANY = (0, 3, 4)

# What the deeds below use.
MODULE = (
    CHANNEL
    + """
import resource, signal, subprocess, sys, threading, time

def say(line):
    os.write(channel()[0], line)
"""
)

# What a test does, by the kind of report in which such a thing was first found, and the statuses that are right.
# fmt: off
DEEDS = [
    ("channel: a number as type", "say(b'{\"t\":5}\\n')"),
    ("channel: other types", "say(b'{\"t\":null}\\n{\"t\":[]}\\n[]\\nnonsense\\n\\xff\\xfe\\n')"),
    ("channel: deep JSON", "say(b'{\"t\":\"x\",\"a\":' + b'{\"a\":' * 50000 + b'1' + b'}' * 50001 + b'\\n')"),
    ("channel: no end of a line", "say(b'garbage')"),
    ("channel: 64 MB in one line", "say(b'{\"t\":\"' + b'x' * (64 << 20) + b'\"}\\n')"),
    ("channel: records of its own", "say(b'{\"t\":\"finish\",\"status\":0}\\n{\"t\":\"end\",\"status\":0}\\n')"),
    ("channel: closed", "os.close(channel()[0])"),
    ("channel: truncated", "os.truncate(channel()[1] + '/main.jsonl', 0)"),
    ("channel: removed", "os.unlink(channel()[1] + '/main.jsonl')"),
    ("capture: a FIFO", "os.mkfifo(channel()[1] + '/gw2.jsonl')"),
    ("capture: main is a FIFO", "p = channel()[1] + '/main.jsonl'; os.unlink(p); os.mkfifo(p)"),
    ("capture: a link to /dev/zero", "os.symlink('/dev/zero', channel()[1] + '/x.stacks.txt')"),
    ("capture: a link to /etc/passwd", "os.symlink('/etc/passwd', channel()[1] + '/x.stacks.txt')"),
    ("capture: a file of 20 GB", "with open(channel()[1] + '/y.stacks.txt', 'w') as f: f.truncate(20 << 30)"),
    ("capture: a recording of 20 GB", "with open(channel()[1] + '/gw1.jsonl', 'w') as f: f.truncate(20 << 30)"),
    ("capture: thousands of files", "[open(channel()[1] + '/gw%d.jsonl' % i, 'w').close() for i in range(5000)]"),
    ("guard: stopped", "os.kill(os.getppid(), signal.SIGSTOP)"),
    ("guard: stopped again and again", "for _ in range(200): os.kill(os.getppid(), signal.SIGSTOP); time.sleep(0.01)"),
    ("guard: killed", "os.kill(os.getppid(), signal.SIGKILL)"),
    ("guard: interrupted", "os.kill(os.getppid(), signal.SIGINT)"),
    ("itself: killed", "os.kill(os.getpid(), signal.SIGKILL)"),
    ("itself: a bad address", "import ctypes; ctypes.string_at(0)"),
    ("itself: its group", "os.killpg(0, signal.SIGTERM)"),
    ("itself: os._exit", "os._exit(7)"),
    ("itself: a hang", "os.kill(os.getpid(), signal.SIGSTOP)"),
    ("limits: no files", "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"),
    ("limits: no descriptors", "resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))"),
    ("limits: no memory", "resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))"),
    ("limits: all descriptors closed", "os.closerange(0, 256)"),
    ("processes: a daemon", "os.fork() or (os.setsid(), os.fork() and os._exit(0), time.sleep(100), os._exit(0))"),
    ("processes: fifty", "[os.fork() or (os.setsid(), time.sleep(100), os._exit(0)) for _ in range(50)]"),
    ("processes: a chain of 200", "for _ in range(200):\n        if os.fork(): break\n        os.setsid()"),
    ("processes: a stopped orphan", "subprocess.Popen(['sh', '-c', 'kill -STOP $$'], start_new_session=True)"),
    ("output: 300 MB", "[os.write(1, b'x' * (1 << 20)) for _ in range(300)]"),
    ("output: no lines, no text", "os.write(2, bytes(range(256)) * 4000)"),
    ("files: the folder is gone", "import shutil; shutil.rmtree(os.getcwd(), ignore_errors=True)"),
    ("files: no permissions", "os.chmod(os.getcwd(), 0)"),
    ("files: a tree 500 deep", "for _ in range(500):\n        os.mkdir('d'); os.chdir('d')"),
    ("files: by absolute paths", "open(os.path.abspath('kept'), 'w').write('evil')"),
    ("files: installed ones", "import _pytest.outcomes as o; open(o.__file__, 'a').write('# evil\\n')"),
    ("files: a new .pth", "import pytest; open(pytest.__path__[0] + '/../evil.pth', 'w').write('import os')"),
    ("exceptions: their class raises", "class O(Exception): __class__ = property(lambda self: 1 / 0)\n    raise O()"),
    ("exceptions: their text raises", "class O(Exception): __str__ = __repr__ = lambda self: 1 / 0\n    raise O()"),
    ("exceptions: a long chain", "e = None\n    for _ in range(5000): e, e.__cause__ = OSError(), e\n    raise e"),
    ("exceptions: a text of 50 MB", "raise ValueError('x' * (50 << 20))"),
    ("exceptions: recursion", "def f(): f()\n    f()"),
    ("threads: an exception", "t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()"),
    ("signals: all ignored", "for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)"),
    ("modules: json and os replaced", "sys.modules['json'] = None; sys.modules['os'] = None"),
]
# fmt: on

PLAIN = "def test_plain():\n    assert True\n"


def hostile_project(bench, name, deed):
    return bench.make_project(
        name,
        {
            "testskew.toml": (bench.project / "testskew.toml").read_text(),
            "kept": "as it was\n",
            "test_plain.py": PLAIN,
            "test_x.py": MODULE + "\ndef test_x():\n    " + deed + "\n",
        },
    )


def evil_files(bench):
    """Installed files of the kept environments that a test has changed."""
    found = list(bench.folder.glob("cache/**/evil.pth"))
    for path in bench.folder.glob("cache/testskew/environments/**/_pytest/outcomes.py"):
        if "# evil" in path.read_text():
            found.append(path)
    return found


def try_deed(bench, number, name, deed, workspace):
    """Records the project. Returns 1 if something else than its session suffers."""
    project = hostile_project(bench, f"hostile{number}-{workspace}", deed)
    before = bench.tree(project)
    result = bench.run(
        "record", "p", "--timeout", "20", "--workspace", workspace, "-o", "x.jsonl", cwd=project, limit=120
    )
    problems = [trouble] if (trouble := result.trouble(ANY)) else []
    if bench.left():
        problems.append("processes stayed")
    if bench.tree(project) != before and not (workspace == "copy" and "absolute" in name):
        problems.append("files of the project changed")
    if evil_files(bench):
        problems.append("an installed file of the kept environment changed")
    recording = project / "x.jsonl"
    if recording.exists() and "root:x:0:0" in recording.read_text(errors="replace"):
        problems.append("a file that was linked to is in the recording")
    for problem in problems:
        bench.fail(f"{name} ({workspace}): {problem}")
    return int(bool(problems))


def twice_exponential(bench):
    """Inputs that take endless time if they are followed as they are written."""
    chain = "".join(f'[profile.p{i}]\nextends = ["p{i + 1}", "p{i + 1}"]\n' for i in range(40))
    project = bench.make_project("twice", {"testskew.toml": chain + '[profile.p40]\npython = "3.12"\n'})
    begin = time.monotonic()
    result = bench.run("profiles", "show", "p0", cwd=project, limit=30)
    wrong = result.trouble((0,)) or ("it took long" if time.monotonic() - begin > 10 else "")
    if wrong:
        bench.fail(f"profiles that extend each other twice: {wrong}")
    return int(bool(wrong))


def foreign_filters(bench):
    """git's filters of the repository run in no session and no copy."""
    project = bench.make_project(
        "filters", {**{name: (bench.project / name).read_text() for name in ("testskew.toml", "test_a.py")}}
    )
    mark = bench.folder / "filter-ran"
    subprocess.run(["git", "init", "-q", project], check=True)
    touch = f"touch {mark}"
    with (project / ".git/config").open("a") as file:
        file.write(f"[core]\n\tfsmonitor = {touch}\n\tpager = {touch}\n[diff]\n\texternal = {touch}\n")
    result = bench.run("record", "p", cwd=project)
    wrong = result.trouble((0,)) or ("a program of the repository's settings ran" if mark.exists() else "")
    if wrong:
        bench.fail(f"git's settings: {wrong}")
    return int(bool(wrong))


def lost_records_are_told(bench):
    """What a session could not write is said, and is no crash of the tests."""
    project = hostile_project(bench, "lost", "resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))")
    result = bench.run("record", "p", "-o", "x.jsonl", cwd=project)
    told = result.status == 4 and "its recording is incomplete" in result.err
    wrong = result.trouble(ANY) or ("" if told else f"not told: {result.err[-200:]}")
    if wrong:
        bench.fail(f"records that could not be written: {wrong}")
    return int(bool(wrong))


def run_projects(bench, asked):
    bench.run("record", "p")
    for workspace in ("auto", "copy"):
        failed = sum(try_deed(bench, n, name, deed, workspace) for n, (name, deed) in enumerate(DEEDS))
        bench.row("projects", f"tests that mean harm, --workspace {workspace}", len(DEEDS), failed)
    others = (twice_exponential, foreign_filters, lost_records_are_told)
    failed = sum(case(bench) for case in others)
    bench.row("projects", "settings that mean harm, and records that are lost", len(others), failed)
