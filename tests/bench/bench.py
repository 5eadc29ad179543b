"""Times testskew beside what people use otherwise. Everything is warm; each figure is the least of several rounds,
taken in turns."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("ROUNDS", "5"))


def seconds(commands, cwd, environ=None, allowed=(0, 1, 3)):
    """Runs the commands side by side; the wall-clock time until the last one is done."""
    start = time.perf_counter()
    children = [
        subprocess.Popen(
            c, cwd=cwd, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for c in commands
    ]
    statuses = [child.wait() for child in children]
    elapsed = time.perf_counter() - start
    if any(status not in allowed for status in statuses):
        raise SystemExit(f"bench: {commands} ended with {statuses}")
    return elapsed


def in_turns(ways, rounds=None):
    """{name: least seconds}: the ways take turns, so that a noisy minute hits all of them."""
    best = {name: float("inf") for name in ways}
    for _ in range(rounds or ROUNDS):
        for name, way in ways.items():
            best[name] = min(best[name], way())
    return best


def table(title, best, reference):
    print(f"{title}")
    for name, value in best.items():
        print(f"  {name:<58} {value * 1000:9.1f} ms   {value / best[reference]:5.2f}")


def dashboard(folder):
    project = pathlib.Path(folder) / "dashboard"
    shutil.copytree(ROOT / "examples/dashboard", project)
    for command in (
        ["init", "-q", "-b", "main", "."],
        ["add", "-A"],
        ["-c", "user.name=b", "-c", "user.email=b@example.invalid", "commit", "-q", "-m", "x"],
    ):
        subprocess.run(["git", *command], cwd=project, check=True)
    return project


def bare_commands(program, project):
    """The two bare pytest sessions, in the very environments that testskew built."""
    import json

    subprocess.run(
        [program, "run", "--no-attribute", "-q"], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    run = max((project / ".testskew/runs").iterdir())
    sessions = json.loads((run / "report.json").read_text())["sessions"]
    return [s["command"] for s in sessions if s["phase"] == "base"]


def bench_run(program):
    with tempfile.TemporaryDirectory() as folder:
        project = dashboard(folder)
        bare = bare_commands(program, project)
        local = dict(os.environ, DASHBOARD_API_KEY="demo-key")

        def bare_pair():
            start = time.perf_counter()
            children = [
                subprocess.Popen(
                    c,
                    cwd=project,
                    env=e,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                for c, e in zip(bare, (os.environ, local))
            ]
            for child in children:
                child.wait()
            return time.perf_counter() - start

        ways = {"two bare pytest sessions side by side": bare_pair}
        for mode in ("overlay", "copy"):
            command = [program, "run", "--no-attribute", "-q", "--workspace", mode]
            if subprocess.run(command, cwd=project, capture_output=True).returncode == 3:
                ways[f"testskew run --no-attribute --workspace {mode}"] = lambda c=command: seconds([c], project)
        table(
            "examples/dashboard, 31 tests, Python 3.11 and 3.12",
            in_turns(ways),
            "two bare pytest sessions side by side",
        )
        ways = {
            "two bare pytest sessions side by side": bare_pair,
            "testskew run --quick": lambda: seconds([[program, "run", "--quick", "-q"]], project),
            "testskew run": lambda: seconds([[program, "run", "-q"]], project),
        }
        table("the same, with attribution (warm)", in_turns(ways, 2), "two bare pytest sessions side by side")
        for options in (["--quick"], []):
            command = [program, "run", "-q", "--json", "-", *options]
            report = json.loads(subprocess.run(command, cwd=project, capture_output=True).stdout)
            print(
                f"  {' '.join(['testskew run', *options])}: {len(report['sessions'])} sessions, "
                f"utilisation of the slots {report['utilisation']['share']:.2f}"
            )


def bench_start(program):
    with tempfile.TemporaryDirectory() as folder:
        ways = {
            "/bin/true": lambda: seconds([["/bin/true"]], folder),
            "testskew --version": lambda: seconds([[program, "--version"]], folder),
        }
        table("start-up", in_turns(ways, 30), "/bin/true")


def bench_compare(program):
    generator = ROOT / "tests/bench/make_recordings.py"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, generator, folder, "100000", "10000"], check=True)
        files = sorted(str(p) for p in pathlib.Path(folder).glob("*.jsonl"))
        start = time.perf_counter()
        child = subprocess.Popen([program, "compare", *files, "-q"], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        print(
            f"compare, 2 x 100,000 tests with 10,000 failures: {time.perf_counter() - start:.2f} s, "
            f"{usage.ru_utime + usage.ru_stime:.2f} s of CPU, "
            f"{usage.ru_maxrss / 1000:.0f} MB"
        )


def bench_matrix(program):
    generator = ROOT / "tests/bench/make_recordings.py"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, generator, folder, "20000", "50", "200"], check=True)
        start = time.perf_counter()
        child = subprocess.Popen([program, "compare", folder], stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(child.pid, 0)
        print(
            f"compare, 200 legs x 20,000 tests: {time.perf_counter() - start:.2f} s, "
            f"{usage.ru_utime + usage.ru_stime:.2f} s of CPU, {usage.ru_maxrss / 1000:.0f} MB"
        )


def bench_environments(program):
    """Both environments from a warm uv cache, and once more with nothing to do; beside tox with tox-uv doing the
    same."""
    with tempfile.TemporaryDirectory() as folder:
        project = dashboard(folder)
        tools = pathlib.Path(folder) / "tools"
        uv = os.environ.get("UV") or shutil.which("uv") or str(ROOT / "build/uv/bin/uv")
        subprocess.run([uv, "venv", "-q", tools], check=True)
        subprocess.run([uv, "pip", "install", "-q", "--python", tools / "bin/python", "tox", "tox-uv"], check=True)
        (project / "tox.ini").write_text(
            "[tox]\nenv_list = py311,py312\nskipsdist = true\n[testenv]\ndeps = -r requirements.txt\n"
            "commands = python -c pass\n"
        )
        cache, mark = pathlib.Path(folder) / "cache", pathlib.Path(folder) / "mark"
        environ = dict(os.environ, XDG_CACHE_HOME=str(cache), UV=uv)
        (project / "tests/test_nothing.py").write_text("")
        command = [program, "run", "--no-attribute", "-q", "--bad", "3.11", "--good", "3.12", "tests/test_nothing.py"]

        def fresh():
            shutil.rmtree(cache / "testskew", ignore_errors=True)
            return seconds([command], project, environ, (4,))

        def tox():
            shutil.rmtree(project / ".tox", ignore_errors=True)
            return seconds([[str(tools / "bin/tox"), "p", "-q"]], project)

        fresh()
        ways = {"tox p with tox-uv, no tests": tox, "testskew run, no tests (two sessions that collect nothing)": fresh}
        table("both environments, warm uv cache", in_turns(ways, 3), "tox p with tox-uv, no tests")

        # The first setup command runs right before the session: it says when that is.
        script = f"date +%s%N >> {mark}"
        (project / "testskew.toml").write_text(
            "".join(
                f'[profile.{name}]\npython = "{python}"\nrequirements = ["-r requirements.txt"]\n'
                f'setup = [["sh", "-c", "{script}"]]\n'
                for name, python in (("ci", "3.11"), ("local", "3.12"))
            )
        )

        def nothing_to_do():
            mark.unlink(missing_ok=True)
            start = time.time_ns()
            seconds([[program, "run", "--no-attribute", "-q", "tests/test_nothing.py"]], project, environ, (4,))
            return (min(int(line) for line in mark.read_text().split()) - start) / 1e9

        nothing_to_do()
        print(f"nothing to do, until the sessions begin: {1000 * min(nothing_to_do() for _ in range(ROUNDS)):.1f} ms")


def polluted_project(folder):
    """1,000 tests in 60 files; importing one of them spoils what a test of another file looks at."""
    project = pathlib.Path(folder) / "polluted"
    (project / "tests").mkdir(parents=True)
    (project / "app.py").write_text("LIMIT = 3\n")
    (project / "conftest.py").write_text("")
    for number in range(60):
        tests = "".join(
            f"def test_{i}():\n    assert app.LIMIT is not None\n\n" for i in range(17 if number < 40 else 16)
        )
        (project / f"tests/test_{number:02}.py").write_text(
            "import app\n\n" + ("app.LIMIT = 0\n\n" if number == 37 else "") + tests
        )
    victim = project / "tests/test_59.py"
    victim.write_text(victim.read_text() + "def test_limit():\n    assert app.LIMIT == 3\n")
    requirements = 'python = "3.12"\nrequirements = ["pytest<9"]\n'
    (project / "testskew.toml").write_text(
        f'[profile.ci]\n{requirements}targets = ["tests"]\n[profile.local]\n'
        f'{requirements}targets = ["tests/test_59.py"]\n'
    )
    return project


def bench_pollution(program):
    """From a failing test to the module that spoils it, and the line: without confirmation, beside
    detect-test-pollution."""
    import json

    with tempfile.TemporaryDirectory() as folder:
        project = polluted_project(folder)
        uv = os.environ.get("UV") or shutil.which("uv") or str(ROOT / "build/uv/bin/uv")
        tools = pathlib.Path(folder) / "tools"
        subprocess.run([uv, "venv", "-q", tools], check=True)
        subprocess.run(
            [uv, "pip", "install", "-q", "--python", tools / "bin/python", "pytest<9", "detect-test-pollution"],
            check=True,
        )
        subprocess.run(
            [program, "run", "--no-attribute", "-q"], cwd=project, capture_output=True
        )  # environments are made
        detect = [
            str(tools / "bin/detect-test-pollution"),
            "--failing-test",
            "tests/test_59.py::test_limit",
            "--tests",
            "tests",
        ]
        environ = dict(os.environ, PATH=f"{tools}/bin:{os.environ['PATH']}", PYTHONPATH=str(project))
        start = time.perf_counter()
        theirs = subprocess.run(detect, cwd=project, env=environ, capture_output=True, text=True)
        seconds_theirs = time.perf_counter() - start
        start = time.perf_counter()
        ours = subprocess.run([program, "run", "--quick", "--json", "-"], cwd=project, capture_output=True, text=True)
        seconds_ours = time.perf_counter() - start
        report = json.loads(ours.stdout)
        cause = report["clusters"][0]["cause"] or {}
        phases = [session["phase"] for session in report["sessions"]]
        print(f"the polluting module of 60, {sum(report['outcomes']['bad'].values())} tests")
        print(
            f"  detect-test-pollution   {seconds_theirs:6.1f} s   "
            f"{(theirs.stdout.strip() or theirs.stderr.strip()).splitlines()[-1][:90]}"
        )
        print(f"  testskew run --quick    {seconds_ours:6.1f} s   {cause.get('summary', 'not found')[:90]}")
        print(
            f"  {seconds_theirs / seconds_ours:.1f} times faster; sessions: "
            + ", ".join(f"{phases.count(p)} {p}" for p in dict.fromkeys(phases))
        )


def bench_large(program):
    """A suite whose session takes 20 s, in which three modules of 150 make the same mock: from the failing tests to the
    three lines, and the interpreter ruled out."""
    import large_project

    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "large"
        large_project.write(project)
        subprocess.run([program, "run", "--no-attribute", "-q"], cwd=project, capture_output=True)  # builds
        ran = subprocess.run([program, "run", "-q", "--json", "-"], cwd=project, capture_output=True, text=True)
        report = json.loads(ran.stdout)
        phases = [session["phase"] for session in report["sessions"]]
        pair = max(session["seconds"] for session in report["sessions"][:2])
        cause = report["clusters"][0]["cause"]
        print("150 modules, three redundant polluters, a session of 20 s")
        print(
            f"  {report['seconds']:.0f} s, {report['seconds'] / pair:.1f} times the pair; {len(phases)} sessions ("
            + ", ".join(f"{phases.count(phase)} {phase}" for phase in dict.fromkeys(phases))
            + f"); utilisation of the slots {report['utilisation']['share']:.2f}"
        )
        print(f"  {cause['summary']}; ruled out: {', '.join(ruled_out(report))}")


def ruled_out(report):
    verdicts = report["clusters"][0]["verdicts"]
    return [verdict["factor"] for verdict in verdicts if verdict["verdict"] == "ruled out"]


def processor_seconds(command, cwd, environ):
    """Runs a command; the time that the processor was busy for it and its children, and the time on the clock."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=cwd, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"bench: {command} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, time.perf_counter() - start


