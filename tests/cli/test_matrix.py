"""testskew compare with more than two recordings: one table, and what describes the legs in which a failure shows."""

import json
import os
import re
import shutil
import subprocess
import sys

import jsonschema
import pytest
from conftest import PROGRAM, ROOT, environ, make_venv
from pythons import find_all

SCHEMA = json.loads((ROOT / "docs/matrix.schema.json").read_text())
HOSTILE = "\x1b[31mred\x00 \u202edesrever\r\n::error::pwned\n%0A ]]> </script> </details> @everyone"
ATTRS = ["22.2.0", "23.1.0"]
FILES = {
    "shop.py": """
        import os
        import sys

        import attr

        def price():
            newer = tuple(int(part) for part in attr.__version__.split(".")[:2]) >= (23, 0)
            if newer and sys.version_info >= (3, 12):
                raise ValueError("the price is negative")
            return 1

        def zone():
            return os.environ["SHOP_ZONE"]
    """,
    "test_shop.py": """
        import os
        import sys

        import pytest
        import shop

        @pytest.mark.parametrize("n", [1, 2])
        def test_price(n):
            assert shop.price() == 1

        def test_zone():
            assert shop.zone()

        def test_hinge():
            assert sys.version_info < (3, 12), "no hinge"

        def test_coin():
            assert "SHOP_COIN" not in os.environ, "on its edge"

        @pytest.mark.skipif(sys.version_info < (3, 9), reason="newer")
        def test_new():
            pass
    """,
    "pytest.ini": "[pytest]\n",
}


@pytest.fixture(scope="session")
def environments(tmp_path_factory):
    """Virtual environments by Python and attrs: each of some Pythons with two releases of it."""
    found = find_all(["3.8", "3.9", "3.10", "3.11", "3.12", "3.13"])
    if len(found) < 3 or not {"3.12", "3.13"} & set(found):
        pytest.skip("it takes three interpreters of 3.8 to 3.13, one of them 3.12 or newer")
    folder = tmp_path_factory.mktemp("environments")
    newest = max(found, key=lambda version: int(version.split(".")[1]))
    chosen = {*sorted(found, key=lambda version: int(version.split(".")[1]))[:2], newest}
    return {
        (version, attrs): make_venv(folder / f"{version}-{attrs}", "pytest", f"attrs=={attrs}", python=found[version])
        for version in chosen
        for attrs in ATTRS
    }


