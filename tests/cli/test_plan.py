"""testskew plan: the matrix of legs, as a workflow takes it."""

import json


def legs(result):
    assert result.status == 0, result
    assert result.out.count("\n") == 1
    return [(leg["leg"], leg["python-version"]) for leg in result.json()["include"]]


def test_profiles_are_the_legs(pair):
    result = pair.testskew("plan")
    assert legs(result) == [("ci", "3.11")]
    assert "local is left out: it is a profile of the developer's own machine" in result.err
    assert legs(pair.testskew("plan", "ci", "local")) == [("ci", "3.11"), ("local", "3.12")]
    assert result.json()["include"][0] == {
        "leg": "ci",
        "python-version": "3.11",
        "os": "ubuntu-latest",
        "profile": "ci",
    }


def test_one_leg_of_init_is_not_the_matrix(project):
    project.write(
        {
            ".github/workflows/ci.yml": """
                on: push
                jobs:
                  test:
                    runs-on: ubuntu-latest
                    strategy:
                      matrix: {python-version: ["3.11", "3.12", "3.13"]}
                    steps:
                      - uses: actions/checkout@v4
                      - uses: actions/setup-python@v5
                        with: {python-version: "${{ matrix.python-version }}"}
                      - run: pip install pytest
                      - run: pytest
            """,
            "test_a.py": "def test_a(): pass\n",
        }
    )
    assert project.testskew("init").status == 0
    result = project.testskew("plan")
    assert legs(result) == [("py3.11", "3.11"), ("py3.12", "3.12"), ("py3.13", "3.13")]
    assert "as testskew.toml has one leg alone" in result.err
    assert legs(project.testskew("plan", "ci")) == [("ci", "3.13")]


def test_a_project_without_profiles(project):
    project.write({"pyproject.toml": '[project]\nname = "x"\nversion = "1"\nrequires-python = ">=3.10,<3.13"\n'})
    result = project.testskew("plan")
    assert legs(result) == [("py3.10", "3.10"), ("py3.11", "3.11"), ("py3.12", "3.12")]
    assert result.err == "testskew: 3 legs from what pyproject.toml allows: >=3.10,<3.13\n"


def test_it_is_written_to_the_outputs_of_the_step(project):
    project.write({"pyproject.toml": '[project]\nrequires-python = "==3.12.*"\n', "out.txt": "before=1\n"})
    result = project.testskew("plan", "--github-output", "matrix", GITHUB_OUTPUT=str(project.path / "out.txt"))
    before, written = (project.path / "out.txt").read_text().splitlines()
    assert before == "before=1"
    name, _, value = written.partition("=")
    assert name == "matrix"
    assert json.loads(value) == result.json()


def test_what_cannot_be_planned_is_one_line(project):
    for files, said in (
        ({}, "no leg is planned"),
        ({"testskew.toml": '[profile.a]\npython = "/usr/bin/python3"\n'}, "a is left out"),
        (
            {"testskew.toml": "".join(f'[profile.p{i}]\npython = "3.12"\n' for i in range(10000))},
            "10000 legs are planned",
        ),
    ):
        project.write(files)
        result = project.testskew("plan")
        assert result.status == 2, result
        assert said in result.err
        assert result.out == ""
    (project.path / "testskew.toml").unlink()
    project.write({"pyproject.toml": '[project]\nrequires-python = ">=3.12"\n'})
    assert project.testskew("plan", "--github-output", "x", GITHUB_OUTPUT=None).status == 2
    assert project.testskew("plan", "--github-output", "x\ny=1", GITHUB_OUTPUT="/dev/null").status == 2
