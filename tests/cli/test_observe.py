"""Tests what the report adds to a failure that says nothing by itself, such as the place at which two runs differ."""

import json

import jsonschema
from conftest import ROOT

SCHEMA = json.loads((ROOT / "docs/report.schema.json").read_text())


def silent(project):
    """A missing variable, a missing file and a swallowed exception, each of which makes a plain assertion fail."""
    return project.write(
        {
            "testskew.toml": """
            [profile.ci]
            python = "3.11"
            requirements = ["pytest"]
            [profile.local]
            python = "3.11"
            requirements = ["pytest"]
            [profile.local.environ]
            SERVICE_KEY = "a-key-that-nobody-reads"
            RATES = "rates.txt"
        """,
            "rates.txt": "1.5",
            "service.py": """
            import os

            def expected():
                return os.environ.get("SERVICE_KEY")

            def answer(given):
                key = expected()
                if not key:
                    return 200
                return 200 if given == key else 401

            def rate():
                try:
                    with open(os.environ.get("RATES", "no-rates.txt")) as file:
                        return float(file.read())
                except OSError:
                    return None
        """,
            "test_service.py": """
            from service import answer, rate

            def test_key():
                assert answer(None) == 401

            def test_rate():
                assert rate() is not None

            def test_passes():
                assert answer(None) in (200, 401)
        """,
        }
    )


def test_the_place_where_the_runs_part_is_shown(project):
    silent(project)
    result = project.testskew("run", "--quick", "--json", "-")
    report = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    by_test = {cluster["tests"][0]["id"]: cluster for cluster in report["clusters"]}
    key = by_test["test_service.py::test_key"]["divergence"]
    assert key["path"] == "service.py" and key["function"] == "expected", key
    assert key["source"] == 'return os.environ.get("SERVICE_KEY")'
    assert (key["text"], key["bad"], key["good"]) == ('os.environ.get("SERVICE_KEY")', "None", "a value")
    assert key["certain"] is True
    rate = by_test["test_service.py::test_rate"]
    (swallowed,) = rate["swallowed"]
    assert swallowed["type"] == "FileNotFoundError" and swallowed["raised_at"]["function"].endswith("rate")
    assert (
        swallowed["handled_at"]["source"] == "except OSError:"
        and swallowed["by"] is None
        and swallowed["hook"] == "trace"
    )
    assert {"file": "no-rates.txt"}.items() <= {m["kind"]: m["name"] for m in rate["missing"]}.items()
    observed = [
        session for session in report["sessions"] if session["phase"] == "observe" and "traced" in session["reason"]
    ]
    assert {session["base"] for session in observed} == {"bad", "good"}
    for session in observed:
        recording = (project.run_folders()[0] / session["recording"]).read_text()
        assert '"t":"trace"' in recording and "a-key-that-nobody-reads" not in recording

    text = " ".join(project.testskew("report", COLUMNS="80").out.split())
    assert 'the two runs part at service.py:5: os.environ.get("SERVICE_KEY") -> None in ci, a value in local' in text
    assert "swallowed in ci only: FileNotFoundError:" in text and "caught by the project at service.py:" in text
    assert "looked up and not found: file no-rates.txt (service.py:" in text
    markdown = project.testskew("report", "--format", "markdown").out
    assert "the two runs part at" in markdown and "FileNotFoundError" in markdown


def test_nothing_is_observed_where_it_is_not_wanted(project):
    silent(project)
    report = project.testskew("run", "--quick", "--no-observe", "--json", "-").json()
    assert all(cluster["divergence"] is None and cluster["swallowed"] == [] for cluster in report["clusters"])
    assert all("traced" not in session["reason"] for session in report["sessions"])


