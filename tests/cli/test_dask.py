"""Sessions on the workers of a Dask cluster: the same verdicts as on one machine, whatever happens to the workers."""

import contextlib
import json
import os
import signal
import subprocess
import threading
import time

import dask_cluster
import pytest
from conftest import CART, PROFILES, PROGRAM, ROOT, Result, environ, make_venv, pythons

TESTS = {
    **CART,
    "tests/test_cart.py": """
        import time
        from shop import cart

        def test_empty(tmp_path):
            time.sleep(SECONDS)
            (tmp_path / "cart").mkdir()
            cart.empty(tmp_path / "cart")

        def test_fine():
            pass
    """,
    "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = "."\n',
    "testskew.toml": PROFILES,
}


def shop(project, seconds=0):
    project.write(TESTS)
    test = project.path / "tests/test_cart.py"
    test.write_text(test.read_text().replace("SECONDS", str(seconds)))
    return project


@pytest.fixture(scope="session")
def python():
    """A Python with distributed, kept in build/tools-dask, which several workers of pytest share."""
    import fcntl

    folder = ROOT / "build/tools-dask"
    if pythons.find_python("3.11") is None or pythons.find_uv() is None:
        pytest.skip("there is no Python 3.11 or no uv")
    with open(f"{folder}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            try:
                make_venv(folder, "distributed", python=pythons.find_python("3.11"))
            except subprocess.CalledProcessError:
                pytest.skip("distributed cannot be had from the package index")
            (folder / "complete").touch()
    return folder / "bin/python"


# Schedulers and workers that are started, killed and waited for take ten minutes; they have a part of their own.
whole = pytest.mark.skipif(
    os.environ.get("TESTSKEW_CLUSTER_TESTS") != "1", reason="`script/test cluster` runs it on clusters of Dask"
)


@pytest.fixture
def clusters(python, tmp_path):
    """Starts schedulers, and stops them in the end."""
    started = []

    def start(name="dask", **options):
        started.append(dask_cluster.Scheduler(python, tmp_path / name, **options))
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture
def two(clusters):
    """A scheduler with two workers."""
    scheduler = clusters()
    scheduler.worker("w1"), scheduler.worker("w2")
    return scheduler.wait_for(2)


def verdict(result):
    """What a report says of its problems, without what depends on the machine and the time."""
    return [
        (problem["verdicts"], [test["id"] for test in problem["tests"]], problem["cause"]["sets"])
        for problem in result.json()["clusters"]
    ]


def shown_cause(result):
    assert result.status == 1, result
    assert "PROVEN  interpreter" in result.out or "SUPPORTED  interpreter" in result.out, result
    return result


class Started:
    """A program that runs, whose progress can be waited for."""

    def __init__(self, process):
        self.process, self.lines, self.changed = process, [], threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stderr:
            with self.changed:
                self.lines.append(line)
                self.changed.notify_all()

    def wait_for(self, text, seconds=120):
        with self.changed:
            assert self.changed.wait_for(lambda: any(text in line for line in self.lines), seconds), self.lines

    def end(self, seconds=240):
        out = self.process.stdout.read()
        return self.process.wait(timeout=seconds), out, "".join(self.lines)


def second_pair(project, cluster, tmp_path):
    """When the two sessions of the second base pair, each of which is alone on its machine, ran."""
    shop(project, seconds=1)
    log = tmp_path / "times"
    test = project.path / "tests/test_cart.py"
    # It is the failing test that tells when it ran: a session ends once that one has run.
    timed = f"""begin = time.monotonic_ns()
    time.sleep(1)
    with open({str(log)!r}, "a") as file:
        file.write("%d %d\\n" % (begin, time.monotonic_ns()))"""
    test.write_text(test.read_text().replace("time.sleep(1)", timed))
    shown_cause(
        project.testskew("run", "--quick", "--bad", "ci", "--good", "local", "--executor", cluster.executor, "tests")
    )
    return sorted(tuple(map(int, line.split())) for line in log.read_text().splitlines())[2:4]


@whole
def test_a_session_that_has_to_be_alone_is_so_on_its_machine(project, two, tmp_path):
    first, second = second_pair(project, two, tmp_path)
    assert second[0] > first[1]


@whole
@pytest.mark.skipif(os.geteuid() != 0, reason="a name of its own for a machine takes root")
def test_sessions_that_have_to_be_alone_run_at_the_same_time_on_two_machines(project, clusters, tmp_path):
    scheduler = clusters()
    scheduler.worker("w1", machine="node1"), scheduler.worker("w2", machine="node2")
    first, second = second_pair(project, scheduler.wait_for(2), tmp_path)
    assert second[0] < first[1]


@whole
def test_verdicts_are_those_of_one_machine(project, two):
    shop(project)
    here = project.testskew("run", "--bad", "ci", "--good", "local", "--json", "-", "tests")
    there = project.testskew(
        "run", "--bad", "ci", "--good", "local", "--json", "-", "--executor", two.executor, "tests"
    )
    assert (here.status, there.status) == (1, 1), there
    assert verdict(there) == verdict(here)
    assert "2 sessions at a time on %s" % two.address in there.err
    folder = project.run_folders()[-1]
    recordings = sorted((folder / "recordings").iterdir())
    assert len(recordings) == len(there.json()["sessions"])
    hosts = [json.loads(recording.read_text().splitlines()[0]) for recording in recordings]
    assert {session["id"] for session in hosts} == {path.stem for path in recordings}
    assert all("/cluster/trees/" in json.dumps(session) or session["workspace"] == "overlay" for session in hosts)


def test_workers_on_this_machine_need_no_scheduler(project, python):
    result = shop(project).testskew(
        "run", "--bad", "ci", "--good", "local", "--quick", "--executor", "dask-local:2", "tests"
    )
    shown_cause(result)
    assert "2 sessions at a time on the local Dask cluster" in result.err


@whole
@pytest.mark.parametrize("way", ["killed", "frozen"])
def test_a_worker_that_is_lost_costs_a_session_and_no_verdict(project, two, way):
    shop(project, seconds=2)
    run = Started(project.start("run", "--bad", "ci", "--good", "local", "--executor", two.executor, "tests"))
    run.wait_for("1 passed  (")  # a session has ended, so others run
    two.workers[0].send_signal(signal.SIGKILL if way == "killed" else signal.SIGSTOP)
    status, out, err = run.end()
    assert status == 1, err
    assert "PROVEN  interpreter" in out, out + err
    assert ("is gone" if way == "killed" else "said nothing for") in err


@whole
def test_a_worker_with_other_pythons_is_left_out_and_named(project, two, tmp_path):
    two.worker("w3", HOME=str(tmp_path), PYENV_ROOT=str(tmp_path), TESTSKEW_PYTHONS=None, UV_PYTHON_INSTALL_DIR="/none")
    two.wait_for(3)
    result = shop(project).testskew(
        "run", "--bad", "ci", "--good", "local", "--quick", "--executor", two.executor, "tests"
    )
    shown_cause(result)
    assert "is left out: it has no Python 3.1" in result.err
    assert "2 sessions at a time" in result.err


@whole
def test_kinds_of_workers_run_the_base_pair_first(project, clusters, tmp_path):
    scheduler = clusters()
    scheduler.worker("w1"), scheduler.worker("w2")
    program = dask_cluster.OTHER_MACHINE % (dask_cluster.PROGRAM, dask_cluster.PROGRAM)
    scheduler.worker("other", program=program)
    scheduler.wait_for(3)
    shop(project)
    words = ["run", "--bad", "ci", "--good", "local", "--quick", "--executor", scheduler.executor, "tests"]
    agreeing = shown_cause(project.testskew(*words))
    assert "is left out" not in agreeing.err
    folder = project.run_folders()[-1]
    assert len(json.loads((folder / "run.json").read_text())["request"]["kinds"]) == 2

    scheduler.workers[-1].kill()
    scheduler.workers[-1].wait()
    cache = tmp_path / "elsewhere"
    scheduler.worker("other", program=program, XDG_CACHE_HOME=str(cache))
    scheduler.wait_for(3)
    project.write({"tests/test_place.py": "def test_place():\n    assert '/elsewhere/' not in __file__\n"})
    disagreeing = shown_cause(project.testskew(*words))
    assert "is left out, as it disagrees with the other workers" in disagreeing.err
    assert "tests/test_place.py::test_place does not come to the same" in disagreeing.err
    folder = project.run_folders()[-1]
    assert len(json.loads((folder / "run.json").read_text())["request"]["kinds"]) == 1


def one_line(result, status=4):
    lines = [line for line in result.err.strip().splitlines() if line.startswith("testskew: ")]
    assert result.status == status, result
    assert len(lines) == 1, result
    return lines[0]


def test_too_few_descriptors_for_workers_on_this_machine(project, python):
    shop(project)
    command = [PROGRAM, "run", "--bad", "ci", "--good", "local", "--executor", "dask-local:6", "tests"]
    few = ["sh", "-c", 'ulimit -n 64 && exec "$@"', "sh", *command]
    done = subprocess.run(few, cwd=project.path, env=environ(), capture_output=True, text=True, timeout=120)
    line = one_line(Result(done), 4)
    assert "6 workers on this machine take 104 open files, and 64 are allowed" in line, line


def test_no_such_scheduler(project, python):
    words = ["run", "--bad", "ci", "--good", "local", "tests", "--executor"]
    shop(project)
    assert "cannot connect to tcp://127.0.0.1:1: " in one_line(project.testskew(*words, "dask://127.0.0.1:1"))
    nowhere = one_line(project.testskew(*words, "dask://nowhere.invalid:8786"))
    assert "cannot connect to tcp://nowhere.invalid:8786: " in nowhere
    assert "dask://HOST:PORT" in one_line(project.testskew(*words, "nowhere:8786"), 2)


@whole
def test_workers_that_cannot_be_used(project, clusters, tmp_path):
    scheduler = clusters()
    shop(project)
    words = ["run", "--bad", "ci", "--good", "local", "tests", "--executor", scheduler.executor]
    assert "has no workers" in one_line(project.testskew(*words))
    cases = {
        "it has testskew 9.9.9, and this is 0.1.0": {"program": dask_cluster.OTHER_VERSION},
        "it has no uv": {"uv": False, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)},
        "testskew does not start": {"program": "#!/nowhere/python\n"},
    }
    for number, (reason, worker) in enumerate(cases.items()):
        scheduler.worker("w%d" % number, **worker)
        scheduler.wait_for(1)
        line = one_line(project.testskew(*words))
        assert "no worker of %s can run the sessions: " % scheduler.address in line
        assert reason in line
        scheduler.workers[-1].kill()
        scheduler.workers[-1].wait()


