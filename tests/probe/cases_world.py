"""Tests plugins of pytest, and what tests look at. Each session runs bare and probed and is compared test by test. A
case takes an Environment."""

import os
import re
import tempfile
import xml.etree.ElementTree

from cases import HERE, check, project

SUBTESTS = """
def test_subtests(subtests):
    for number in range(3):
        with subtests.test(number=number):
            try: {}[number]
            except KeyError: pass
            assert number != 1
"""
ASYNC = """
import asyncio, pytest
pytestmark = MARK
@pytest.fixture
def own(): return 1
@FIXTURE
async def value():
    try: {}['x']
    except KeyError: pass
    yield 1
async def bad(): raise ValueError('bad')
async def swallowing():
    try: await bad()
    except ValueError: return None
async def test_passes(value): assert await swallowing() is None and value == 1
async def test_fails(value):
    await swallowing()
    await bad()
async def test_expects():
    with pytest.raises(ValueError): await bad()
async def test_timeout():
    with pytest.raises(asyncio.TimeoutError): await asyncio.wait_for(asyncio.Event().wait(), 0.01)
async def test_cancelled():
    task = asyncio.ensure_future(asyncio.Event().wait())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError): await task
async def test_forgotten():
    asyncio.ensure_future(bad())
    await asyncio.sleep(0)
class TestClass:
    async def test_in_class(self): assert await swallowing()
"""
ANYIO = """
import anyio, pytest
pytestmark = pytest.mark.anyio
async def bad(): raise ValueError('bad')
async def test_group():
    with pytest.raises(BaseException):
        async with anyio.create_task_group() as group:
            group.start_soon(bad)
            group.start_soon(bad)
async def test_fails():
    try: await bad()
    except ValueError: pass
    async with anyio.create_task_group() as group:
        group.start_soon(bad)
async def test_cancel():
    with anyio.move_on_after(0.01) as scope: await anyio.sleep_forever()
    assert scope.cancelled_caught if hasattr(scope, 'cancelled_caught') else True
"""
HYPOTHESIS = """
from hypothesis import assume, given, settings, strategies as st
@settings(derandomize=True, database=None, max_examples=50, deadline=None)
@given(st.integers())
def test_holds(number):
    assume(number != 3)
    try: {}[number]
    except KeyError: pass
@settings(derandomize=True, database=None, deadline=None)
@given(st.integers())
def test_breaks(number):
    try: int('x')
    except ValueError: pass
    assert number < 100
"""
DJANGO = {
    "settings": "SECRET_KEY='x'\nDATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}}\n"
    "INSTALLED_APPS=['django.contrib.contenttypes', 'django.contrib.auth']\nROOT_URLCONF='urls'\nUSE_TZ=True\n",
    "urls": "from django.http import HttpResponse, Http404\nfrom django.urls import path\n"
    "def boom(request): raise ValueError('x')\ndef gone(request): raise Http404\n"
    "urlpatterns = [path('boom', boom), path('gone', gone), path('ok', lambda request: HttpResponse('ok'))]\n",
    "test_django": "import pytest\nfrom django.test import TestCase\nfrom django.contrib.auth.models import User\n"
    "def test_ok(client): assert client.get('/ok').status_code == 200\n"
    "def test_gone(client): assert client.get('/gone').status_code == 404\n"
    "def test_boom(client):\n    with pytest.raises(ValueError): client.get('/boom')\n"
    "def test_hidden(client):\n    client.raise_request_exception = False\n"
    "    assert client.get('/boom').status_code == 200\n"
    "@pytest.mark.django_db\ndef test_db():\n    with pytest.raises(User.DoesNotExist): User.objects.get(pk=1)\n"
    "    try: User.objects.get(pk=1)\n    except User.DoesNotExist: pass\n    assert User.objects.count() == 1\n"
    "def test_no_db(): User.objects.count()\n"
    "class T(TestCase):\n    def test_in_class(self):\n"
    "        with self.assertRaises(User.DoesNotExist): User.objects.get(pk=1)\n",
}
RERUN = (
    "n = []\n"
    "def test_r():\n"
    "    n.append(1)\n"
    "    try: {}['x']\n"
    "    except KeyError: pass\n"
    "    assert len(n) > 2\n"
    "def test_s(): assert 0\n"
)
# In a loop that only raises and catches exceptions, Python itself may lose the exception that a signal's handler
# raises. So TIMEOUT waits in its loop, and in BLIND the signal comes again.
TIMEOUT = (
    "import time\n"
    "def test_slow():\n"
    "    while True:\n"
    "        try: time.sleep(0.05); int('x')\n"
    "        except ValueError: pass\n"
    "def test_quick(): pass\n"
)
BLIND = (
    "import signal, time\nclass Late(Exception): pass\ndef late(*_): raise Late\ndef test_alarm():\n"
    "    signal.signal(signal.SIGALRM, late)\n    signal.setitimer(signal.ITIMER_REAL, 0.3, 0.3)\n"
    "    with __import__('pytest').raises(Late):\n        while True:\n            try: raise ValueError\n"
    "            except ValueError: pass\n    signal.setitimer(signal.ITIMER_REAL, 0)\n"
)
NESTED = "pytest_plugins = 'pytester'\n"
NESTED_TEST = (
    "def test_nested(pytester):\n    pytester.makepyfile('def test_a():\\n    try: {}[1]\\n"
    "    except KeyError: pass\\n    assert 0')\n"
    "    for run in (pytester.runpytest_inprocess, pytester.runpytest_subprocess):\n"
    "        run('-p', 'no:cacheprovider').assert_outcomes(failed=1)\n    assert 0\n"
)
COVERED = (
    "def f(n):\n"
    "    try:\n"
    "        return {}[n]\n"
    "    except KeyError:\n"
    "        pass\n"
    "    finally:\n"
    "        n += 1\n"
    "    with open('/dev/null') as x:\n"
    "        pass\n"
    "    return n\n"
    "def unused():\n"
    "    return 1\n"
)