def test_what_leaves_no_frame_stands_with_the_failure(project):
    """A property whose AttributeError means "no attribute" to C code, a thread that dies, and a warning that the test
    itself catches."""
    project.write(
        {
            "testskew.toml": """
            [profile.ci]
            python = "3.11"
            requirements = ["pytest"]
            [profile.local]
            python = "3.11"
            requirements = ["pytest"]
            [profile.local.environ]
            RATES = "rates.txt"
        """,
            "service.py": """
            import os, threading, warnings

            class Rates:
                @property
                def name(self):
                    return os.environ.get("RATES").upper()

            def named():
                return hasattr(Rates(), "name")

            def collect(found):
                found.append(os.environ["RATES"])

            def in_thread():
                found = []
                thread = threading.Thread(target=collect, args=(found,))
                thread.start()
                thread.join()
                return found

            def rate():
                if "RATES" not in os.environ:
                    warnings.warn("no rates are known")
                return 1
        """,
            "test_service.py": """
            from service import in_thread, named, rate

            def test_named():
                assert named()

            def test_thread():
                assert len(in_thread()) == 1

            def test_quiet(recwarn):
                assert rate() == 1
                assert len(recwarn) == 0

            def test_passes():
                assert rate() == 1
        """,
        }
    )
    result = project.testskew("run", "--quick", "--json", "-")
    report = result.json()
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    by_test = {cluster["tests"][0]["id"].rpartition("::")[2]: cluster for cluster in report["clusters"]}
    (named,) = by_test["test_named"]["swallowed"]
    assert named["type"] == "AttributeError" and named["raised_at"]["function"].endswith("name") and named["by"] is None
    assert named["handled_at"]["source"] == 'return hasattr(Rates(), "name")'
    (thread,) = by_test["test_thread"]["swallowed"]
    assert thread["type"] == "KeyError" and thread["raised_at"]["function"] == "collect" and thread["by"] == "threading"
    (warning,) = by_test["test_quiet"]["warnings"]
    assert (warning["category"], warning["message"], warning["path"], warning["side"]) == (
        "UserWarning",
        "no rates are known",
        "service.py",
        "bad",
    )
    text = " ".join(project.testskew("report", COLUMNS="80").out.split())
    assert "warned in ci only: UserWarning: no rates are known (service.py:" in text
    assert "swallowed in ci only: AttributeError" in text


def cause_of(result):
    (cluster,) = result.json()["clusters"]
    return cluster["cause"]


def test_the_line_that_made_a_file_is_named_where_the_umask_is_the_cause(project):
    project.write(
        {
            "app.py": """
            import os

            def export(folder):
                os.makedirs(folder / "kept", mode=0o700)
                (folder / "a.txt").write_text("a")
                return folder / "a.txt"
        """,
            "test_app.py": """
            import stat
            from app import export

            def test_others_may_read(tmp_path):
                assert export(tmp_path).stat().st_mode & stat.S_IROTH
        """,
            "testskew.toml": """
            [profile.ci]
            python = "3.11"
            host = {umask = "077"}
            [profile.local]
            python = "3.11"
            host = {umask = "022"}
        """,
        }
    )
    cause = cause_of(project.testskew("run", "--json", "-"))
    assert cause["factors"] == ["host"]
    (place,) = cause["at"]
    assert (place["path"], place["line"], place["line_shown"]) == ("app.py", 6, False)
    assert place["what"] == "makes a.txt, with the mode 600 on the side that fails and 644 on the other"
    assert "app.py:6 makes a.txt, with the mode 600" in " ".join(project.testskew("report").out.split())


def test_the_file_that_a_setup_makes_is_named_where_the_setup_is_the_cause(project):
    project.write(
        {
            "words.py": """
            import os

            def words():
                return open("words.txt").read() if os.path.exists("words.txt") else ""
        """,
            "test_words.py": "from words import words\n\ndef test_words():\n    assert words() == 'tea'\n",
            "testskew.toml": """
            [profile.ci]
            python = "3.11"
            [profile.local]
            python = "3.11"
            setup = [["python", "-c", "open('words.txt', 'w').write('tea')"]]
        """,
        }
    )
    cause = cause_of(project.testskew("run", "--json", "-"))
    assert cause["files"] == [{"path": "words.txt"}]
    assert [(place["path"], place["line"]) for place in cause["at"]] == [("words.py", 5)]
    assert "words.py:5 looks for words.txt in vain" in " ".join(project.testskew("report").out.split())