@whole
def test_tls(project, clusters, tmp_path):
    tls = dask_cluster.make_certificates(tmp_path / "tls")
    scheduler = clusters(tls=tls)
    scheduler.worker("w1"), scheduler.worker("w2")
    scheduler.wait_for(2)
    shop(project)
    config = project.path / "testskew.toml"
    config.write_text(config.read_text() + '[profile.local.environ]\nAPI_KEY = "s3cret-value-1"\n')
    words = ["run", "--bad", "ci", "--good", "local", "--quick", "--executor", scheduler.executor, "tests"]
    shown_cause(project.testskew(*words, **scheduler.client_variables()))
    for file in [*project.run_folders()[-1].rglob("*"), *scheduler.folder.rglob("*")]:
        if file.is_file() and file.stat().st_size < 1 << 22:
            assert b"s3cret-value-1" not in file.read_bytes(), file

    other = dask_cluster.make_certificates(tmp_path / "other")
    variables = {name: value.replace("/tls/", "/other/") for name, value in scheduler.client_variables().items()}
    assert str(other) in str(variables)
    assert "cannot connect to tls://" in one_line(project.testskew(*words, **variables))
    assert "cannot connect to tls://" in one_line(project.testskew(*words))


@whole
def test_a_secret_is_not_sent_in_clear(project, clusters):
    address = dask_cluster.own_address()
    if address is None:
        pytest.skip("this machine has no address but loopback")
    scheduler = clusters(host=address)
    scheduler.worker("w1")
    scheduler.wait_for(1)
    shop(project)
    words = ["run", "--bad", "ci", "--good", "local", "--quick", "--executor", scheduler.executor, "tests"]
    line = one_line(project.testskew(*words, "--good-env", "API_KEY=s3cret-value-1"), 2)
    assert "local: API_KEY is a secret" in line
    assert "dask+tls://" in line
    shown_cause(project.testskew(*words))