def record(path, venv, name, **changes):
    file = path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    variables = {"PATH": f"{venv / 'bin'}:{os.environ['PATH']}", "PYTHONPATH": None, "TESTSKEW_KEY": "key", **changes}
    done = subprocess.run(
        [PROGRAM, "record", "--here", "-q", "-o", file, "--", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=path,
        env=environ(**variables),
        capture_output=True,
        text=True,
    )
    assert done.returncode in (0, 1), done


@pytest.fixture(scope="session")
def recorded(tmp_path_factory, environments):
    """Two nights of a matrix. One leg has no SHOP_ZONE, and another one has a coin in the second night."""
    from conftest import Project

    folder = tmp_path_factory.mktemp("matrix")
    project = Project(folder).write(FILES).git("init", "-q").git("add", "-A").git("commit", "-qm", "first")
    first, last = min(environments), max(environments, key=lambda key: int(key[0].split(".")[1]))
    for night in ("1", "2"):
        for version, attrs in environments:
            changes = {"SHOP_ZONE": None if (version, attrs) == first else "here"}
            record(folder, environments[version, attrs], f"nights/{night}/py{version}-attrs{attrs}.jsonl", **changes)
    project.legs = len(environments)
    project.newest = last[0]
    project.first = "py{}-attrs{}".format(*first)
    return project


@pytest.fixture
def matrix(recorded, project):
    """A copy of the recordings, in a project of its own."""
    shutil.copytree(recorded.path, project.path, dirs_exist_ok=True)
    project.legs, project.newest, project.first = recorded.legs, recorded.newest, recorded.first
    return project


def compare(project, *arguments, **changes):
    """The result of `compare --json -`, whose document is as the schema says."""
    result = project.testskew("compare", *arguments, "--json", "-", **changes)
    document = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    result.document = document
    result.failures = {failure["error"].split(":")[0]: failure for failure in document["failures"]}
    return result


def words(failure):
    return [one["words"] for one in failure["descriptions"]]


def test_each_failure_has_the_shortest_description_of_its_legs(matrix):
    result = compare(matrix, "nights/1")
    assert (result.status, result.err) == (3, "")
    price, hinge, zone = (result.failures[name] for name in ("ValueError", "AssertionError", "KeyError"))
    assert price["described"] == hinge["described"] == zone["described"] == "exact"
    newest = matrix.newest
    assert {f"python {newest} and attrs >= 23", f"python >= {newest} and attrs >= 23"} & set(words(price)), price
    assert words(hinge)[0] in (f"python {newest}", f"python >= {newest}")
    assert "SHOP_ZONE not set" in words(zone)
    assert price["tested"] is False and "not tested" in price["relation"]
    assert zone["fails_on"] == [matrix.first] and len(zone["passes_on"]) == matrix.legs - 1
    assert zone["sentence"].startswith("fails on exactly the one leg with ")
    assert len(result.document["legs"]) == matrix.legs
    pair = price["nearest_pair"]
    assert pair["bad"] == f"py{newest}-attrs{ATTRS[1]}" and pair["differences"] <= 2


def test_recordings_of_one_leg_are_one_column_and_tell_what_is_flaky(matrix, environments):
    record(matrix.path, environments[min(environments)], "more/a.jsonl", SHOP_ZONE=None)
    record(matrix.path, max(environments.items())[1], "coin/a.jsonl", SHOP_ZONE="here", SHOP_COIN="1")
    result = compare(matrix, "nights", "more")
    assert len(result.document["legs"]) == matrix.legs
    assert {leg["recordings"] for leg in result.document["legs"]} == {2, 3}
    assert result.failures["KeyError"]["legs"][matrix.first]["recordings_failed"] == 3
    # A leg that failed in one of its recordings: the test of a failure is taken out of the second one.
    path = matrix.path / f"nights/2/{matrix.first}.jsonl"
    lines = path.read_text().splitlines(True)
    of_zone = [i for i, line in enumerate(lines) if line.startswith('{"t":"phase"') and "::test_zone" in line]
    failed = next(i for i in of_zone if '"failed"' in lines[i])
    lines[failed] = lines[of_zone[0]].replace('"setup"', '"call"')
    path.write_text("".join(lines))
    result = compare(matrix, "nights")
    zone = result.failures["KeyError"]
    assert zone["described"] == "flaky" and zone["fails_on"] == []
    assert zone["legs"][matrix.first]["result"] == "flaky"
    assert f"fails in 1 of 2 recordings of {matrix.first}" in zone["sentence"]
    low, high = zone["legs"][matrix.first]["rate_interval"]
    assert 0.012 < low < 0.013 and 0.987 < high < 0.988
    assert zone["rate"]["tried"] >= 2 and zone["rate"]["follows"] is False


def test_legs_of_another_commit_stand_aside(matrix, environments):
    (matrix.path / "test_shop.py").write_text("def test_price():\n    assert False\n")
    matrix.git("commit", "-qam", "second")
    record(matrix.path, environments[min(environments)], "other.jsonl", SHOP_ZONE="here")
    result = compare(matrix, "nights/1", "other.jsonl")
    (other,) = [leg for leg in result.document["legs"] if leg["use"] == "other commit"]
    assert other["name"] == "other"
    assert "other" not in result.failures["KeyError"]["passes_on"]
    assert "is of another commit" in result.failures["KeyError"]["sentence"]
    assert [f["described"] for f in result.document["failures"]][-1] == "aside"


@pytest.mark.parametrize("columns", [60, 80, 140])
def test_the_text_fits_the_width(matrix, columns):
    result = matrix.testskew("compare", "nights/1", COLUMNS=str(columns), NO_COLOR=None)
    assert result.status == 3
    assert max(len(line) for line in result.out.splitlines()) <= columns
    assert "not tested" in result.out and "\x1b" not in result.out
    coloured = matrix.testskew("compare", "nights/1", "--color", "always", COLUMNS=str(columns))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured.out) == result.out != coloured.out
    row = next(line for line in result.out.splitlines() if re.match(r" \d  ValueError", line))
    assert row.count("F") == 1 and row.count(".") >= matrix.legs - 1


