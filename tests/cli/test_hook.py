"""The pre-push hook, with real pushes of real projects to a bare repository."""

import json
import os
import select
import shutil
import signal
import subprocess
import textwrap

from conftest import make_venv
from pushes import PROFILES, Clone, lines


def test_a_good_tree_passes_and_is_remembered(clone):
    first = clone.push()
    assert first.returncode == 0, first
    assert clone.on_remote() == clone.head()
    assert len(lines(first)) == 1 and "main: 2 tests in ci (Python 3.11" in lines(first)[0]
    assert clone.times_run() == 1
    again = clone.push("origin", "HEAD:refs/heads/again")
    assert again.returncode == 0 and lines(again) == []
    assert clone.times_run() == 1
    clone.git("commit", "-q", "--allow-empty", "-m", "another commit of the same tree")
    assert lines(clone.push()) == []
    assert clone.times_run() == 1
    status = json.loads(clone.testskew("hook", "status", "--json", "-").stdout)
    assert status["last"]["verdict"] == "passed" and status["profiles"] == ["ci"]


def test_a_failing_commit_stops_the_push(clone):
    assert clone.push().returncode == 0
    clone.greeting("goodbye")
    stopped = clone.push()
    assert stopped.returncode != 0
    assert clone.on_remote() != clone.head()
    said = "\n".join(lines(stopped))
    assert "the push of main (" in said and "1 test fails in ci (Python 3.11" in said
    assert "test_app.py::test_greeting" in said and "test_app.py:" in said
    assert "in local (Python 3.12" in said and "it fails as well" in said
    assert "testskew run --bad ci --good local --files ref:" in said
    assert "git push --no-verify" in said
    assert clone.push("--no-verify", "origin", "HEAD").returncode == 0
    assert clone.on_remote() == clone.head()


def test_what_a_server_hid_is_in_what_stops_the_push(clone):
    """The application answers with a 500, and says nothing else to the test."""
    clone.commit(
        {
            "testskew.toml": PROFILES.replace('["pytest"]', '["pytest", "starlette", "httpx"]'),
            "web.py": """
                from starlette.applications import Starlette
                from starlette.responses import JSONResponse
                from starlette.routing import Route

                def price(names):
                    return names["tea"]

                async def tea(request):
                    return JSONResponse(price({}))

                app = Starlette(routes=[Route("/tea", tea)])
            """,
            "test_web.py": """
                from starlette.testclient import TestClient
                from web import app

                def test_tea():
                    client = TestClient(app, raise_server_exceptions=False)
                    assert client.get("/tea").status_code == 200
            """,
        }
    )
    said = "\n".join(lines(clone.push()))
    assert "behind it: KeyError: 'tea' (GET /tea answered as HTTP 500" in said, said
    assert "web.py:6 in price" in said or "web.py:7 in price" in said, said


def test_the_history_is_not_copied(clone):
    """Only its index and refs: what a repository weighs does not count."""
    blob = os.urandom(8 << 20)
    (clone.path / "large.bin").write_bytes(blob)
    clone.commit({}, "large")
    (clone.path / "large.bin").unlink()
    clone.commit(
        {
            "test_size.py": """
                import pathlib

                def test_size():
                    files = [file for file in pathlib.Path(".git").rglob("*") if file.is_file()]
                    assert sum(file.stat().st_size for file in files) < 1 << 20

                def test_history_is_there():
                    import subprocess

                    log = subprocess.run(["git", "log", "--oneline"], capture_output=True, text=True)
                    assert "large" in log.stdout
            """
        }
    )
    pushed = clone.push()
    assert pushed.returncode == 0, pushed


def test_what_differs_on_the_good_side_is_told(clone):
    clone.commit(
        {
            "test_new.py": """
            import sys

            def test_version():
                assert sys.version_info >= (3, 12)
        """
        }
    )
    said = "\n".join(lines(clone.push()))
    assert "it passes; the two differ in" in said
    assert "interpreter: " in said and "3.12" in said


