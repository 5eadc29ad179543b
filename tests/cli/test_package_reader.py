"""Tests what src/explain/package_reader says of two releases. Both are written in this file."""

import json
import os
import re
import subprocess
import textwrap

import pytest
import pythons  # of tests/support
from conftest import ROOT

READER = ROOT / "src/explain/package_reader"
OLD = """
    import warnings
    from ._inner import Session
    def plain(a, b=1, *, c=None): pass
    def renamed(line_terminator="x"): pass
    def options(regex=None): pass
    def sentinel(a=None): pass
    class Base:
        def __init__(self, name, size=1): pass
        def of_base(self): pass
    class Below(Base):
        shared = 1
    def rounded(x):
        'Rounds.'
        return round(x, 2)  # as money is
    def spaced(x):
        return {"a": x}
    """
NEW = """
    import warnings
    from ._inner import Session
    _MISSING = object()
    def plain(a, b=2, *, c=None): pass
    def renamed(lineterminator="x"): pass
    def options(**more): pass
    def sentinel(a=_MISSING): pass
    class Base:
        def __init__(self, name, *, size=1): pass
    class Below(Base):
        pass
    def rounded(x):
        'Rounds to whole numbers.'
        return round(x)
    def spaced(x):
        # only the form differs
        return {
            "a": x}
    """
INNER = "class Session:\n    def send(self, request, {}): pass\n"


@pytest.fixture(scope="session")
def griffe():
    """An interpreter that has the griffe that the program uses."""
    wanted = re.search(
        r'griffe = "(griffelib==[\d.]+)"', (ROOT / "src/laboratory/package_folders.cpp").read_text()
    ).group(1)
    folder = ROOT / "build/test-cache" / (wanted.replace("==", "-") + os.environ.get("PYTEST_XDIST_WORKER", ""))
    uv = pythons.find_uv()
    python = folder / "bin/python"
    if not (folder / "complete").exists():
        for command in (
            [uv, "venv", "--quiet", "--clear", "--python", ">=3.10", str(folder)],
            [uv, "pip", "install", "--quiet", "--python", str(python), wanted],
        ):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                pytest.skip(f"griffe cannot be installed: {done.stderr.strip()[-200:]}")
        (folder / "complete").touch()
    return python


