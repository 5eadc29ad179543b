"""`testskew repro`: the script that it writes shows the failure, for each factor, and where there is no testskew."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from conftest import PROGRAM, ROOT, Project, environ, pythons

sys.path.insert(0, str(ROOT / "tests/support"))
import projects


def copy_of(name, folder):
    try:
        written = projects.PROJECTS / name / "testskew.toml"
        projects.check_machine(projects.tomllib.loads(written.read_text()))
    except projects.Skip as reason:
        pytest.skip(str(reason))
    projects.make_project(name, folder)
    return Project(folder)


def path_without_testskew(*more):
    """The tools of the system, and the interpreters: no testskew."""
    interpreters = {str(pathlib.Path(pythons.find_python(v)).parent) for v in ("3.11", "3.12")}
    path = ":".join([*map(str, more), *sorted(interpreters), "/usr/bin", "/bin"])
    assert shutil.which("testskew", path=path) is None
    return path


@pytest.fixture(scope="session")
def uv_alone(tmp_path_factory):
    """A folder with uv and nothing else, by which a script makes its environments in a tenth of the time."""
    folder = tmp_path_factory.mktemp("uv")
    if uv := pythons.find_uv():
        (folder / "uv").symlink_to(uv)
    return folder


@pytest.fixture
def run_script(uv_alone):
    """Runs a script as somebody else would, by the plainest shell that is here."""

    def run(script, folder, *words, path=None, **variables):
        shell = shutil.which("dash") or "/bin/sh"
        kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "UV_", "SSL_CERT")) or "prox" in k.lower()}
        # The cache is uv's and pip's, so that not every script downloads pytest.
        kept.update({"HOME": str(folder), "LANG": "C.UTF-8", "XDG_CACHE_HOME": environ()["XDG_CACHE_HOME"]})
        kept.update({"PATH": path or path_without_testskew(uv_alone), **variables})
        return subprocess.run(
            [shell, script, *words], cwd=folder, env=kept, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=900,
        )  # fmt: skip

    return run


def written(project, tmp_path, *options, name="repro.sh"):
    file = tmp_path / name
    result = project.testskew("repro", "1", "-o", str(file), "--json", "-", *options)
    assert result.status == 0, result
    text = file.read_text()
    assert subprocess.run(["/bin/sh", "-n", file]).returncode == 0
    return file, result.json(), text


def quickly_run(project, *options):
    result = project.testskew("run", "--quick", "--no-observe", "--json", "-", *options, timeout=900)
    assert result.status in (1, 3), result
    return result.json()


FACTORS = {
    "interpreter": "04-syntax",
    "packages": "11-pydantic-optional",
    "environ": "21-time-zone",
    "files": "29-left-over-state",
    "selection": "34-environ-left-set",
    "import": "33-import-time-mock",
    "umask": "50-umask",
    "terminal": "51-no-terminal",
    "processors": "52-one-processor",
}


@pytest.mark.parametrize("name", FACTORS.values(), ids=FACTORS)
def test_the_script_shows_each_factor(name, tmp_path, run_script):
    project = copy_of(name, tmp_path / name)
    quickly_run(project)
    file, said, text = written(project, tmp_path)
    assert said["one_factor"], said
    result = run_script(file, project.path)
    assert result.returncode == 0, result.stdout + text
    assert "the failure is seen" in result.stdout


def test_a_polluter_is_shown_by_the_order_of_two(tmp_path):
    project = copy_of("34-environ-left-set", tmp_path / "project")
    quickly_run(project)
    file, said, text = written(project, tmp_path)
    lines = [line for line in text.splitlines() if line.startswith("#   ")]
    assert lines[0].count("tests/") == 2 and lines[1].count("tests/") == 1, lines
    assert not said["whole_selection"]


@pytest.fixture
def committed(pair):
    """The project of `pair` in git, with a change that is not committed, after its run."""
    pair.write({"data.bin": ""})
    (pair.path / "data.bin").write_bytes(bytes(range(256)))
    pair.git("init", "-q").git("add", "-A").git("commit", "-qm", "one")
    with open(pair.path / "test_greeting.py", "a") as file:
        file.write("\ndef test_new():\n    assert open('data.bin', 'rb').read(3) == b'new'\n")
    (pair.path / "data.bin").write_bytes(b"new\0" + bytes(range(256)))
    quickly_run(pair)
    return pair


def test_what_is_not_committed_is_in_the_patch(committed, tmp_path, run_script):
    """The files are those of the run, whatever was done to them since."""
    (committed.path / "test_greeting.py").write_text("")
    file, said, text = written(committed, tmp_path)
    assert "GIT binary patch" in text
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    refused = run_script(file, elsewhere)
    assert refused.returncode == 2, refused.stdout
    assert "is in no repository here" in refused.stdout
    result = run_script(file, elsewhere, REPOSITORY=str(committed.path))
    assert result.returncode == 0, result.stdout
    assert not list(tmp_path.glob("repro-*"))


def test_a_script_says_that_nothing_is_seen(committed, tmp_path, run_script):
    file, said, text = written(committed, tmp_path)
    mended = tmp_path / "mended.sh"
    mended.write_text(text.replace('"$environment/bin/pytest"', "true"))
    result = run_script(mended, committed.path)
    assert result.returncode == 1, result.stdout
    assert "NOT seen: nothing fails" in result.stdout
    other = tmp_path / "other.sh"
    other.write_text(text.replace("grep -qF -e KeyError", "grep -qF -e NoSuchError"))
    assert run_script(other, committed.path).returncode == 1


def test_uv_is_not_needed_nor_is_an_interpreter_beside_uv(committed, tmp_path, run_script):
    file, said, text = written(committed, tmp_path)
    plain = run_script(file, committed.path, path=path_without_testskew())
    assert plain.returncode == 0, plain.stdout
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in pathlib.Path("/usr/bin").iterdir():
        if not tool.name.startswith(("python", "uv")):
            (tools / tool.name).symlink_to(tool)
    neither = run_script(file, committed.path, path=str(tools))
    assert neither.returncode == 2 and "is not on PATH, and neither is uv" in neither.stdout, neither.stdout


def test_secrets_are_asked_for_and_not_written(project, tmp_path, run_script):
    project.write({
        "testskew.toml": """
            [profile.ci]
            python = "3.12"
            requirements = ["pytest"]
            inherit = ["SERVICE_TOKEN", "MODE"]
            [profile.ci.environ]
            MODE = "strict"
            [profile.local]
            python = "3.12"
            requirements = ["pytest"]
            inherit = ["SERVICE_TOKEN", "MODE"]
        """,
        "test_it.py": """
            import os

            def test_mode():
                assert os.environ["SERVICE_TOKEN"] == "hunter2hunter2"
                assert os.environ.get("MODE") != "strict"
        """,
        ".env": "SERVICE_TOKEN=hunter2hunter2\\n",
    })  # fmt: skip
    (project.path / "test_it.py").write_text(
        (project.path / "test_it.py").read_text().replace('"hunter2hunter2"', '"hunter2" * 2')
    )
    secret = {"SERVICE_TOKEN": "hunter2hunter2"}
    assert project.testskew("run", "--quick", "--no-observe", **secret).status == 1
    file = tmp_path / "repro.sh"
    result = project.testskew("repro", "1", "-o", str(file), **secret)
    assert result.status == 0, result
    assert "set SERVICE_TOKEN before it is started" in result.out
    assert "not in the file, as it may hold secrets: .env" in result.out
    assert "hunter2hunter2" not in file.read_text()
    refused = run_script(file, project.path)
    assert refused.returncode == 2 and "set SERVICE_TOKEN first" in refused.stdout
    shown = run_script(file, project.path, **secret)
    assert shown.returncode == 0, shown.stdout


def test_a_dockerfile_has_the_same_script(committed, tmp_path):
    script, _, text = written(committed, tmp_path)
    result = committed.testskew("repro", "1", "--docker", "-o", str(tmp_path / "Dockerfile"))
    assert result.status == 0, result
    lines = (tmp_path / "Dockerfile").read_text().splitlines()
    assert any(line.startswith("FROM python:3.1") and line.endswith("-slim") for line in lines)
    start = next(i for i, line in enumerate(lines) if line.startswith("COPY <<'"))
    end = lines.index(lines[start].split("'")[1], start + 1)
    inside = "\n".join(lines[start + 1 : end]) + "\n"
    (tmp_path / "inside.sh").write_text(inside)
    assert subprocess.run(["/bin/sh", "-n", tmp_path / "inside.sh"]).returncode == 0
    assert inside.splitlines()[:6] == text.splitlines()[:6]
    instructions = {
        line.split(" ")[0] for line in lines[:start] + lines[end + 1 :] if line and not line.startswith("#")
    }
    assert instructions <= {"FROM", "RUN", "COPY", "ENV", "WORKDIR", "CMD"}


def test_what_cannot_be_shown_is_one_line(committed, tmp_path):
    def refusal(*words, status=2):
        result = committed.testskew("repro", *words)
        assert result.status == status, result
        assert result.err.count("\n") == 1, result
        return result.err

    assert "'x' is no problem's number: testskew repro [RUN] PROBLEM" in refusal("x")
    assert "there is no problem 9" in refusal("9")
    assert "there is no run" in refusal("20200101-000000-0000", "1")
    assert "--output needs one that is there" in refusal("1", "-o", str(tmp_path / "no/such/repro.sh"))


def test_the_file_of_that_name_is_the_default(committed):
    assert committed.testskew("repro", "1").status == 0
    assert (committed.path / "repro-1.sh").stat().st_mode & 0o111
    assert PROGRAM not in (committed.path / "repro-1.sh").read_text()
    assert str(committed.path) not in (committed.path / "repro-1.sh").read_text()
    assert environ()["XDG_CACHE_HOME"] not in (committed.path / "repro-1.sh").read_text()


def test_a_secret_of_the_passing_side_is_in_neither_patch(project, tmp_path, run_script):
    """It is in the files of a project that is in no repository, in a folder whose name git quotes."""
    project.write({
        "testskew.toml": """
            [profile.ci]
            python = "3.12"
            requirements = ["pytest"]
            [profile.local]
            python = "3.12"
            requirements = ["pytest"]
            setup = [["true", "postgresql://app:hunter3hunter3@db/x"]]
            [profile.local.environ]
            DASHBOARD_API_KEY = "hunter2hunter2"
        """,
        "test_it.py": """
            import os

            def test_key():
                assert "DASHBOARD_API_KEY" in os.environ
        """,
        "über/.env": "OTHER_KEY=hunter4hunter4\\n",
    })  # fmt: skip
    assert project.testskew("run", "--quick", "--no-observe").status in (1, 3)
    file = tmp_path / "repro.sh"
    result = project.testskew("repro", "1", "-o", str(file), "--json", "-")
    assert result.status == 0, result
    assert result.json()["set_first"] == ["DASHBOARD_API_KEY"]
    assert sorted(result.json()["left_out"]) == ["testskew.toml", "über/.env"]
    assert "hunter" not in file.read_text()
    shown = run_script(file, project.path, DASHBOARD_API_KEY="x")
    assert shown.returncode == 0, shown.stdout