def test_the_work_tree_is_not_seen(clone):
    clone.write({"app.py": "broken(", "testskew.toml": "broken = [", "test_other.py": "assert False\n"})
    assert clone.push().returncode == 0
    assert clone.on_remote() == clone.head()
    clone.git("checkout", "-q", "--", ".")
    clone.greeting("goodbye")
    clone.write({"app.py": 'def greeting():\n    return "hello"\n'})
    assert clone.push().returncode != 0


def test_a_deletion_a_tag_and_a_new_branch(clone):
    clone.push(check=True)
    runs = clone.times_run()
    clone.push("origin", "HEAD:refs/heads/old", check=True)
    gone = clone.push("origin", ":old")
    assert gone.returncode == 0 and lines(gone) == [] and clone.on_remote("old") == ""
    clone.git("tag", "-a", "v1", "-m", "known")
    assert lines(clone.push("origin", "v1", check=True)) == []
    clone.greeting("goodbye")
    clone.git("tag", "v2")
    assert lines(clone.push("origin", "v2", check=True)) == ["testskew: NOT CHECKED: v2: tags are not checked"]
    many = "".join(f"refs/tags/t{n} {clone.head()} refs/tags/t{n} {'0' * 40}\n" for n in range(1200))
    by_hand = clone.testskew("hook", "run", "origin", "url", typed=many)
    assert lines(by_hand) == ["testskew: NOT CHECKED: t0, t1, t2 and 1197 more: tags are not checked"]
    clone.git("notes", "add", "-m", "a note")
    assert lines(clone.push("origin", "refs/notes/commits", check=True)) == []
    assert clone.times_run() == runs
    assert clone.push("origin", "HEAD:refs/heads/new").returncode != 0
    assert clone.on_remote("new") == ""
    tag_first = f"refs/tags/v2 {clone.head()} refs/tags/v2 {'0' * 40}\nHEAD {clone.head()} refs/heads/x {'0' * 40}\n"
    stopped = clone.testskew("hook", "run", "origin", "url", typed=tag_first, check=False)
    assert stopped.returncode == 3 and "NOT CHECKED" not in stopped.stderr
    nowhere = clone.testskew("hook", "run", "origin", "url", typed=f"x {'1' * 40} refs/heads/x {'0' * 40}\n")
    assert lines(nowhere) == ["testskew: NOT CHECKED: x: there is no such commit here"]


def test_fifty_refs_and_a_force_push(clone):
    for number in range(50):
        clone.git("branch", f"b{number}")
    many = clone.push("origin", *(f"b{number}" for number in range(50)))
    assert many.returncode == 0 and len(lines(many)) == 1, many
    assert clone.times_run() == 1
    clone.push(check=True)
    clone.git("commit", "-q", "--amend", "-m", "another history", "--allow-empty")
    clone.greeting("goodbye")
    mixed = clone.push("--force", "origin", "HEAD:refs/heads/main", "b1:refs/heads/other")
    assert mixed.returncode != 0 and clone.on_remote("other") == ""
    clone.greeting("hello")
    assert clone.push("--force", "origin", "HEAD:refs/heads/main").returncode == 0


def test_a_shallow_clone(clone, tmp_path):
    clone.push(check=True)
    clone.greeting("hello")
    clone.push(check=True)
    shallow = Clone(tmp_path / "shallow", clone.remote, clone.counter)
    clone.git("clone", "-q", "--depth", "1", f"file://{clone.remote}", shallow.path)
    shallow.git("config", "user.name", "t")
    shallow.git("config", "user.email", "t@example.invalid")
    shallow.testskew("hook", "install")
    shallow.commit({"more.py": ""})
    done = shallow.push()
    assert done.returncode == 0 and "2 tests in ci" in lines(done)[0]
    shallow.greeting("goodbye")
    assert shallow.push("origin", "HEAD:refs/heads/new").returncode != 0


def test_only_documentation_changed(clone):
    clone.push(check=True)
    runs = clone.times_run()
    clone.commit({"README.md": "# Another text\n"})
    assert lines(clone.push(check=True)) == ["testskew: main: only documentation changed, no test was run"]
    assert clone.times_run() == runs