@whole
def test_a_scheduler_that_goes_away_ends_the_run_and_attribute_goes_on(project, clusters):
    scheduler = clusters()
    scheduler.worker("w1"), scheduler.worker("w2")
    scheduler.wait_for(2)
    shop(project, seconds=1)
    run = Started(project.start("run", "--bad", "ci", "--good", "local", "--executor", scheduler.executor, "tests"))
    run.wait_for("as in")  # the search has begun
    scheduler.process.kill()
    status, _, err = run.end()
    assert status == 130, err
    assert "interrupted: %s does not answer any more" % scheduler.address in err
    assert "goes on" in err
    scheduler.stop()

    again = clusters(name="again")
    again.worker("w1"), again.worker("w2")
    again.wait_for(2)
    result = project.testskew("attribute", "--executor", again.executor)
    shown_cause(result)
    assert "PROVEN" in result.out


@whole
def test_an_interruption_ends_what_runs_on_the_workers(project, two):
    shop(project, seconds=60)
    run = Started(project.start("run", "--bad", "ci", "--good", "local", "--executor", two.executor, "tests"))
    run.wait_for("session s1")
    until = time.monotonic() + 60
    while not all(dask_cluster.children_of(worker.pid) for worker in two.workers):
        assert time.monotonic() < until, run.lines
        time.sleep(0.1)
    run.process.send_signal(signal.SIGINT)
    status, _, _ = run.end()
    assert status == 130
    until = time.monotonic() + 20
    while any(dask_cluster.children_of(worker.pid) for worker in two.workers):
        assert time.monotonic() < until
        time.sleep(0.1)