def bench_cache(program):
    """What a cache of 10,000 environments costs, beside one with a few (ENVIRONMENTS sets another number)."""
    sys.path.append(str(ROOT / "tests/support"))
    from many_environments import FILES, fill

    count = int(os.environ.get("ENVIRONMENTS", "10000"))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        project, cache = folder / "project", folder / "cache"
        project.mkdir()
        (project / "test_one.py").write_text("def test_one():\n    pass\n")
        (project / "testskew.toml").write_text('[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n')
        uv = os.environ.get("UV") or shutil.which("uv") or str(ROOT / "build/uv/bin/uv")
        environ = dict(os.environ, XDG_CACHE_HOME=str(cache), UV=uv)
        record = [program, "record", "p", "-q", "-o", str(folder / "r.jsonl")]
        processor_seconds(record, project, environ)
        other = iter(["iniconfig<2.1", "packaging<25", "pluggy<1.6", "pluggy<1.5"])
        commands = {
            "environments list": [program, "environments", "list"],
            "environments prune --older-than 9999, nothing to remove": (
                [program, "environments", "prune", "--older-than", "9999"]
            ),
            "record": record,
            "record --cache-limit, nothing to remove": [*record, "--cache-limit", "100000GB"],
        }

        def measured():
            times = {
                what: min(processor_seconds(words, project, environ) for _ in range(3))
                for what, words in commands.items()
            }
            new = (processor_seconds([*record, "--with", next(other)], project, environ) for _ in range(2))
            return {**times, "record of a new requirement: looks for the nearest": min(new)}

        few = measured()
        environments = fill(cache, count)
        many = measured()
        print(
            f"seconds of the processor, and on the clock, with a few environments and with {count:,} of {FILES} files"
        )
        for what, (busy, clock) in few.items():
            print(f"  {what:<58} {busy:6.2f} {clock:6.2f}   {many[what][0]:6.2f} {many[what][1]:6.2f}")
        prune = [program, "environments", "prune", "--older-than", "30"]
        busy, clock = processor_seconds(prune, project, environ)
        left = sum(path.is_dir() for path in environments.iterdir())
        print(f"  {f'environments prune of all these, {left} left':<58} {'':13}   {busy:6.2f} {clock:6.2f}")