def outcomes(run, folder, args, **more):
    path = tempfile.mktemp(suffix=".xml")
    result = run(folder, "-q", "--junitxml=" + path, *args, **more)
    found = {}
    if os.path.exists(path):
        for case in xml.etree.ElementTree.parse(path).iter("testcase"):
            found.setdefault("%s::%s" % (case.get("classname"), case.get("name")), []).append(
                [
                    (child.tag, re.sub("0x[0-9a-f]+|pid=[0-9]+", "", child.get("message") or ""))
                    for child in case
                    if child.tag in ("failure", "error", "skipped")
                ]
            )
        os.remove(path)
    return result, found


def same(environment, files, *args, minimum=1, environ=None, config=None):
    """Checks that each test has the same outcome bare and probed. Returns the probed session."""
    with project(**files) as folder:
        environ = dict({"PYTHONHASHSEED": "0"}, **(environ or {}))
        bare, expected = outcomes(environment.bare, folder, args, environ=environ)
        probed, found = outcomes(environment.probed, folder, args, environ=environ, config=config)
        check(len(expected) >= minimum, "only", len(expected), bare.out[-3000:])
        for name in sorted(set(expected) | set(found)):
            check(
                expected.get(name) == found.get(name),
                args,
                name,
                "bare",
                expected.get(name),
                "probed",
                found.get(name),
                probed.out[-1500:],
            )
        check(bare.status == probed.status, args, bare.status, probed.status)
        return probed


def world(name):
    with open(os.path.join(HERE, "world", name + ".py")) as file:
        return file.read()


def case_world_visible(environment):
    files = {"test_visible": world("visible")}
    for args in (
        [],
        ["-W", "error", "-p", "no:asyncio"],
        ["--import-mode=importlib"],
        ["-o", "log_cli=true"],
        ["--doctest-modules", "-p", "no:threadexception", "-p", "no:unraisableexception"],
    ):
        result = same(environment, files, *args, minimum=45)
        for name in ("test_big_messages", "test_long_chain", "test_many"):
            for line in result.all("server"):
                if line["id"].endswith("::" + name):
                    check(len(str(line)) < 300000 and len(line["chain"]) <= 11, name, len(str(line)))
        if environment.version() >= (3, 12):
            by_test = {}
            for line in result.all("server"):
                by_test.setdefault(line["id"].rpartition("::")[2], []).append(line)
            check(
                len(by_test["test_after_many"]) == 1
                and [line for line in result.all("cut") if line["id"].endswith("test_many")],
                by_test.get("test_after_many"),
            )
            check(
                "test_own_thread_hook" not in by_test or by_test["test_own_thread_hook"][0]["hook"] == "thread",
                by_test.get("test_own_thread_hook"),
            )


