"""Sides from what projects have: locks of other tools, tox, extras, projects in folders, and changes on the command
line; and a side that cannot be installed. The packages are releases made here, or pytest's plugins."""

import jsonschema
from test_run import SCHEMA
from test_virtual_environment import make_wheel

TEST = """
    import gaugeoflongago

    def test_gauge():
        assert gaugeoflongago.read() == 1
"""

POETRY_PROJECT = """
    [tool.poetry]
    name = "gauge-app"
    package-mode = false
    [tool.poetry.dependencies]
    gaugeoflongago = "*"
    [tool.poetry.group.test.dependencies]
    pytest = "*"
"""

LOCK_START = """
    [[package]]
    name = "gaugeoflongago"
    version = "1.0"
    groups = ["main"]
"""


def wheels(project, versions, tag="py3-none-any"):
    for version in versions:
        source = f"def read(): return {version.split('.')[0]}\n"
        make_wheel(project.path / "wheels", "gaugeoflongago", version, source, tag)


def index(project):
    return {"UV_FIND_LINKS": str(project.path / "wheels"), "VIRTUAL_ENV": None}


def packages(report, side):
    return report["profiles"][side]["packages"]


def test_a_poetry_lock_says_what_is_installed(project):
    wheels(project, ["1.0", "2.0"])
    project.write({"pyproject.toml": POETRY_PROJECT, "poetry.lock": LOCK_START, "test_gauge.py": TEST})
    result = project.testskew(
        "run", "--bad", "3.12", "--good", "3.12", "--bad-with", "gaugeoflongago==2.0", "--quick", "--json", "-",
        **index(project),
    )  # fmt: skip
    assert result.status == 1, result
    report = result.json()
    assert packages(report, "good")["gaugeoflongago"] == "1.0"
    assert packages(report, "bad")["gaugeoflongago"] == "2.0"
    origin = report["profiles"]["bad"]["requirements_origin"]
    assert origin == "poetry.lock with the group test with gaugeoflongago==2.0"


def test_targets_are_relative_to_the_current_folder_and_a_variable_is_changed(project):
    project.write(
        {
            "testskew.toml": "",
            "tests/test_zone.py": "import os\ndef test_zone(): assert os.environ['ZONE'] == 'here'\n",
            "requirements.txt": "pytest\n",
        }
    )
    inside = type(project)(project.path / "tests")
    result = inside.testskew(
        "run", "--bad", "3.12", "--good", "3.12", "--env", "ZONE=here", "--bad-env", "ZONE=there", "--quick",
        "test_zone.py",
    )  # fmt: skip
    assert result.status == 1, result
    assert "ZONE" in result.out


def test_the_extra_that_addopts_need_is_installed(project):
    project.write(
        {
            "pkgq/__init__.py": "import sys\ndef f(): return sys.version_info >= (3, 12)\n",
            "tests/test_q.py": "import pkgq\ndef test_f(mocker): assert pkgq.f()\n",
            "pyproject.toml": """
                [project]
                name = "pkgq"
                version = "1"
                [project.optional-dependencies]
                qa = ["pytest", "pytest-cov", "pytest-mock"]
                [build-system]
                requires = ["setuptools"]
                build-backend = "setuptools.build_meta"
                [tool.setuptools]
                packages = ["pkgq"]
                [tool.pytest.ini_options]
                addopts = "--cov=pkgq"
            """,
        }
    )
    result = project.testskew("run", "--bad", "3.11", "--good", "3.12", "--no-attribute", "--json", "-")
    assert result.status == 3, result
    assert result.json()["outcomes"]["bad"]["failed"] == 1
    assert any("the extra qa is installed" in note for note in result.json()["profiles"]["bad"]["notes"])


def test_pytest_that_does_not_start_says_why(project):
    project.write({"pytest.ini": "[pytest]\naddopts = --no-such-option\n", "test_a.py": "def test_a(): pass\n"})
    result = project.testskew("run", "--bad", "3.11", "--good", "3.12", "--no-attribute")
    assert "pytest did not start: unrecognized arguments: --no-such-option" in result.out, result


def test_a_bare_version_takes_the_environment_of_tox(project):
    project.write(
        {
            "mailkit/__init__.py": "import os\nLOCALE = os.environ['MAILKIT_LOCALE']\n",
            "tests/test_mail.py": """
                import sys
                import mailkit
                import pytest

                def test_version():
                    assert sys.version_info >= (3, 12) and mailkit.LOCALE == "de"

                @pytest.mark.slow
                def test_slow():
                    assert False
            """,
            "tox.ini": """
                [tox]
                envlist = py311, py312
                skipsdist = true
                [testenv]
                deps = pytest
                setenv =
                    MAILKIT_LOCALE = de
                    PYTHONPATH = {toxinidir}
                commands =
                    python -V
                    pytest {posargs:tests} -m "not slow"
            """,
        }
    )
    result = project.testskew("run", "--bad", "3.11", "--good", "tox:py312", "--no-attribute", "--json", "-")
    assert result.status == 3, result
    report = result.json()
    assert report["outcomes"]["bad"]["failed"] == 1
    assert report["outcomes"]["good"]["passed"] == 1
    assert report["profiles"]["bad"]["notes"][1] == "tox.ini's environment py311, not taken: the command python -V"


