"""Tests a virtual environment as a side: the side gets what is installed in it. The environments are real ones, and
their packages are releases made here."""

import pathlib
import subprocess
import sys
import zipfile

import pytest

TEST = """
    import gaugeoflongago

    def test_gauge():
        assert gaugeoflongago.read() == 1
"""


def make_wheel(folder, name, version, source, tag="py3-none-any"):
    folder.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: {tag}\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{each},,\n" for each in [*files, f"{info}/RECORD"])
    path = folder / f"{name}-{version}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for each, content in files.items():
            wheel.writestr(each, content)
    return path


@pytest.fixture
def stale(project):
    """requirements.txt gives the newest release, with which the test fails. The old .venv has an older release."""
    for version, source in {"1.0": "def read(): return 1\n", "2.0": "def read(): return 2\n"}.items():
        make_wheel(project.path / "wheels", "gaugeoflongago", version, source)
    project.write({"requirements.txt": "gaugeoflongago\npytest\n", "test_gauge.py": TEST})
    return make_environment(project, ".venv", ["gaugeoflongago==1.0"])


def pip(project, name, *arguments):
    python = project.path / name / "bin/python"
    command = [python, "-m", "pip", "install", "-q", "--no-index", "--no-deps", *arguments]
    subprocess.run([*map(str, command), "--find-links", str(project.path / "wheels")], check=True, capture_output=True)


def make_environment(project, name, requirements):
    subprocess.run([sys.executable, "-m", "venv", str(project.path / name)], check=True)
    if requirements:
        pip(project, name, *requirements)
    return project


def index(project):
    """Variables with which uv also finds the releases of this test, which no package index has."""
    return {"UV_FIND_LINKS": str(project.path / "wheels"), "VIRTUAL_ENV": None}


def run(project, *arguments):
    result = project.testskew("run", "--json", "-", *arguments, **index(project))
    if result.status == 4:
        pytest.skip(f"the environments cannot be made: {result.err.strip()[-300:]}")
    return result.json()


def version():
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


@pytest.mark.parametrize("good", [".venv", "here"])
def test_the_packages_of_a_virtual_environment_are_the_cause(stale, good):
    report = run(stale, "--bad", version(), "--good", good)
    side = report["profiles"]["good"]
    assert side["packages"]["gaugeoflongago"] == "1.0"
    assert "pytest" in side["packages"]  # pytest is added, as to any other side
    assert side["packages_from"].endswith(" of .venv")
    (cluster,) = report["clusters"]
    assert cluster["cause"]["verdict"] == "proven"
    assert "gaugeoflongago" in str(cluster["cause"])


def test_the_first_lines_say_where_packages_come_from(stale):
    result = stale.testskew("run", "--no-attribute", "--bad", version(), "--good", ".venv", **index(stale))
    if result.status == 4:
        pytest.skip(f"the environments cannot be made: {result.err.strip()[-300:]}")
    installed = len(list(stale.path.glob(".venv/lib/python*/site-packages/*.dist-info")))
    assert f"packages: the {installed} of .venv" in result.out


def test_what_cannot_be_had_again_is_named(stale, tmp_path):
    wheel = make_wheel(tmp_path / "private", "gaugelike", "1.0", "")
    pip(stale, ".venv", str(wheel))
    wheel.unlink()
    report = run(stale, "--no-attribute", "--bad", version(), "--good", ".venv")
    side = report["profiles"]["good"]
    assert f"cannot be had again: gaugelike 1.0, installed from {wheel}" in side["notes"]
    assert "gaugelike" not in side["packages"]
    assert side["packages"]["gaugeoflongago"] == "1.0"


def test_an_empty_environment_is_a_side(stale):
    make_environment(stale, "empty", [])
    for each in pathlib.Path(stale.path / "empty").glob("lib/python*/site-packages/*.dist-info/METADATA"):
        each.unlink()
        each.parent.rename(each.parent.with_name("~" + each.parent.name))
    report = run(stale, "--no-attribute", "--bad", "empty", "--good", ".venv")
    assert report["profiles"]["bad"]["packages_from"] == "nothing is installed in empty"
    assert report["profiles"]["bad"]["packages"]["pytest"]


def test_an_environment_whose_python_is_gone_is_one_line(stale):
    for each in (stale.path / ".venv/bin").glob("python*"):
        each.unlink()
    (stale.path / ".venv/bin/python").symlink_to("/no/such/python")
    for good in (".venv", "here"):
        result = stale.testskew("run", "--bad", version(), "--good", good, VIRTUAL_ENV=None)
        assert result.status == 4
        assert "is gone: make the environment anew" in result.err


def test_here_without_any_python_is_one_line(project, tmp_path):
    (tmp_path / "empty").mkdir()
    result = project.write({"test_x.py": "def test(): pass\n"}).testskew(
        "run", "--bad", version(), "--good", "here", VIRTUAL_ENV=None, PATH=str(tmp_path / "empty")
    )
    assert result.status == 2
    assert "there is no Python in use here" in result.err
