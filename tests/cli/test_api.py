"""Tests testskew api, which says what is known of a name of the standard library."""

import pytest


def test_a_function_and_the_versions_of_its_parameters(project):
    result = project.testskew("api", "shutil.rmtree")
    assert result.status == 0
    assert result.out.startswith("shutil.rmtree   function, in 3.8 to ")
    assert any(line.split() == ["onexc", "since", "3.12"] for line in result.out.splitlines())
    assert "_onexc_kwargs" not in result.out


def test_what_to_write_instead_is_what_a_report_says(project):
    assert "instead: more_itertools.batched" in project.testskew("api", "itertools.batched").out


def test_json_is_alone_on_stdout(project):
    document = project.testskew("api", "pathlib.PosixPath.walk", "--json", "-").json()
    assert (document["since"], document["until"], document["defined"]) == ("3.12", None, "pathlib.Path.walk")
    assert [p["name"] for p in document["parameters"]] == ["top_down", "on_error", "follow_symlinks"]


@pytest.mark.parametrize(
    "name, words",
    [
        ("imp", "gone in 3.12"),
        ("str.removeprefix", "since 3.9"),
        ("tomllib", "since 3.11"),
        ("asyncio.get_event_loop_policy", "since 3.14"),
    ],
)
def test_since_and_until(project, name, words):
    assert words in project.testskew("api", name).out


@pytest.mark.parametrize(
    "name, words",
    [
        (
            "tarfile.TarFile.extractall filter",
            [
                "filter",
                "since",
                "3.12;",
                "there",
                "too",
                "from",
                "the",
                "patch",
                "releases",
                "3.8.17,",
                "3.9.17,",
                "3.10.12,",
                "3.11.4",
                "on",
            ],
        ),
        ("shutil.rmtree(onexc=)", ["onexc", "since", "3.12"]),
        ("shutil.rmtree.onerror", ["onerror", "in", "3.8", "to", "3.15"]),
        ("subprocess.run user", ["user", "since", "3.9"]),
    ],
)
def test_a_parameter_may_be_asked_for(project, name, words):
    result = project.testskew("api", name)
    assert any(line.split() == words for line in result.out.splitlines()), result


def test_a_parameter_that_only_changed_its_name_is_not_new(project):
    assert "since" not in project.testskew("api", "print").out


def test_a_package_is_told_by_its_notes(project):
    result = project.testskew("api", "httpx.Client")
    assert result.status == 0 and "since httpx 0.28: no longer accepts proxies=" in result.out
    assert any(
        note["name"] == "httpx.Client" and note["package"] == "httpx"
        for note in project.testskew("api", "httpx", "--json", "-").json()["notes"]
    )


@pytest.mark.parametrize(
    "name, words",
    [
        ("some_package", "packages are compared"),
        ("", "which name?"),
        ("_thread.allocate_lock", "nothing is recorded"),
        ("Path", "did you mean pathlib.Path,"),
    ],
)
def test_what_cannot_be_told_says_why(project, name, words):
    result = project.testskew("api", name)
    assert result.status == 2 and words in result.err and len(result.err.strip().splitlines()) == 1, result


@pytest.mark.parametrize(
    "name, near",
    [
        ("shutil.rmtre", "shutil.rmtree"),
        ("collections.OrderdDict", "collections.OrderedDict"),
        ("os.rmtree", "shutil.rmtree"),
    ],
)
def test_an_unknown_name_is_bad_input_and_the_nearest_are_named(project, name, near):
    result = project.testskew("api", name)
    assert result.status == 2
    assert near in result.err and len(result.err.strip().splitlines()) == 1
