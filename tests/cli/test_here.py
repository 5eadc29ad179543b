"""The profile `here`: which Python is the one in use, as `profiles show here` tells and a run shows."""

import os
import pathlib
import subprocess

import pytest
from conftest import pythons


@pytest.fixture
def here(project, tmp_path):
    """Returns what `profiles show here` says with these variables, with `bin` before all else on PATH."""
    (tmp_path / "bin").mkdir()
    project.write({"test_a.py": "def test_a():\n    assert True\n"})

    def show(**variables):
        changes = dict.fromkeys(("VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_DEFAULT_ENV", "UV_PROJECT_ENVIRONMENT"))
        changes["PATH"] = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        result = project.testskew("profiles", "show", "here", **{**changes, **variables})
        assert result.status == 0, result
        return result.out

    return show


def make_venv(folder):
    subprocess.run([pythons.find_python("3.12"), "-m", "venv", "--without-pip", folder], check=True)
    return folder


def prefix_with_python(folder):
    """A folder as conda makes it: the interpreter lies in bin/, and there is no pyvenv.cfg."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin/python").symlink_to(pythons.find_python("3.12"))
    return folder


def test_the_active_environment_comes_first(here, project, tmp_path):
    make_venv(project.path / ".venv")
    active = make_venv(tmp_path / "active")
    assert f'python = "{active}"' in here(VIRTUAL_ENV=str(active))
    assert f'python = "{project.path}/.venv"' in here()


def test_an_environment_of_conda_is_a_python_with_what_it_has(here, project, tmp_path):
    conda = prefix_with_python(tmp_path / "conda/envs/work")
    shown = here(CONDA_PREFIX=str(conda), CONDA_DEFAULT_ENV="work")
    assert f'python = "{conda}/bin/python"' in shown
    assert "installed = true" in shown and "CONDA_PREFIX" in shown


def test_condas_base_comes_after_the_environment_of_the_project(here, project, tmp_path):
    base = prefix_with_python(tmp_path / "conda")
    variables = {"CONDA_PREFIX": str(base), "CONDA_DEFAULT_ENV": "base"}
    assert f'python = "{base}/bin/python"' in here(**variables)
    make_venv(project.path / ".venv")
    assert f'python = "{project.path}/.venv"' in here(**variables)


def test_the_environment_that_uv_and_pdm_were_told_to_use(here, project, tmp_path):
    elsewhere = make_venv(tmp_path / "elsewhere")
    assert f'python = "{elsewhere}"' in here(UV_PROJECT_ENVIRONMENT="../elsewhere")
    (project.path / ".pdm-python").write_text(f"{elsewhere}/bin/python\n")
    assert f'python = "{elsewhere}"' in here()


PYPROJECT = """
    [project]
    name = "kept-elsewhere"
    version = "0.1"
    requires-python = ">=3.8"
"""
SETTINGS = {
    "poetry": ("pyproject.toml", PYPROJECT + "    [tool.poetry]\n    packages = []\n", ["env", "use", "-q"]),
    "hatch": (
        "pyproject.toml",
        PYPROJECT + "    [tool.hatch.envs.default]\n    skip-install = true\n",
        ["env", "create"],
    ),
    "pipenv": ("Pipfile", "", ["--python"]),
}


@pytest.mark.parametrize("tool", list(SETTINGS))
def test_the_environment_that_a_tool_keeps_elsewhere(here, project, tmp_path, tools, tool, monkeypatch):
    file, text, make = SETTINGS[tool]
    project.write({file: text})
    (tmp_path / "bin" / tool).symlink_to(tools / tool)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("POETRY_VIRTUALENVS_PATH", str(tmp_path / "home/poetry"))
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert f"# {tool}" not in here()
    python = [] if tool == "hatch" else [pythons.find_python("3.12")]
    subprocess.run([tools / tool, *make, *python], cwd=project.path, check=True, capture_output=True)
    shown = here()
    assert f"# {tool}" in shown
    folder = pathlib.Path(shown.split('python = "')[1].split('"')[0])
    assert (folder / "pyvenv.cfg").exists() and tmp_path / "home" in folder.parents


def test_the_python_on_path_comes_last_with_what_it_has(here, tmp_path):
    python = pythons.find_python("3.12")
    (tmp_path / "bin/python").symlink_to(python)
    shown = here(PATH=f"{tmp_path}/bin:/usr/bin:/bin")
    assert "installed = true" in shown and "the Python on PATH" in shown
    # An environment whose bin/ is on PATH is one, although nothing says that it is active.
    venv = make_venv(tmp_path / "venv")
    assert f'python = "{venv}"' in here(PATH=f"{venv}/bin:/usr/bin:/bin")


def test_a_run_has_what_is_installed_in_that_python(project, tmp_path):
    python = pythons.find_python("3.12")
    site = tmp_path / "layer/site-packages"  # as a container may have it: a folder of packages on PYTHONPATH
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", site, "six==1.15.0"]
    subprocess.run([python, *install], check=True)
    project.write(
        {
            "testskew.toml": f"""
                [profile.there]
                python = "{python}"
                installed = true
            """,
            "test_a.py": """
                from importlib.metadata import version

                def test_what_is_there():
                    assert version("six") == "1.15.0"
            """,
        }
    )
    result = project.testskew("record", "there", "--with", "pytest", "-o", "there.jsonl", PYTHONPATH=str(site))
    assert result.status == 0, result