def bench_hook(program):
    """What the pre-push hook costs: a push of a tree that is known to be good, and of one that is not, in a project of
    2,000 files whose one test takes no time."""
    with tempfile.TemporaryDirectory() as folder:
        remote, project = pathlib.Path(folder) / "remote.git", pathlib.Path(folder) / "project"
        for number in range(2000):
            file = project / f"package/part{number % 40}/module{number}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"VALUE = {number}\n" + "# a comment\n" * 150)
        (project / "test_one.py").write_text("def test_one():\n    pass\n")
        (project / "testskew.toml").write_text('[profile.ci]\npython = "3.12"\nrequirements = ["pytest"]\n')

        def git(*arguments):
            identity = ["-c", "user.name=b", "-c", "user.email=b@example.invalid"]
            subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)

        subprocess.run(["git", "init", "-q", "--bare", remote], check=True)
        git("init", "-q", "-b", "main", ".")
        git("remote", "add", "origin", remote)
        git("add", "-A")
        git("commit", "-q", "-m", "x")
        subprocess.run([program, "hook", "install", "-q"], cwd=project, check=True, capture_output=True)
        count = iter(range(10**6))

        def push(*options, new_tree=False):
            if new_tree:
                (project / "new.py").write_text(f"VALUE = {next(count)}\n")
                git("add", "-A")
            git("commit", "-q", "--allow-empty", "-m", "y")
            return seconds([["git", "push", "-q", *options, "origin", "HEAD:main"]], project, allowed=(0,))

        push()
        ways = {
            "git push --no-verify": lambda: push("--no-verify"),
            "git push, a tree that is known to be good": push,
            "git push, a new tree: checkout, and all tests": lambda: push(new_tree=True),
        }
        table("the pre-push hook, 2,000 files", in_turns(ways), "git push --no-verify")


def main():
    program = sys.argv[1]
    every = {
        "run": bench_run,
        "environments": bench_environments,
        "start": bench_start,
        "compare": bench_compare,
        "matrix": bench_matrix,
        "pollution": bench_pollution,
        "large": bench_large,
        "hook": bench_hook,
        "cache": bench_cache,
    }
    for name in sys.argv[2:] or every:
        every[name](program)


if __name__ == "__main__":
    main()