def test_the_formats_have_the_descriptions(matrix):
    done = matrix.testskew("compare", "nights/1", "--format", "text,markdown,summary,html,json", "-o", "out/")
    assert (done.status, done.out, done.err) == (3, "", "")
    for name in ("report.txt", "report.md", "summary.md", "report.html", "report.json"):
        text = (matrix.path / "out" / name).read_text().replace("\\_", "_")
        assert "follows in the recordings, not tested" in text, name
        assert "SHOP_ZONE not set" in text, name
    page = (matrix.path / "out/report.html").read_text()
    assert page.count('<td class="m-') == matrix.legs * 3
    assert re.search(r'<td class="m-f" title="[^"]*: fails">F</td>', page)
    refused = matrix.testskew("compare", "nights/1", "--format", "sarif")
    assert refused.status == 2 and "a matrix is written as" in refused.err


def test_two_files_are_compared_as_ever(matrix):
    files = sorted((matrix.path / "nights/1").glob("*.jsonl"))[:2]
    result = matrix.testskew("compare", *files, "--json", "-")
    assert "comparison" in result.json() or "problems" in result.json() or "clusters" in result.json()
    assert "kind" not in result.json()


def test_what_cannot_be_used_is_named_and_the_rest_is_compared(matrix, environments, tmp_path):
    legs = matrix.path / "nights/1"
    (legs / "empty.jsonl").write_text("")
    (legs / "broken.jsonl").write_text("no recording\n")
    (legs / "folder.jsonl").mkdir()
    shutil.copy(legs / f"{matrix.first}.jsonl", legs / "copy.jsonl")
    other = tmp_path / "other"
    other.mkdir()
    (other / "test_else.py").write_text("def test_else():\n    pass\n")
    record(other, environments[min(environments)], "else.jsonl")
    shutil.copy(other / "else.jsonl", legs / "else.jsonl")
    result = compare(matrix, "nights/1", "nowhere.jsonl")
    assert result.status == 3
    lines = result.err.splitlines()
    for name in ("empty", "broken", "else", "nowhere"):
        assert sum(name + ".jsonl" in line for line in lines) == 1, lines
    assert len(lines) == 4
    assert len(result.document["legs"]) == matrix.legs
    assert any("are one recording: it counts once" in note for note in result.document["notes"])


def one_line(result):
    assert result.status == 2, result
    (line,) = result.err.strip().splitlines()
    return line


def test_the_nearest_pair_of_a_failure_is_run(matrix):
    number = compare(matrix, "nights/1").failures["AssertionError"]["number"]
    result = matrix.testskew("compare", "nights/1", f"--attribute={number}", "-o", "table.txt")
    assert result.status == 1, result
    assert "testskew run --bad" in result.out and "PROVEN  interpreter" in result.out, result
    assert "fails on exactly the" in (matrix.path / "table.txt").read_text()
    assert "are in the table" in one_line(matrix.testskew("compare", "nights/1", "--attribute=99", "-o", "table.txt"))
    assert "--json FILE" in one_line(matrix.testskew("compare", "nights/1", "--attribute", "--format", "html"))


def test_planned_legs_without_a_recording_are_named(matrix):
    names = sorted(file.stem for file in (matrix.path / "nights/1").glob("*.jsonl"))
    planned = [{"leg": name, "os": "ubuntu-latest"} for name in [*names, "py3.99", names[0], "py4.0"]]
    (matrix.path / "plan.json").write_text(json.dumps({"include": planned}))
    result = compare(matrix, "nights", "--plan", "plan.json")
    assert result.document["missing_legs"] == ["py3.99", "py4.0"]
    assert f"no recording of 2 of {len(names) + 2} planned legs: py3.99 and py4.0" in result.document["notes"]
    pair = [f"nights/1/{names[0]}.jsonl", f"nights/1/{names[1]}.jsonl"]
    assert compare(matrix, *pair, "--plan", "plan.json").document["missing_legs"][:1] == [names[2]]
    whole = compare(matrix, "nights/1", "--plan", "plan.json", "--format", "text,markdown,html", "-o", "out")
    assert whole.document["missing_legs"] == ["py3.99", "py4.0"]
    for name in ("report.txt", "report.md", "report.html"):
        assert "py3.99" in (matrix.path / "out" / name).read_text().replace("\\", ""), name