def case_world_xdist(environment):
    environment.need("xdist")
    same(environment, {"test_visible": world("visible"), "test_more": SUBTESTS}, "-n2", minimum=45)


def case_world_subtests(environment):
    if "pytest9" not in environment.name:
        environment.need("pytest_subtests")
    same(environment, {"test_s": SUBTESTS})


def case_world_asyncio(environment):
    environment.need("pytest_asyncio")
    for mode in ("auto", "strict"):
        text = ASYNC.replace("MARK", "pytest.mark.asyncio" if mode == "strict" else "[]").replace(
            "FIXTURE", "__import__('pytest_asyncio').fixture" if mode == "strict" else "pytest.fixture"
        )
        result = same(environment, {"test_a": text}, "-o", "asyncio_mode=" + mode, minimum=7)
        check(
            [line for line in result.all("server") if line["id"].endswith("test_forgotten")]
            or environment.version() < (3, 12),
            result.all("server"),
        )


def case_world_anyio(environment):
    environment.need("anyio")
    args = [] if environment.has("trio") else ["-k", "asyncio"]
    same(environment, {"test_a": ANYIO}, *args, minimum=3)


def case_world_hypothesis(environment):
    environment.need("hypothesis")
    same(environment, {"test_h": HYPOTHESIS}, minimum=2)


def case_world_django(environment):
    environment.need("pytest_django")
    same(environment, DJANGO, minimum=7, environ={"DJANGO_SETTINGS_MODULE": "settings"})


def case_world_reruns(environment):
    environment.need("pytest_rerunfailures")
    same(environment, {"test_r": RERUN}, "--reruns", "2", minimum=2)


def case_world_timeout(environment):
    same(environment, {"test_b": BLIND})
    environment.need("pytest_timeout")
    same(environment, {"test_t": TIMEOUT}, "--timeout=1", "--timeout-method=signal", minimum=2)


def case_world_randomly(environment):
    environment.need("pytest_randomly")
    same(
        environment, {"test_visible": world("visible")}, "--randomly-seed=7", minimum=45, environ={"PYTEST_ADDOPTS": ""}
    )


def case_world_nested(environment):
    same(environment, {"conftest": NESTED, "test_n": NESTED_TEST})


def case_world_coverage(environment):
    """coverage finds the same lines and branches, with each of its ways to measure."""
    environment.need("pytest_cov")
    test = (
        "import covered\ndef test_f():\n    assert covered.f(1) == 2\ndef test_g():\n    covered.f(2)\n    assert 0\n"
    )
    for core in ("ctrace", "sysmon") if environment.version() >= (3, 12) else ("ctrace",):
        for more in ([], ["--cov-branch"]) if core == "ctrace" or environment.version() >= (3, 14) else ([],):
            with project(covered=COVERED, test_c=test) as folder:
                seen = []
                for run in (environment.bare, environment.probed):
                    result = run(
                        folder,
                        "-q",
                        "--cov=covered",
                        "--cov-report=json:cov.json",
                        *more,
                        environ={"COVERAGE_CORE": core},
                    )
                    with open(folder + "/cov.json") as file:
                        seen.append((result.status, file.read().partition('"files"')[2]))
                check(seen[0] == seen[1] and "executed_lines" in seen[0][1], core, more, *seen)


def swallowed(lines, name):
    """(hook, type, message, source of the line that raised, source of the line that handled, how often)"""
    return [
        (
            line["hook"],
            line["chain"][0]["type"].rpartition(".")[2],
            line["chain"][0]["message"],
            line["chain"][0]["frames"][-1][3],
            line["handled"] and line["handled"][3],
            line.get("times", 1),
        )
        for line in lines
        if line["id"].endswith("::" + name)
    ]


def case_world_texts_of_swallowed(environment):
    """The text of an exception that is swallowed is made without code of the project."""
    test = """
seen = []
class Value:
    def __repr__(self): seen.append("repr"); return "value"
class Own(Exception):
    def __str__(self): seen.append("str"); return "own"
class ByProperty(Exception):
    __str__ = property(lambda self: seen.append("property") or (lambda: "by property"))
def test_fails():
    for error in (Own(1), ByProperty(2), ValueError(Value()), KeyError(Value())):
        try: raise error
        except Exception: pass
    assert 0
def test_nothing_was_asked(): assert seen == []
"""
    result = same(environment, {"test_x": test}, minimum=1)
    if environment.version() >= (3, 12):
        texts = [each[2] for each in swallowed(result.all("server"), "test_fails")]
        check(sorted(texts) == ["1", "2", "<test_x.Value>", "<test_x.Value>"], texts)


