"""`report --format` and -o: each format in a file that its readers accept."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

FILES = {
    "text": "report.txt",
    "json": "report.json",
    "markdown": "report.md",
    "html": "report.html",
    "sarif": "testskew.sarif",
    "junit": "junit.xml",
    "summary": "summary.md",
    "annotations": "annotations.txt",
    "code-quality": "gl-code-quality-report.json",
}


@pytest.fixture
def ran(pair):
    assert pair.testskew("run", "--no-attribute", "--no-observe").status == 3
    return pair


def test_every_format_is_written_into_a_folder(ran):
    result = ran.testskew("report", "--format", ",".join(FILES), "-o", "out/reports")
    assert (result.status, result.out, result.err) == (3, "", "")
    folder = ran.path / "out/reports"
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES.values())
    for name in FILES.values():
        assert "KeyError" in (folder / name).read_text(), name
    (result,) = json.loads((folder / "testskew.sarif").read_text())["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("test_greeting.py", 5)
    (case,) = ElementTree.parse(folder / "junit.xml").iter("testcase")
    assert (case.get("classname"), case.get("name")) == ("test_greeting", "test_greeting")
    assert (folder / "annotations.txt").read_text().startswith("::error file=test_greeting.py,line=5,title=")
    html = (folder / "report.html").read_text()
    assert "<script" not in html
    assert "http" not in html.replace("http-equiv", "")


def test_one_format_is_printed_or_written_to_a_file(ran):
    printed = ran.testskew("report", "--format", "junit")
    assert printed.out.startswith("<?xml")
    assert ran.testskew("report", "--format", "junit", "-o", "x.xml").out == ""
    assert (ran.path / "x.xml").read_text() == printed.out
    assert ran.testskew("report", "--format", "junit", "-o", "-").out == printed.out
    assert not (ran.path / "-").exists()
    assert ran.testskew("report", "--format", "junit", "-o", "folder/").status == 3
    assert (ran.path / "folder/junit.xml").exists()


def test_several_formats_need_a_folder(ran):
    result = ran.testskew("report", "--format", "text,json")
    assert (result.status, result.err) == (2, "testskew: several formats are written into a folder: -o DIR names it\n")
    (ran.path / "file").write_text("")
    result = ran.testskew("report", "--format", "text,json", "-o", "file")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "file is no folder" in result.err


def test_an_unknown_format_names_the_nearest(project):
    result = project.testskew("report", "--format", "sariff")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "did you mean sarif?" in result.err


def test_a_text_in_a_log_of_github_is_guarded(ran):
    lines = ran.testskew("report", GITHUB_ACTIONS="true").out.splitlines()
    assert lines[0].startswith("::stop-commands::")
    assert lines[-1] == "::" + lines[0].removeprefix("::stop-commands::") + "::"
    assert ran.testskew("report", "--format", "annotations", GITHUB_ACTIONS="true").out.startswith("::error ")


def test_the_values_are_found(project):
    help_text = project.testskew("report", "--help").out
    completion = project.testskew("completion", "bash").out
    for name in FILES:
        assert name in help_text
        assert name in completion