@pytest.fixture
def changes(griffe, tmp_path):
    """What is said of a line of a caller, as (name, "kind names") or, of a behaviour, (name, text)."""
    for site, source, more in (("good", OLD, "stream=False"), ("bad", NEW, "stream=True")):
        package = tmp_path / site / "pkg"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(textwrap.dedent(source))
        (package / "_inner.py").write_text(INNER.format(more))
    script = "\n".join(path.read_text() for path in sorted(READER.glob("*.py")))

    def said(code, into=None, subject=None, message="", source=None, frames=()):
        caller = tmp_path / "caller.py"
        caller.write_text(textwrap.dedent(code))
        lines = caller.read_text().splitlines()
        line = next(number for number, text in enumerate(lines, 1) if text.endswith("# here"))
        frame = into and {"file": str(tmp_path / "bad" / into[0]), "line": into[1]}
        call = {
            "file": str(caller),
            "line": line,
            "source": lines[line - 1].strip() if source is None else source,
            "into": frame,
        }
        request = {
            "good": str(tmp_path / "good"),
            "bad": str(tmp_path / "bad"),
            "seen": str(tmp_path / "bad"),
            "tops": ["pkg"],
            "failures": [
                {
                    "message": message,
                    "subjects": [subject] if subject else [],
                    "calls": [call],
                    "frames": [{"file": str(tmp_path / "bad" / file), "line": at} for file, at in frames],
                }
            ],
        }
        done = subprocess.run(
            [str(griffe), "-I", "-c", script, json.dumps(request)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={**os.environ, "PYTHONUTF8": "1"},
        )
        printed = [json.loads(line) for line in done.stdout.splitlines()]
        return [(each["name"], each["text"] or " ".join([each["kind"], *each["names"]])) for each in printed]

    return said


@pytest.mark.parametrize(
    "code, wanted",
    [
        ("import pkg\npkg.plain(1)  # here", [("pkg.plain", "the default of b is 2, and was 1 before")]),
        ("from pkg import plain as p\np(1)  # here", [("pkg.plain", "the default of b is 2, and was 1 before")]),
        ("import pkg as p\nx = [p.plain(1),\n  2]  # here", [("pkg.plain", "the default of b is 2, and was 1 before")]),
        ("import pkg\nassert pkg.plain(1, 2) == 1  # here", []),  # the caller gives b
        ("import pkg\npkg.plain(1, b=2)  # here", []),
        ("import pkg\npkg.plain(*a)  # here", []),  # it is not known what the caller gives
        ("import pkg\npkg.plain(1, **a)  # here", []),
        ("import pkg\npkg.sentinel()  # here", []),  # the default is not a constant
        ("import pkg\npkg.Base('a', 2)  # here", [("pkg.Base", "by-position size")]),
        ("import pkg\npkg.Below('a', 2)  # here", [("pkg.Below", "by-position size")]),
        ("import pkg\npkg.renamed(line_terminator='')  # here", [("pkg.renamed", "parameters line_terminator")]),
        ("import pkg\npkg.options(regex='')  # here", []),  # **more may still take it
        ("import pkg\ndef f(): pkg.plain(1)\nf()  # here", []),  # the call is on another line
        ("import other as pkg\npkg.plain(1)  # here", []),
        ("def plain(a): pass\nplain(1)  # here", []),
        ("from pkg import plain\ndef plain(a): pass\nplain(1)  # here", []),  # the name means two things
        ("from pkg import plain\ndef f(plain):\n    plain(1)  # here", []),
        (
            "import pkg\nwith pkg.plain(1):  # here\n    pass",
            [("pkg.plain", "the default of b is 2, and was 1 before")],
        ),
        ("import pkg\nif pkg.plain(1, 2):  # here\n    pkg.plain(1)", []),
    ],
)
def test_a_call_by_its_name(changes, code, wanted):
    assert changes(code) == wanted


def test_a_line_that_is_not_the_recorded_one_is_not_read(changes):
    assert changes("import pkg\npkg.plain(1)  # here", source="pkg.other(1)") == []


def test_a_method_by_the_frame_that_it_led_to(changes):
    code = "def f(session):\n    session.send('x')  # here"
    assert changes(code) == []
    assert changes(code, into=("pkg/_inner.py", 2)) == [
        ("pkg.Session.send", "the default of stream is True, and was False before")
    ]
    assert (
        changes("def f(session):\n    session.close('x')  # here", into=("pkg/_inner.py", 2)) == []
    )  # this line did not lead to that place
    assert changes("def f(session):\n    session.send('x', stream=True)  # here", into=("pkg/_inner.py", 2)) == []


def test_the_failure_itself_says_what_is_refused(changes):
    code = "import pkg\npkg.options(regex='')  # here"
    assert changes(code, message="`regex` is removed") == [("pkg.options", "parameters regex")]
    assert changes(code, subject={"name": "pkg.options", "member": "parameter regex"}) == [
        ("pkg.options", "parameters regex")
    ]
    assert changes(code, subject={"name": "pkg.options", "member": "parameter other"}) == []


def line_of(text, source):
    """The number of a line in a source of this file once it is written, by a part of the line."""
    lines = textwrap.dedent(source).splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_without_another_signature_the_code_on_the_path_is_compared(changes):
    changed = [
        ("pkg.rounded", "its code has `return round(x)` where the passing release has `return round(x, 2)`"),
    ]
    assert changes("import pkg\nassert pkg.rounded(1.234) == 1.23  # here") == changed
    inside = [("pkg/__init__.py", line_of("return round(x)", NEW))]
    assert changes("x = 1  # here", frames=inside) == changed
    assert changes("import pkg\npkg.spaced(1)  # here") == []  # comments, docstrings and layout are no code
    assert changes("x = 1  # here", frames=[("pkg/__init__.py", 1)]) == []
    # A signature that explains the failure comes first, and alone.
    assert changes("import pkg\npkg.plain(1)  # here", frames=inside) == [
        ("pkg.plain", "the default of b is 2, and was 1 before")
    ]


@pytest.mark.parametrize(
    "name, member, wanted",
    [
        ("pkg.Base", "attribute of_base", [("pkg.Base.of_base", "name")]),
        ("pkg.Below", "attribute of_base", [("pkg.Below.of_base", "name")]),
        ("pkg.Below", "attribute shared", [("pkg.Below.shared", "name")]),
        ("pkg.Below", "attribute never", []),
        ("pkg", "attribute warnings", []),
        ("pkg._gone", "module", []),
        ("pkg.Base", "arguments 2 3", [("pkg.Base", "by-position size")]),
        ("pkg.plain", "required a", []),
        ("other.Base", "attribute of_base", []),
    ],
)
def test_what_an_exception_is_about(changes, name, member, wanted):
    assert changes("x = 1  # here", subject={"name": name, "member": member}) == wanted