def test_a_missing_leg_fails_only_with_strict(matrix):
    for file in (matrix.path / "nights/1").glob("*.jsonl"):
        if file.stem.endswith(ATTRS[1]) or file.stem == matrix.first or matrix.newest in file.stem:
            file.unlink()  # what is left fails nowhere
    (matrix.path / "plan.json").write_text('{"include": [{"leg": "py3.99"}]}')
    assert matrix.testskew("compare", "nights/1", "--plan", "plan.json").status in (0, 3)
    assert matrix.testskew("compare", "nights/1", "--plan", "plan.json", "--strict").status == 3


@pytest.mark.parametrize(
    "text, says",
    [
        (None, "cannot be read"),
        ("", "no plan of legs"),
        ("[1, 2]", "no plan of legs"),
        ('{"include": [{"name": "py3.9"}]}', "no plan of legs"),
        ('{"include": []}', "has no legs"),
        ("[" * 100000, "no plan of legs"),
        ('{"include": [' + ",".join('{"leg": "%d"}' % i for i in range(2001)) + "]}", "more than 2000 legs"),
        (" " * (2 << 20), "cannot be read"),
    ],
)
def test_a_plan_that_is_none_is_one_line(matrix, text, says):
    if text is not None:
        (matrix.path / "plan.json").write_text(text)
    line = one_line(matrix.testskew("compare", "nights/1", "--plan", "plan.json"))
    assert says in line and line.startswith("testskew: --plan plan.json: ") and len(line) <= 400


def test_bad_input_is_one_line(matrix, environments, tmp_path):
    one = f"nights/1/{matrix.first}.jsonl"
    assert "one of the 1 recording named can be compared" in one_line(matrix.testskew("compare", one))
    assert "one of the 1 recording named" in one_line(matrix.testskew("compare", one, one, one))
    assert "cannot read nowhere.jsonl" in one_line(matrix.testskew("compare", "nowhere.jsonl"))
    (matrix.path / "none").mkdir()
    assert "none of the 0 recordings named" in one_line(matrix.testskew("compare", "none"))
    for i in range(2001):
        (matrix.path / "none" / f"{i}.jsonl").touch()
    assert "more than 2000 recordings" in one_line(matrix.testskew("compare", "none"))
    for name in ("a", "b"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / f"test_{name}.py").write_text("def test_else():\n    pass\n")
        record(folder, environments[min(environments)], f"{name}.jsonl")
        shutil.copy(folder / f"{name}.jsonl", matrix.path / f"{name}.jsonl")
    assert "of different projects" in one_line(matrix.testskew("compare", "a.jsonl", "b.jsonl", one))
    over = matrix.testskew("compare", "nights/1", "-o", one)
    assert "would overwrite a recording" in one_line(over)


def test_hostile_texts_do_nothing(matrix):
    for file in (matrix.path / "nights/1").glob("*.jsonl"):
        text = file.read_text().replace("the price is negative", json.dumps(HOSTILE)[1:-1])
        file.write_text(text.replace('"here"', json.dumps(HOSTILE)))
    done = matrix.testskew("compare", "nights/1", "--format", "text,markdown,html", "-o", "out/")
    assert done.status == 3
    for name in ("report.txt", "report.md", "report.html"):
        text = (matrix.path / "out" / name).read_text()
        assert "\x1b" not in text and "\x00" not in text and "\u202e" not in text, name
        assert "\n::error::" not in text, name
    assert "</script>" not in (matrix.path / "out/report.html").read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="it reads what the kernel says of a process")
def test_legs_of_a_matrix_are_many(project):
    """40 legs of 500 tests, made as the benchmark makes them."""
    generator = ROOT / "tests/bench/make_recordings.py"
    subprocess.run([sys.executable, generator, project.path / "legs", "500", "20", "40"], check=True)
    result = compare(project, "legs")
    exact = [failure for failure in result.document["failures"] if failure["described"] == "exact"]
    assert sorted(failure["descriptions"][0]["words"] for failure in exact) == [
        "pandas < 2",
        "python 3.13 and numpy >= 2.3",
    ]
    text = project.testskew("compare", "legs", COLUMNS="80").out
    assert max(len(line) for line in text.splitlines()) <= 80
