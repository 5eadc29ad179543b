"""Tests what the report says of the changes in a package that was proven to be the cause. Some releases are made here,
and some are real ones from the package index."""

import io
import tarfile
import zipfile

import jsonschema
import pytest
from test_run import SCHEMA

RELEASES = {
    "1.0": """
        def read(path, unit="mm"): return [3, unit]
        def scale(values, factor): return [each * factor for each in values]
        def same(): return 1
        def old(): return 1
        class Gauge:
            def __init__(self, name): self.name = name
            def measure(self, value, digits=2): return round(value, digits)
        """,
    "2.0": """
        def read(path, unit="cm"): return [3, unit]
        def scale(values, *, factor): return [each * factor for each in values]
        def same(): return 2
        class Gauge:
            def __init__(self, name): self.name = name
            def measure(self, value, mode, digits=2): return round(value, digits)
        """,
}
RELEASES["1.1"], RELEASES["2.1"] = RELEASES["1.0"], RELEASES["2.0"]


def make_releases(project):
    """Makes a wheel of each release, in a folder that takes the place of a package index."""
    folder = project.path / "wheels"
    folder.mkdir()
    for version, source in RELEASES.items():
        name = f"gauge-{version}.dist-info"
        files = {
            "gauge.py": "\n".join(line[8:] for line in source.splitlines()) + "\n",
            f"{name}/METADATA": f"Metadata-Version: 2.1\nName: gauge\nVersion: {version}\n",
            f"{name}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        files[f"{name}/RECORD"] = "".join(f"{each},,\n" for each in [*files, f"{name}/RECORD"])
        with zipfile.ZipFile(folder / f"gauge-{version}-py3-none-any.whl", "w") as wheel:
            for path, content in files.items():
                wheel.writestr(path, content)


def profiles(bad, good):
    side = '[profile.{}]\npython = "3.12"\nrequirements = [{}]\ntargets = ["tests"]\n'
    return "".join(
        side.format(name, ", ".join(f'"{each}"' for each in ["pytest", *lines]))
        for name, lines in (("ci", bad), ("local", good))
    )


def run(project, *arguments):
    result = project.testskew("run", "--json", "-", *arguments)
    if result.status == 4:
        pytest.skip(f"the environments cannot be made: {result.err.strip()[-300:]}")
    report = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    return report


def test_what_the_failure_touched_is_named_with_the_release_that_changed_it(project):
    make_releases(project)
    project.write(
        {
            "testskew.toml": profiles(["--find-links wheels", "gauge==2.1"], ["--find-links wheels", "gauge==1.0"]),
            "tests/test_gauge.py": """
            import gauge
            from gauge import Gauge as Instrument

            def test_default():
                assert gauge.read("x") == [3, "mm"]

            def test_position():
                assert gauge.scale([1], 2) == [2]

            def test_method():
                instrument = Instrument("a")
                assert instrument.measure(1.26, digits=1) == 1.3

            def test_gone():
                assert gauge.old() == 1
            """,
        }
    )
    report = run(project)
    causes = [cluster["cause"] for cluster in report["clusters"]]
    assert [cause["verdict"] for cause in causes] == ["proven"] * 4
    assert {(package["first_bad"], package["last_good"]) for cause in causes for package in cause["packages"]} == {
        ("2.0", "1.1")
    }
    said = {
        (api["name"], api["what"], api["until"], api["instead"], api["package"])
        for cause in causes
        for api in cause["api"]
    }
    assert said == {
        ("gauge.read", "since gauge 2.0: the default of unit is 'cm', and was 'mm' before", None, "pass unit", "gauge"),
        ("gauge.scale", "parameter factor by position", "2.0", "pass factor by keyword", "gauge"),
        ("gauge.Gauge.measure", "calls without mode", "2.0", "pass mode", "gauge"),
        ("gauge.old", "", "2.0", None, "gauge"),
    }


def test_only_the_code_that_differs_where_it_fails_is_told(project):
    make_releases(project)
    project.write(
        {
            "testskew.toml": profiles(["--find-links wheels", "gauge==2.1"], ["--find-links wheels", "gauge==1.0"]),
            "tests/test_gauge.py": """
            import gauge

            def test_other_value():
                assert gauge.same() == 1

            def test_given():
                assert gauge.read("x", unit="mm") == [3, "mm"]
            """,
        }
    )
    (cluster,) = run(project, "--quick")["clusters"]
    assert cluster["cause"]["packages"][0]["name"] == "gauge"
    (told,) = cluster["cause"]["api"]
    assert told["name"] == "gauge.same"
    assert told["what"] == "in gauge 2.1: its code has `return 2` where the passing release has `return 1`"


def make_scales(project, changes):
    """Two releases of a package whose code is the same and whose data differs. The source distribution of the newer one
    has a changelog."""
    folder = project.path / "wheels"
    folder.mkdir()
    code = "import pathlib\n\ndef unit():\n    return (pathlib.Path(__file__).parent / 'unit.txt').read_text()\n"
    for version, unit in (("1.0", "mm"), ("2.0", "cm")):
        name = f"scaleoflongago-{version}.dist-info"
        files = {
            "scaleoflongago/__init__.py": code,
            "scaleoflongago/unit.txt": unit,
            f"{name}/METADATA": f"Metadata-Version: 2.1\nName: scaleoflongago\nVersion: {version}\n",
            f"{name}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        files[f"{name}/RECORD"] = "".join(f"{each},,\n" for each in [*files, f"{name}/RECORD"])
        with zipfile.ZipFile(folder / f"scaleoflongago-{version}-py3-none-any.whl", "w") as wheel:
            for path, content in files.items():
                wheel.writestr(path, content)
    if changes:
        with tarfile.open(folder / "scaleoflongago-2.0.tar.gz", "w:gz") as sdist:
            content = changes.encode()
            member = tarfile.TarInfo("scaleoflongago-2.0/CHANGES.rst")
            member.size = len(content)
            sdist.addfile(member, io.BytesIO(content))
    project.write(
        {
            "testskew.toml": profiles(
                ["--find-links wheels", "scaleoflongago==2.0"], ["--find-links wheels", "scaleoflongago==1.0"]
            ),
            "tests/test_scale.py": """
            import scaleoflongago

            def test_unit():
                assert scaleoflongago.unit() == "mm"
            """,
        }
    )


def test_where_no_code_differs_the_changelog_is_quoted(project):
    changes = "Version 2.0\n-----------\n\n-   Faster.\n-   ``scaleoflongago.unit`` gives centimetres. :pr:`3`\n"
    make_scales(project, changes)
    (cluster,) = run(project)["clusters"]
    (told,) = cluster["cause"]["api"]
    assert told["name"] == "scaleoflongago"
    assert told["what"] == (
        'what CHANGES.rst of scaleoflongago-2.0.tar.gz says of 2.0: "``scaleoflongago.unit`` gives centimetres."'
    )


def test_where_nothing_tells_of_a_change_the_report_says_so(project):
    make_scales(project, "")
    (cluster,) = run(project)["clusters"]
    assert cluster["cause"]["api"] == []
    assert "no change was found in what the failure touched of scaleoflongago between 1.0 and 2.0" in cluster["note"]


def test_a_real_release_has_its_day_and_what_its_note_says_to_write(project):
    project.write(
        {
            "testskew.toml": profiles(["httpx==0.28.1"], ["httpx==0.27.2"]),
            "tests/test_client.py": """
            import httpx

            def test_client():
                assert httpx.Client(proxies=None, timeout=2.0).timeout == httpx.Timeout(2.0)
            """,
        }
    )
    (cluster,) = run(project)["clusters"]
    (package,) = cluster["cause"]["packages"]
    assert (package["last_good"], package["first_bad"]) == ("0.27.2", "0.28.0")
    assert package["released"] == {"0.27.2": "2024-08-27", "0.28.0": "2024-11-28"}
    (told,) = cluster["cause"]["api"]
    assert (told["name"], told["what"], told["until"]) == ("httpx.Client", "parameter proxies", "0.28.0")
    assert told["instead"].startswith("proxy=url")  # as the note on this change says
    text = project.testskew("report").out
    assert "httpx.Client(proxies=) is gone since httpx 0.28.0" in text
    assert "httpx 0.27.2 (2024-08-27) passes, 0.28.0 (2024-11-28) fails" in text
    assert "2024-11-28" in project.testskew("report", "--format", "markdown").out