def test_runs_of_this_machine_and_of_others_are_not_mixed(project, python):
    shop(project)
    assert project.testskew("run", "--bad", "ci", "--good", "local", "--no-attribute", "tests").status == 3
    line = one_line(project.testskew("attribute", "--executor", "dask-local:2"), 2)
    assert "were on this machine" in line


@whole
def test_the_client_takes_what_the_scheduler_has(project, tmp_path):
    """A scheduler of another version is met with the same version of distributed and of Python."""
    found = pythons.find_python("3.12")
    if found is None or pythons.find_uv() is None:
        pytest.skip("there is no Python 3.12 or no uv")
    folder = tmp_path / "older"
    with contextlib.suppress(subprocess.CalledProcessError):
        make_venv(folder, "distributed<2026.5", "setuptools", python=found)
    if not (folder / "bin/dask").exists():
        pytest.skip("an older distributed cannot be had from the package index")
    scheduler = dask_cluster.Scheduler(folder / "bin/python", tmp_path / "dask")
    try:
        scheduler.worker("w1")
        scheduler.wait_for(1)
        shown_cause(
            shop(project).testskew(
                "run", "--bad", "ci", "--good", "local", "--quick", "--executor", scheduler.executor, "tests"
            )
        )
    finally:
        scheduler.stop()


def test_a_project_below_the_top_of_a_repository(project, python):
    """The whole repository travels, also with what git does not know, and each state is made from it there."""
    project.write({"sub/" + name: text for name, text in TESTS.items()})
    test = project.path / "sub/tests/test_cart.py"
    test.write_text(test.read_text().replace("SECONDS", "0"))
    project.write({"data.txt": "shared\n", ".gitignore": "secret.txt\n"})
    project.git("init", "-q", "-b", "main").git("add", "-A").git("commit", "-q", "-m", "all")
    project.write(
        {
            "secret.txt": "not tracked\n",
            "sub/tests/test_files.py": """
            import pathlib
            import subprocess

            TOP = pathlib.Path(__file__).parents[2]

            def test_files():
                assert (TOP / "data.txt").read_text() == "shared\\n"
                assert (TOP / "secret.txt").exists()
                assert subprocess.check_output(["git", "status", "--porcelain"], cwd=TOP) != b"broken"

            def test_tracked():
                assert subprocess.check_output(["git", "diff", "--name-only"], cwd=TOP) == b""
        """,
        }
    )
    project.path = project.path / "sub"
    words = ["run", "--bad", "ci", "--good", "local", "--no-attribute", "tests", "--json", "-"]
    here = project.testskew(*words).json()
    there = project.testskew(*words, "--executor", "dask-local:2").json()
    assert there["outcomes"]["bad"] == here["outcomes"]["bad"]
    assert there["outcomes"]["good"] == here["outcomes"]["good"]
    assert there["outcomes"]["good"]["passed"] == 4
    tracked = project.testskew(*words, "--executor", "dask-local:2", "--good-files", "tracked").json()
    assert tracked["outcomes"]["good"]["passed"] == 2


@whole
def test_no_variable_of_the_worker_reaches_a_session(project, clusters):
    scheduler = clusters()
    scheduler.worker("w1", OF_THE_WORKER="1")
    scheduler.wait_for(1)
    shop(project).write(
        {"tests/test_environ.py": "import os\n\ndef test_environ():\n    assert 'OF_THE_WORKER' not in os.environ\n"}
    )
    words = ["run", "--bad", "ci", "--good", "local", "--no-attribute", "tests/test_environ.py"]
    assert project.testskew(*words, "--executor", scheduler.executor).status == 0