def test_the_project_of_the_targets_is_installed(project):
    project.write(
        {
            "conftest.py": "import pytest\n@pytest.fixture\ndef vat(): return 19\n",
            "services/billing/billing/__init__.py": "def gross(net, vat): return net + vat\n",
            "services/billing/tests/test_b.py": "from billing import *\ndef test(vat): assert gross(1, vat) == 20\n",
            "services/billing/pyproject.toml": """
                [project]
                name = "billing"
                version = "2.0"
                [project.optional-dependencies]
                test = ["pytest"]
                [build-system]
                requires = ["setuptools"]
                build-backend = "setuptools.build_meta"
                [tool.setuptools]
                packages = ["billing"]
            """,
        }
    ).git("init").git("add", ".").git("commit", "-m", "first")
    sides = ["run", "--bad", "3.11", "--good", "3.12"]
    for arguments in [sides, [*sides, "services/billing", "--", "--confcutdir=."]]:
        result = project.testskew(*arguments)
        assert result.status == 0, result
        assert "services/billing/pyproject.toml with the extra test" in result.out


def test_a_runner_has_files_and_folders(project):
    project.write(
        {
            "testskew.toml": "[profile.ci]\nextends = 'github-ubuntu'\npython = '3.12'\nrequirements = ['pytest']\n",
            "test_runner.py": """
                import os

                def test_runner():
                    for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"):
                        with open(os.environ[name], "a") as file:
                            file.write("a=b")
                    assert os.path.isdir(os.environ["RUNNER_TEMP"])
                    assert os.environ["GITHUB_WORKSPACE"] == os.getcwd()
            """,
        }
    )
    result = project.testskew("record", "ci")
    assert result.status == 0, result


def test_what_one_side_cannot_install_is_a_problem(project):
    wheels(project, ["1.0", "1.1"], "cp311-none-any")
    wheels(project, ["2.0"])
    project.write({"requirements.txt": "gaugeoflongago==1.0\npytest\n", "test_gauge.py": TEST})
    result = project.testskew("run", "--bad", "3.12", "--good", "3.11", **index(project))
    assert result.status == 1, result
    assert "gaugeoflongago 1.0 cannot be installed on Python 3.12" in result.out
    assert "gaugeoflongago 2.0 is the first later release with a wheel for Python 3.12" in result.out
    found = project.testskew("run", "--bad", "3.12", "--good", "3.11", "--json", "-", **index(project)).json()
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    assert found["cannot_install"]["repair"] == "installs"
    assert found["exit_code"] == 1
    again = project.testskew("report", "--format", "markdown")
    assert again.status == 1 and "gaugeoflongago 2.0 is the first later release" in again.out
    rerun = project.testskew("rerun", "1")
    assert rerun.status == 2 and "3.12 could not be installed, so there is no session to repeat" in rerun.err
    attribute = project.testskew("attribute")
    assert attribute.status == 2 and "3.12 could not be installed in " in attribute.err


def test_an_option_of_testskew_behind_the_dashes_is_told_where_it_belongs(project):
    project.write(
        {
            "test_a.py": "def test_a(): pass\n",
            "conftest.py": "def pytest_addoption(parser):\n    parser.addoption('--files')\n",
            "testskew.toml": '[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n',
        }
    )
    words = "what stands behind -- goes to pytest, --bad too: testskew's own options stand before --"
    early = project.testskew("run", "--bad", "p", "--", "test_a.py", "--bad", "3.11")
    assert early.status == 2 and words in early.err.splitlines(), early
    late = project.testskew("record", "p", "--", "test_a.py", "--as-of=2025-01-01", "--bad")
    assert late.status == 4 and words.replace("--bad", "--as-of") in late.err.splitlines(), late
    pair = project.testskew("run", "--bad", "p", "--good", "p", "--", "test_a.py", "--bad", "3.11")
    assert pair.status == 4 and words in pair.err, pair
    # What pytest knows goes to it without a word.
    known = project.testskew("record", "p", "--", "test_a.py", "--files", "x")
    assert known.status == 0 and "what stands behind" not in known.err, known


def test_misspelt_commands_and_options_get_the_nearest(project):
    for arguments, words in [
        (["rnu"], 'there is no command "rnu": did you mean run?'),
        (["run", "--bda", "3.11"], "there is no option --bda of run: did you mean --bad?"),
        (["run", "--bad", "3.11", "--good", "3.12", "-k", "x"], "pytest's options go after --"),
        (["profiles", "lst"], 'there is no command "lst" of profiles: did you mean list?'),
        (["run", "--bad", ".github/workflows/ci.yml", "--good", "3.12"], "`testskew init FILE` writes what a workflow"),
        (["run", "--bad", "3.12", "--good", "3.11", "--bad-files", "all"], "--bad-files must be"),
    ]:
        result = project.testskew(*arguments)
        assert result.status == 2
        assert words in result.err, result
