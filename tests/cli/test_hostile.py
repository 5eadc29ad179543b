"""Hostile and unlucky tests, files and machines: nothing is lost, nothing hangs, nothing is let through."""

import json
import os
import pathlib
import signal
import textwrap
import time

import pytest
from channel import CHANNEL  # of tests/support

PROFILE = '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n'
PLAIN = "def test_plain():\n    assert True\n"


def records(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def hostile(project, body, name="test_hostile.py"):
    return project.write({"testskew.toml": PROFILE, "test_plain.py": PLAIN}).write(
        {name: CHANNEL + textwrap.dedent(body)}
    )


@pytest.mark.parametrize(
    "line",
    [
        b'{"t":5}\n',
        b'{"t":null}\n{"t":[]}\n[]\nnonsense\n\xff\xfe\n',
        b'{"t":"x","a":' + b'{"a":' * 50000 + b"1" + b"}" * 50001 + b"\n",
        b"no newline",
    ],
    ids=["number", "kinds", "deep", "torn"],
)
def test_no_line_on_the_channel_of_the_recording_does_harm(project, line):
    hostile(project, f"def test_a():\n    os.write(channel()[0], {line!r})\n")
    result = project.testskew("record", "p")
    outcomes = [r["outcome"] for r in records(project.path / "p.jsonl") if r["t"] == "phase" and r["when"] == "call"]
    assert outcomes == ["passed", "passed"], result
    assert result.status in (0, 3, 4) and "internal" not in result.err, result


@pytest.mark.parametrize(
    "deed",
    [
        "os.mkfifo(folder + '/gw2.jsonl')",
        "os.unlink(folder + '/main.jsonl'); os.mkfifo(folder + '/main.jsonl')",
        "os.symlink('/dev/zero', folder + '/x.stacks.txt')",
        "os.truncate(os.open(folder + '/y.stacks.txt', os.O_CREAT | os.O_WRONLY), 20 << 30)",
        "os.truncate(os.open(folder + '/gw1.jsonl', os.O_CREAT | os.O_WRONLY), 20 << 30)",
    ],
    ids=["fifo", "main-fifo", "zero", "sparse", "sparse-recording"],
)
def test_what_is_put_into_the_capture_folder_is_not_waited_for(project, deed):
    hostile(project, f"def test_a():\n    number, folder = channel()\n    {deed}\n")
    begin = time.monotonic()
    result = project.testskew("record", "p", timeout=120)
    assert result.status in (0, 3, 4), result
    assert time.monotonic() - begin < 60


def test_a_link_in_the_capture_folder_is_not_followed(project, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("what the tests may not read\n")
    hostile(project, f"def test_a():\n    os.symlink({str(secret)!r}, channel()[1] + '/x.stacks.txt')\n")
    project.testskew("record", "p")
    assert "may not read" not in (project.path / "p.jsonl").read_text()


def test_a_stopped_guard_ends_and_leaves_nothing(project):
    hostile(project, "import signal\n\ndef test_a():\n    os.kill(os.getppid(), signal.SIGSTOP)\n")
    result = project.testskew("record", "p", "--timeout", "60", timeout=120)
    assert result.status == 0, result


def test_a_stopped_guard_does_not_outlive_a_killed_program(project):
    hostile(
        project,
        """
        import signal, time

        def test_a():
            open("/tmp/%s", "w").write(str(os.getppid()))
            while True:
                os.kill(os.getppid(), signal.SIGSTOP)
                time.sleep(0.01)
        """
        % f"hostile-{os.getpid()}",
    )
    mark = pathlib.Path(f"/tmp/hostile-{os.getpid()}")
    process = project.start("record", "p")
    for _ in range(600):
        if mark.exists() and mark.read_text():
            break
        time.sleep(0.1)
    guard = int(mark.read_text())
    mark.unlink()
    process.kill()
    process.communicate()
    for _ in range(100):
        if not os.path.exists(f"/proc/{guard}"):
            break
        time.sleep(0.1)
    assert not os.path.exists(f"/proc/{guard}")


def test_a_limit_on_the_size_of_files_is_no_crash(project):
    hostile(
        project,
        """
        import resource

        def test_a():
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

        def test_b():
            pass
        """,
    )
    result = project.testskew("record", "p")
    assert result.status == 4 and "incomplete" in result.err, result


INSTALLED = """
    import _pytest, os

    def test_a():
        with open(os.path.join(os.path.dirname(_pytest.__file__), "outcomes.py"), "a") as file:
            file.write("# evil\\n")
        with open(os.path.join(os.path.dirname(os.path.dirname(_pytest.__file__)), "evil.pth"), "w") as file:
            file.write("import os\\n")
        assert True
"""


@pytest.mark.parametrize("workspace", ["copy", "auto"])
def test_what_a_test_writes_into_installed_files_reaches_nothing_else(project, tmp_path, workspace):
    hostile(project, INSTALLED)
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "UV_CACHE_DIR": str(tmp_path / "uv")}
    result = project.testskew("record", "p", "--workspace", workspace, **cache)
    assert result.status == 0, result
    evil = [path for path in tmp_path.glob("cache/**/*.pth") if path.name == "evil.pth"]
    for file in [*tmp_path.glob("cache/**/_pytest/outcomes.py"), *tmp_path.glob("uv/**/_pytest/outcomes.py")]:
        if "# evil" in file.read_text():
            evil.append(file)
    assert evil == []
    assert not list(tmp_path.glob("cache/testskew/sessions/*"))


def test_an_editable_project_is_that_of_the_session_in_a_copy(project):
    project.write(
        {
            "pyproject.toml": """
                [build-system]
                requires = ["setuptools"]
                build-backend = "setuptools.build_meta"
                [project]
                name = "shop"
                version = "1"
            """,
            "src/shop/__init__.py": "VALUE = 1\n",
            "tests/test_shop.py": """
                import os, shop

                def test_shop():
                    assert os.path.realpath(shop.__file__).startswith(os.path.realpath(os.getcwd()) + "/")
            """,
            "testskew.toml": '[profile.p]\npython = "3.12"\nrequirements = ["-e .", "pytest"]\n',
        }
    )
    for _ in range(2):  # the environment is kept, and the session's tree is another one
        result = project.testskew("record", "p", "--workspace", "copy")
        assert result.status == 0, result


def test_temporary_folders_of_a_killed_run_are_swept_by_the_next_one(project, tmp_path):
    hostile(project, "")
    place = tmp_path / "tmp"
    place.mkdir()
    dead = place / "testskew-tmp-abcdef"
    dead.mkdir(mode=0o700)
    (dead / "requirements.txt").write_text("--index https://me:pw@example.invalid/simple\n")
    changes = {"TMPDIR": str(place), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    process = project.start("record", "p", **changes)
    for _ in range(400):
        if any(place.glob("testskew-tmp-*/requirements*")) and not dead.exists():
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not dead.exists()
    assert project.testskew("record", "p", **changes).status == 0
    assert [path.name for path in place.glob("testskew-*")] == []


SECRET_TEST = """
    import os, sys

    def test_url():
        url = os.environ["DATABASE_URL"]
        assert url == "x" * 20

    def test_key():
        assert os.environ["SIGNING_KEY"] == ""

    def test_values(request):
        print(os.environ["APP_PASSWORD"], os.environ["STRIPE_KEY"], file=sys.stderr)
        raise RuntimeError("login with " + os.environ["APP_PASSWORD"] + " " + request.config.getoption("--api-token"))
"""


def test_secrets_reach_no_file_and_no_output(project):
    project.write(
        {
            "testskew.toml": PROFILE.replace("[profile.p]", "[profile.p]\ninherit = ['*']"),
            "conftest.py": 'def pytest_addoption(parser):\n    parser.addoption("--api-token")\n',
            "test_s.py": SECRET_TEST,
        }
    )
    secrets = {
        "DATABASE_URL": "postgres://u:dbpw-CCCC2222EEEE@host.example.invalid:5432/x",
        "SIGNING_KEY": "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhk\nG9w0BAQEFAASCBKcw\n-----END KEY-----\n",
        "APP_PASSWORD": "pw12Q4z",
        "STRIPE_KEY": "sk-live-GGGG7777",
    }
    result = project.testskew(
        "run", "--bad", "p", "--good", "p", "--no-attribute", "-v", "--", "--api-token=opt-F6", **secrets
    )
    written = result.out + result.err
    for file in project.path.glob(".testskew/**/*"):
        if file.is_file() and file.name != "run.json":
            written += file.read_text(errors="replace")
    written += json.dumps(json.loads(next(project.path.glob(".testskew/runs/*/run.json")).read_text())["report"])
    for piece in ["dbpw-CCCC", "MIIEvQIBADANBg", "G9w0BAQEFAASCBKcw", "pw12Q4z", "sk-live-GGGG7777", "opt-F6"]:
        assert piece not in written, piece


def test_credentials_of_an_index_are_on_no_command_line(project, tmp_path):
    """A uv that only notes how it was called."""
    uv = tmp_path / "uv"
    uv.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/argv\nenv >> {tmp_path}/environ\nexit 2\n')
    uv.chmod(0o755)
    project.write(
        {
            "testskew.toml": '[profile.p]\npython = "3.12"\nrequirements = ["-r requirements.txt"]\n',
            "requirements.txt": "--extra-index-url http://me:SECRETPW99@example.invalid/simple\npytest\n",
            "test_a.py": PLAIN,
        }
    )
    result = project.testskew("record", "p", UV=str(uv), XDG_CACHE_HOME=str(tmp_path / "cache"))
    assert result.status == 4, result
    assert "pip compile" in (tmp_path / "argv").read_text()
    assert "SECRETPW99" not in (tmp_path / "argv").read_text()
    assert "UV_INDEX=http://me:SECRETPW99@example.invalid/simple" in (tmp_path / "environ").read_text()
    assert "SECRETPW99" not in result.out + result.err


def test_outputs_go_where_they_were_sent(project):
    hostile(project, "")
    assert project.testskew("record", "p", "-o", "/dev/null").status == 0
    assert pathlib.Path("/dev/null").is_char_device()


def one_line(result):
    lines = result.err.rstrip("\n").split("\n")
    assert len(lines) == 1 and len(lines[0]) <= 450, result
    return lines[0]


def test_profiles_that_extend_each_other_twice_are_followed_once(project):
    text = "".join(f'[profile.p{i}]\nextends = ["p{i + 1}", "p{i + 1}"]\n' for i in range(40))
    project.write({"testskew.toml": text + '[profile.p40]\npython = "3.12"\n'})
    assert project.testskew("profiles", "show", "p0", timeout=20).status == 0
    long = "".join(f'[profile.p{i}]\nextends = ["p{i + 1}"]\n' for i in range(20000))
    project.write({"testskew.toml": long + '[profile.p20000]\npython = "3.12"\n'})
    result = project.testskew("profiles", "show", "p0", timeout=60)
    assert result.status == 2 and "extend each other" in one_line(result)


@pytest.mark.parametrize("value", ["a\\nb\\nc", "x" * 100_000, "\\u001b[31m", "\\u202Eabc"])
def test_a_message_is_one_line_without_control_characters(project, value):
    project.write({"testskew.toml": f'[profile.p]\npython = "{value}"\nnonsense = "{value}"\n'})
    result = project.testskew("profiles", "show", "p")
    assert result.status == 2
    line = one_line(result)
    assert "\x1b" not in line and "\u202e" not in line
    project.write({"testskew.toml": f'[profile.p]\npython = "{value}"\n'})
    result = project.testskew("profiles", "list")
    assert "\x1b" not in result.out and "\u202e" not in result.out


def test_what_cannot_be_is_told_before_anything_runs(project):
    hostile(project, "")
    assert "nope.py" in one_line(project.testskew("record", "p", "nope.py"))
    result = project.testskew("record", "p", "--json", "no/such/folder/x.json")
    assert result.status == 2 and "no/such/folder" in one_line(result)
    (project.path / "list.txt").write_text("x")
    project.write({"testskew.toml": '[profile.p]\nextends = "./list"\n', "list": "x"})
    result = project.testskew("record", "p")
    assert result.status == 2, result
    assert project.run_folders() == []


def test_a_run_without_a_session_leaves_no_folder(project):
    project.write({"testskew.toml": '[profile.p]\npython = "/no/such/python"\n', "test_a.py": PLAIN})
    assert project.testskew("record", "p").status == 4
    assert project.run_folders() == []


def test_a_report_needs_no_valid_testskew_toml(project):
    hostile(project, "")
    assert project.testskew("run", "--bad", "p", "--good", "p", "--no-attribute").status == 0
    project.write({"testskew.toml": "[[[\n"})
    assert project.testskew("report").status == 0


def test_doctor_without_a_home(project):
    result = project.testskew("doctor", HOME=None, XDG_CACHE_HOME=None)
    assert result.status == 4
    assert "missing cache" in result.out and "ok      Python" in result.out, result


def test_words_of_the_argument_parser_are_not_shown(project):
    assert "needs the number of a problem" in one_line(project.testskew("rerun"))
    assert "takes at most 2 words, and 3 were given" in one_line(project.testskew("rerun", "a", "b", "c"))
    assert "{false}" not in project.testskew("run", "--help").out


@pytest.mark.parametrize("line", ["-r /dev/zero", "-c /dev/zero", "-r more.txt\n-r more.txt"])
def test_an_endless_requirements_file_is_refused(project, line):
    project.write(
        {
            "testskew.toml": '[profile.p]\npython = "3.12"\nrequirements = ["-r more.txt"]\n',
            "more.txt": line + "\n",
            "test_a.py": PLAIN,
        }
    )
    begin = time.monotonic()
    result = project.testskew("record", "p", timeout=60)
    assert result.status == 2, result
    assert "/dev/zero cannot be read" in result.err or "include each other" in result.err
    assert time.monotonic() - begin < 20


def test_an_exception_whose_class_is_a_property_passes_as_without_testskew(project):
    hostile(
        project,
        """
        class Odd(Exception):
            @property
            def __class__(self):
                raise RuntimeError("asked for the class")

        def test_a():
            try:
                raise Odd()
            except Odd:
                pass
        """,
    )
    for python in ("3.12", "3.11"):
        project.write({"testskew.toml": PROFILE.replace("3.12", python)})
        result = project.testskew("record", "p")
        assert result.status == 0, result
