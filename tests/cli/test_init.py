"""testskew init: testskew.toml from the CI of a project, and what it does with bad input."""

WORKFLOW = """
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
          - run: pytest -v tests
            env:
              MODE: fast
"""

LOG = (
    "##[group]Run pytest\npytest\nshell: bash\nenv:\n  MODE: slow\n##[endgroup]\n"
    "============================= test session starts ==============================\n"
    "platform linux -- Python 3.11.9, pytest-8.0.1, pluggy-1.6.0\nrootdir: /home/runner/work/a/a\n"
    "FAILED tests/test_a.py::test_a - assert 0\n=========== 1 failed in 1s ===========\n"
)


def test_init_writes_profiles_that_can_be_loaded(project):
    project.write({".github/workflows/ci.yml": WORKFLOW, "tests/test_a.py": "def test_a(): pass\n"})
    result = project.testskew("init", VIRTUAL_ENV=None)
    assert result.status == 0, result
    assert "the newest released CPython" in result.out
    shown = project.testskew("profiles", "show", "ci")
    assert shown.status == 0, shown
    assert 'python = "3.12"' in shown.out
    assert 'MODE = "fast"' in shown.out
    assert "# .github/workflows/ci.yml:14" in (project.path / "testskew.toml").read_text()


def test_an_existing_file_is_kept(project):
    project.write({".github/workflows/ci.yml": WORKFLOW, "testskew.toml": "# mine\n"})
    result = project.testskew("init")
    assert (result.status, (project.path / "testskew.toml").read_text()) == (2, "# mine\n")
    assert "--force" in result.err
    assert 'python = "3.11"' in project.testskew("init", "--print", "--leg", "py=3.11").out
    assert (project.path / "testskew.toml").read_text() == "# mine\n"
    assert project.testskew("init", "--force").status == 0
    assert "[profile.ci]" in (project.path / "testskew.toml").read_text()


def test_a_log_beats_the_workflow(project):
    project.write({".github/workflows/ci.yml": WORKFLOW})
    (project.path / "job.log").write_text(LOG)
    said = project.testskew("init", "--print", "--json", "-", "--log", "job.log").json()
    assert said["leg"]["python"] == "3.11.9"
    assert said["leg"]["environ"] == {"MODE": "slow"}
    assert said["failing"] == ["tests/test_a.py::test_a"]
    assert said["leg"]["leg"] == {"python-version": "3.11"}


def test_run_takes_the_leg_of_the_workflow(project):
    project.write(
        {
            ".github/workflows/ci.yml": WORKFLOW,
            "tests/test_a.py": "import os\n\ndef test_a():\n    assert os.environ.get('MODE') != 'fast'\n",
        }
    )
    result = project.testskew("run", "--good", "3.12", "--no-attribute", "--json", "-", VIRTUAL_ENV=None)
    assert result.status == 3, result
    side = result.json()["profiles"]["bad"]
    assert side["notes"][0].startswith(".github/workflows/ci.yml's job test (python-version=3.12)")
    shown = project.testskew("profiles", "show", "ci", VIRTUAL_ENV=None)
    assert "# .github/workflows/ci.yml:17" in shown.out, shown


def test_bad_input_is_one_line(project):
    cases = {
        "nothing": [],
        "no such file": ["nothing.log"],
        "bad leg": ["--leg", "py"],
        "not junit": ["--junit", "bad.xml"],
    }
    project.write({"bad.xml": "<a", "empty.log": "", "other.log": "hello\n" * 10, "tabs.yml": "a:\n\t- b\n"})
    for name, arguments in cases.items():
        result = project.testskew("init", *arguments)
        assert (result.status, result.err.count("\n")) == (2, 1), (name, result)
    for log in ("empty.log", "other.log"):
        result = project.testskew("init", "--log", log)
        assert (result.status, result.err.count("\n")) == (2, 1), (log, result)
    assert project.testskew("init", "tabs.yml").status == 2
    assert not (project.path / "testskew.toml").exists()