def case_world_pydantic(environment):
    """The exceptions of pydantic-core, which is written in Rust, ask the values that they are about for their
    representations."""
    environment.need("pydantic")
    test = """
from pydantic import BaseModel, ValidationError
seen = []
class Value:
    def __repr__(self): seen.append("repr"); return "value"
class Room(BaseModel):
    size: str
    doors: int
def test_fails():
    try: Room(size=Value(), doors=Value())
    except ValidationError: pass
    assert 0
def test_nothing_was_asked(): assert seen == []
"""
    result = same(environment, {"test_x": test}, minimum=1)
    if environment.version() >= (3, 12):
        texts = [each[2] for each in swallowed(result.all("server"), "test_fails")]
        wanted = "2 validation errors for Room"
        wanted += "\nsize\n  Input should be a valid string [type=string_type]"
        wanted += "\ndoors\n  Input should be a valid integer [type=int_type]"
        check(texts == [wanted], texts)


def case_world_swallowed(environment):
    with open(os.path.join(HERE, "samples", "swallowed.py")) as file:
        files = {"test_x": file.read()}
    result = same(environment, files, minimum=6)
    lines = result.all("server")
    check(
        [each[:2] for each in swallowed(lines, "test_thread") if each[0] == "thread"] == [("thread", "KeyError")], lines
    )
    check(
        [
            each
            for each in swallowed(lines, "test_async")
            if each[0] == "asyncio.task" and each[1] == "FileNotFoundError"
        ],
        lines,
    )
    if environment.version() < (3, 12):
        return
    found = swallowed(lines, "test_fail")
    for wanted in (
        (
            "ValueError",
            "invalid literal for int() with base 10: 'abc'",
            "return int(text)",
            "except (ValueError, TypeError):",
            7,
        ),
        ("KeyError", "'k'", '{}["k"]', "with contextlib.suppress(KeyError):", 1),
        ("AttributeError", "_missing", "raise AttributeError(n)", 'hasattr(P(), "name")', 1),
        ("RuntimeError", "in cm", 'raise RuntimeError("in cm")', "except RuntimeError:", 1),
        ("LookupError", "no t", 'raise LookupError("no t")', "except Exception: pass", 1),
        (
            "AttributeError",
            "'Q' object has no attribute '_missing'",
            "return self._missing",
            'hasattr(Q(), "other")',
            1,
        ),
    ):
        check(("monitoring",) + wanted in found, wanted, found)
    check(len(found) == 6, found)
    found = swallowed(lines, "test_again")
    expected = [
        ("KeyError", "'a'", "return table[key]", "except KeyError:", 4),
        ("KeyError", "'again'", 'raise kind("again")', "except KeyError:", 2),
        ("IndexError", "again", 'raise kind("again")', "except IndexError:", 1),
        ("Own", "ä", 'raise Own("ä") from ValueError("cause")', "except (Own, OSError): pass", 1),
        ("ZeroDivisionError", "division by zero", "def parse2(): 1/0", "except ArithmeticError: pass", 1),
        (
            "Own",
            "quiet",
            'with contextlib.suppress(Own): raise Own("quiet")',
            'with contextlib.suppress(Own): raise Own("quiet")',
            1,
        ),
    ]
    check(sorted(found) == sorted(("monitoring",) + each for each in expected), found)
    check(not swallowed(lines, "test_own") and not swallowed(lines, "test_passes"), lines)
    check(
        [each[1:5] for each in swallowed(lines, "test_thread") if each[0] == "monitoring"]
        == [("ZeroDivisionError", "division by zero", "def parse2(): 1/0", "except ZeroDivisionError: pass")],
        lines,
    )
    check(
        [(line["module"], line["handled"][3]) for line in lines if line["phase"] == "collect"]
        == [("test_x.py", "except ImportError:")],
        lines,
    )
    off = same(environment, files, config={"monitoring": False})
    check(not [line for line in off.all("server") if line["hook"] == "monitoring"], "off")
    every = same(environment, files, config={"monitoring": "all"})
    check(len(swallowed(every.all("server"), "test_passes")) == 1, "all")
