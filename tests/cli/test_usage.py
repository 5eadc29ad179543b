"""Bad input gets one clear line and the documented exit code."""

import json

import pytest


def one_line(result):
    lines = result.err.strip().splitlines()
    assert len(lines) == 1, result
    return lines[0]


def test_version(project):
    result = project.testskew("--version")
    assert (result.status, result.out) == (0, "testskew 0.1.0\n")


@pytest.mark.parametrize(
    "command",
    [
        ["run"],
        ["record"],
        ["compare"],
        ["attribute"],
        ["rerun"],
        ["report"],
        ["profiles", "list"],
        ["profiles", "show"],
        ["environments", "list"],
        ["environments", "prune"],
        ["api"],
        ["doctor"],
        ["completion"],
        ["ci"],
        ["plan"],
    ],
)
def test_help_shows_an_example(project, command):
    result = project.testskew(*command, "--help")
    assert result.status == 0
    assert "Example:\n  " in result.out


@pytest.mark.parametrize(
    "arguments",
    [[], ["nonsense"], ["run", "--nonsense"], ["run", "--jobs", "0"], ["compare", "one.jsonl"], ["report", "--", "-x"]],
)
def test_a_wrong_command_line_is_a_usage_error(project, arguments):
    result = project.testskew(*arguments)
    assert result.status == 2
    assert one_line(result).startswith("testskew: ")


def test_an_error_is_a_json_document_too(project):
    result = project.testskew("run", "--bad", "nowhere", "--good", "3.12", "--json", "-")
    assert result.status == 2
    assert result.json()["error"]["exit_code"] == 2


def test_an_unknown_profile_names_the_nearest(pair):
    result = pair.testskew("run", "--bad", "cj", "--good", "local")
    assert result.status == 2
    assert "'ci'" in one_line(result) or '"ci"' in one_line(result)


def test_an_unknown_key_names_the_nearest_with_its_place(project):
    project.write({"testskew.toml": '[profile.ci]\npyhton = "3.11"\n'})
    result = project.testskew("run", "--bad", "ci", "--good", "3.12")
    assert result.status == 2
    assert "testskew.toml:2:1" in one_line(result)
    assert "python" in one_line(result)


def test_malformed_toml_is_one_line_with_its_place(project):
    project.write({"testskew.toml": '[profile.ci\npython = "3.11"\n'})
    result = project.testskew("run")
    assert result.status == 2
    assert "testskew.toml:1" in one_line(result)


def test_a_missing_interpreter_is_no_skip(project):
    project.write({"test_a.py": "def test_a(): pass\n"})
    result = project.testskew("run", "--bad", "3.8.1.2.3", "--good", "3.12")
    assert result.status == 4  # the profile is right, but its environment cannot be built here
    result = project.testskew("run", "--bad", "/nowhere/python3.11", "--good", "3.12")
    assert result.status == 4
    assert "/nowhere/python3.11" in one_line(result)


def test_no_run_to_report(project):
    result = project.testskew("report")
    assert result.status == 2
    assert "testskew run" in one_line(result)


def test_a_file_that_is_no_recording(project):
    project.write({"a.jsonl": "not json\n", "b.jsonl": ""})
    result = project.testskew("compare", "a.jsonl", "b.jsonl")
    assert result.status == 2
    assert "a.jsonl" in one_line(result)


def test_built_in_profiles(project):
    names = json.loads(project.testskew("profiles", "list", "--json", "-").out)
    listed = {p["name"] for p in names["profiles"]}
    assert {"3.8", "3.15", "github-ubuntu"} <= listed
    assert "CI" in project.testskew("profiles", "show", "github-ubuntu").out


def test_a_target_that_is_not_there_is_said_before_anything_is_run(project):
    project.write({"test_a.py": "def test_a(): pass\n"})
    result = project.testskew("run", "--bad", "3.11", "--good", "3.12", "test_b.py::test_x")
    assert result.status == 2
    assert "test_b.py::test_x" in one_line(result)


@pytest.mark.parametrize("command", [["record", "--here"], ["repro", "1"]])
def test_what_is_written_into_a_file_only_says_so(project, command):
    result = project.testskew(*command, "-o", "-")
    assert result.status == 2
    assert "writes into a file" in one_line(result)
    assert not (project.path / "-").exists()


def test_a_json_file_needs_a_name(project):
    result = project.testskew("doctor", "--json", "")
    assert result.status == 2
    assert "--json needs the name of a file" in one_line(result)


def test_a_recording_that_is_read_is_not_overwritten(project):
    project.write({"a.jsonl": "{}\n", "b.jsonl": "{}\n"})
    result = project.testskew("compare", "a.jsonl:1", "b.jsonl", "-o", "./a.jsonl")
    assert result.status == 2
    assert "would overwrite a recording" in one_line(result)
    assert (project.path / "a.jsonl").read_text() == "{}\n"


def test_a_requirements_file_that_is_not_there_is_no_package(project):
    project.write({"test_a.py": "def test_a(): pass\n"})
    result = project.testskew("run", "--bad", "3.11", "--good", "3.12", "--requirements", "nope.txt")
    assert result.status == 2
    assert "requirements nope.txt: there is no such file" in one_line(result)


def test_doctor_names_what_would_keep_a_run_from_beginning(project):
    project.write({"testskew.toml": '[profile.a]\nextends = "b"\n[profile.b]\nextends = "a"\n'})
    assert project.testskew("doctor").status == 4
    project.write({"testskew.toml": "", ".testskew": ""})
    result = project.testskew("doctor")
    assert result.status == 4
    assert ".testskew is in the way" in result.out


def test_a_project_of_the_hook_is_in_its_work_tree(project):
    project.git("init", "-q")
    result = project.testskew("hook", "install", "--project", "../..")
    assert result.status == 2
    assert "is outside of the work tree" in one_line(result)