def test_documentation_that_tests_read_is_tested(clone):
    clone.commit(
        {"data/__init__.py": "", "data/prompts/system.md": "one\n", "NOTES.md": "one\n", "docs/a.rst": "one\n"}
    )
    clone.push(check=True)
    runs = clone.times_run()
    for name in ("data/prompts/system.md", "NOTES.md", "docs/a.rst"):
        if name == "NOTES.md":
            clone.commit({"test_notes.py": "def test_notes():\n    assert open('NOTES.md').read() == 'one\\n'\n"})
            clone.push("origin", "HEAD:refs/heads/other", check=True)
            runs = clone.times_run()
        if name == "docs/a.rst":
            clone.commit({"NOTES.md": "one\n", "pytest.ini": "[pytest]\naddopts = --doctest-glob=*.rst\n"})
            clone.push("origin", "HEAD:refs/heads/more", check=True)
            runs = clone.times_run()
        clone.commit({name: "two\n\n>>> 1\n2\n"})
        done = clone.push()
        assert "only documentation changed" not in done.stderr
        assert clone.times_run() > runs or done.returncode != 0, (name, done)
        assert (done.returncode != 0) == (name != "data/prompts/system.md"), (name, done)
        runs = clone.times_run()


def test_more_refs_than_are_looked_at_are_said(clone):
    line = f"refs/heads/main {clone.head()} refs/heads/main {'0' * 40}\n"
    done = clone.testskew("hook", "run", "origin", "url", typed=line * (17_000_000 // len(line)))
    assert "NOT CHECKED: git names more than 16 MB of refs" in done.stderr


def test_the_variable_that_skips_says_so(clone):
    clone.greeting("goodbye")
    skipped = clone.push(TESTSKEW_SKIP="1")
    assert skipped.returncode == 0
    assert lines(skipped) == ["testskew: NOT CHECKED: TESTSKEW_SKIP is set"]
    assert clone.times_run() == 0


def test_after_the_budget_the_push_goes_on_and_says_what_nobody_has_seen(clone):
    clone.push(check=True)  # the environment is there now
    clone.commit(
        {
            "test_slow.py": "import threading\n\ndef test_slow():\n    threading.Event().wait()\n",
            "app.py": "# nothing\n",
        }
    )
    clone.greeting("hello")
    late = clone.push(TESTSKEW_HOOK_BUDGET="20")
    assert late.returncode == 0, late
    assert clone.on_remote() == clone.head()
    (line,) = lines(late)
    assert line.startswith("testskew: NOT CHECKED: main in ci (Python 3.11")
    assert "the budget of 20 s ended" in line
    again = clone.push("origin", "HEAD:refs/heads/again", TESTSKEW_HOOK_BUDGET="0.2")
    assert again.returncode == 0 and "NOT CHECKED: again" in lines(again)[0]


def test_what_keeps_testskew_from_looking_does_not_keep_the_push(clone):
    def pushed(**files):
        clone.commit(files)
        done = clone.push()
        assert done.returncode == 0, done
        return lines(done)[0]

    assert "NOT CHECKED: main: testskew.toml:1:1: unknown key" in pushed(**{"testskew.toml": "broken = 1\n"})
    toml = '[profile.ci]\npython = "/nowhere/python"\n'
    assert "NOT CHECKED: main in ci: the interpreter /nowhere/python is not there" in pushed(**{"testskew.toml": toml})
    nothing = textwrap.dedent(PROFILES)
    assert "no tests were collected" in pushed(**{"testskew.toml": nothing, "test_app.py": "", "test_x.py": ""})
    for typed, said in (("nonsense\n", "line 1 of the standard input"), ("x" * 100, "line 1 of")):
        by_hand = clone.testskew("hook", "run", "origin", "url", typed=typed)
        assert said in by_hand.stderr and "NOT CHECKED" in by_hand.stderr
    empty = clone.testskew("hook", "run", "origin", "url", typed="")
    assert len(lines(empty)) == 1 and "NOT CHECKED: git names nothing" in lines(empty)[0]
    elsewhere = clone.testskew("hook", "run", cwd="/")
    assert "NOT CHECKED: / is in no work tree of git" in elsewhere.stderr
    without_git = clone.testskew("hook", "run", PATH="/nonexistent")
    assert lines(without_git) == [
        "testskew: NOT CHECKED: git is not on PATH: install it, or give the hook a PATH that has it"
    ]


def test_collection_errors_and_a_bad_end_stop_the_push(clone):
    clone.commit({"test_broken.py": "import nowhere_to_be_found\n"})
    stopped = clone.push()
    assert stopped.returncode != 0 and "nowhere_to_be_found" in stopped.stderr
    clone.git("rm", "-q", "test_broken.py")
    clone.commit({"conftest.py": "def pytest_sessionfinish(session):\n    session.exitstatus = 7\n"})
    stopped = clone.push()
    assert stopped.returncode != 0 and "exit status 7 although no test failed" in stopped.stderr


def test_tests_that_failed_last_or_that_reach_the_change_come_first(clone):
    order = clone.path.parent / "order"
    module = "import {}\n\ndef test_one():\n    open({!r}, 'a').write({!r})\n"
    files = {f"tests/test_{name}.py": module.format("json", str(order), name) for name in "abcdef"}
    clone.commit(
        {**files, "tests/test_z.py": module.format("store", str(order), "z"), "store.py": "", "conftest.py": ""}
    )
    last = clone.path / ".testskew/hook.json"
    clone.push(check=True)
    assert order.read_text().endswith("abcdefz")
    saved = json.loads(last.read_text())
    saved["whole_seconds"]["ci"] = 1000  # as of a suite that takes long
    saved["failed"] = ["tests/test_d.py::test_one"]
    last.write_text(json.dumps(saved))
    order.unlink()
    clone.commit({"store.py": "x = 1\n"})
    clone.push(check=True)
    assert order.read_text() == "dz" + "abcdefz"
    saved = json.loads(last.read_text())
    saved["whole_seconds"]["ci"] = 1000
    last.write_text(json.dumps(saved))
    order.unlink()
    clone.git("rm", "-q", "store.py", "tests/test_a.py")
    clone.commit({})
    stopped = clone.push()  # what was removed is still imported
    assert stopped.returncode != 0 and "tests/test_z.py" in stopped.stderr
    assert not order.exists()


def test_interrupted_by_ctrl_c(clone, tmp_path):
    began = tmp_path / "began"
    os.mkfifo(began)
    clone.commit(
        {
            "test_app.py": f"""
            import threading

            def test_that_hangs():
                open({str(began)!r}, "w").write("began")
                threading.Event().wait()
        """
        }
    )

    def attentive():
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    push = subprocess.Popen(
        ["git", "push", "origin", "HEAD"],
        cwd=clone.path,
        env=clone.environ(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        preexec_fn=attentive,
    )
    with open(os.open(began, os.O_RDONLY | os.O_NONBLOCK)) as fifo:
        assert select.select([fifo], [], [], 240)[0], "no test has begun"
    os.killpg(push.pid, signal.SIGINT)
    push.communicate(timeout=60)
    assert push.returncode != 0
    assert clone.on_remote() == ""


def test_two_pushes_at_once(clone):
    clone.push("origin", "HEAD:refs/heads/warm", check=True)
    clone.commit({"more.py": ""})
    pushes = [
        subprocess.Popen(
            ["git", "push", "origin", f"HEAD:refs/heads/{name}"],
            cwd=clone.path,
            env=clone.environ(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "two")
    ]
    for push in pushes:
        said = push.communicate(timeout=300)[1]
        assert push.returncode == 0, said
    assert clone.on_remote("one") == clone.on_remote("two") == clone.head()
    assert lines(clone.push()) == []


def test_offline(clone):
    clone.push(check=True)
    clone.commit({"more.py": ""})
    assert "2 tests in ci" in clone.testskew("hook", "run", "--offline").stderr
    clone.commit({"testskew.toml": textwrap.dedent(PROFILES).replace('"pytest"', '"pytest", "cowsay==6.0"')})
    done = clone.testskew("hook", "run", "--offline", XDG_CACHE_HOME=str(clone.path.parent / "cache"))
    assert "NOT CHECKED: HEAD in ci" in done.stderr


def test_the_environment_in_use_is_checked_where_nothing_else_is_said(clone):
    make_venv(clone.path / ".venv", "pytest", python=shutil.which("python3"))
    clone.git("rm", "-q", "testskew.toml")
    clone.commit({".gitignore": ".venv\n", "pytest.ini": "[pytest]\n"})
    done = clone.push(VIRTUAL_ENV=None)
    assert done.returncode == 0 and "main: 2 tests in here (Python" in lines(done)[0], done
    clone.push("origin", "HEAD:refs/heads/again", check=True, VIRTUAL_ENV=None)
    assert clone.times_run() == 1
    (next(iter(clone.path.glob(".venv/lib/python*/site-packages"))) / "new-1.0.dist-info").mkdir()
    clone.push("origin", "HEAD:refs/heads/third", VIRTUAL_ENV=None)
    assert clone.times_run() == 2


def test_an_editable_install_of_the_work_tree_is_that_of_the_checkout(clone):
    pyproject = """
        [build-system]
        requires = ["setuptools"]
        build-backend = "setuptools.build_meta"
        [project]
        name = "app"
        version = "1"
    """
    clone.git("rm", "-q", "testskew.toml", "app.py")
    clone.commit(
        {
            ".gitignore": ".venv\n*.egg-info\n",
            "pyproject.toml": pyproject,
            "src/app/__init__.py": 'def greeting():\n    return "hello"\n',
        }
    )
    make_venv(clone.path / ".venv", "pytest", "-e", clone.path, python=shutil.which("python3"))
    clone.write({"src/app/__init__.py": "broken("})
    done = clone.push(VIRTUAL_ENV=None)
    assert done.returncode == 0 and "2 tests in here" in lines(done)[0], done
    clone.commit({"src/app/__init__.py": 'def greeting():\n    return "goodbye"\n'})
    clone.write({"src/app/__init__.py": 'def greeting():\n    return "hello"\n'})
    stopped = clone.push(VIRTUAL_ENV=None)
    assert stopped.returncode != 0 and "assert 'goodbye' == 'hello'" in stopped.stderr, stopped
    assert "testskew run --bad here --good here --bad-files ref:" in stopped.stderr


def test_without_a_configuration_the_legs_of_the_ci_are_checked(clone):
    workflow = """
        on: push
        jobs:
          test:
            runs-on: ubuntu-latest
            strategy:
              matrix:
                python-version: ["3.11", "3.12"]
            steps:
              - uses: actions/checkout@v4
              - uses: actions/setup-python@v5
                with:
                  python-version: ${{ matrix.python-version }}
              - run: pip install pytest
              - run: python -m pytest
    """
    clone.git("rm", "-q", "testskew.toml")
    clone.commit({".github/workflows/ci.yml": workflow})
    done = clone.push()
    assert done.returncode == 0 and len(lines(done)) == 2, done
    assert "2 tests in ci (Python 3.12" in lines(done)[0] and "in ci-oldest (Python 3.11" in lines(done)[1]
    clone.commit({"test_new.py": "import sys\n\ndef test_new():\n    assert sys.version_info >= (3, 12)\n"})
    stopped = clone.push()
    assert stopped.returncode != 0 and "1 test fails in ci-oldest (Python 3.11" in stopped.stderr
    assert "testskew run --bad ci-oldest --good local --files ref:" in stopped.stderr
    document = clone.testskew("profiles", "list", "--json", "-").stdout
    assert "ci-oldest" not in document


def test_several_profiles_and_a_budget_of_the_configuration(clone):
    toml = textwrap.dedent(PROFILES) + '[hook]\nprofiles = ["ci", "local"]\nbudget = 200\n'
    clone.commit({"testskew.toml": toml})
    done = clone.push(TESTSKEW_HOOK_BUDGET=None)
    assert done.returncode == 0 and len(lines(done)) == 2, done
    assert "local (Python 3.12" in lines(done)[1]
    status = json.loads(clone.testskew("hook", "status", "--json", "-", TESTSKEW_HOOK_BUDGET=None).stdout)
    assert status["budget"] == 200 and status["profiles"] == ["ci", "local"]


def test_a_recorded_document(clone):
    clone.greeting("goodbye")
    done = clone.testskew("hook", "run", "--json", "-", check=False)
    assert done.returncode == 3
    document = json.loads(done.stdout)
    assert document["stopped"] and document["commits"][0]["failed"] == ["test_app.py::test_greeting"]
