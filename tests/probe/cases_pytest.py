"""Tests the ways in which pytest itself fails, stops and starts again, and the processes that tests start. A case takes
an Environment."""

import re
import shutil

from cases import check, project
from cases_world import same

SLOW = (
    "import time\n"
    "def test_quick(): pass\n"
    "def test_slow():\n"
    "    while True:\n"
    "        try: int('x')\n"
    "        except ValueError: time.sleep(0.001)\n"
    "def test_after(): pass\n"
)
CACHED = (
    "def test_a(): pass\ndef test_b():\n    try: {}['x']\n    except KeyError: pass\n    assert 0\ndef test_c(): pass\n"
)
DOCTESTS = '''
def half(number):
    """
    >>> half(4)
    2.0
    >>> half(3)
    2.0
    """
    return number / 2


def third(number):
    """
    >>> third('x')
    1
    """
    return number / 3
'''
LOOKUPS = """
import pytest

def test_asks(no_such): pass
@pytest.mark.xfail(strict=True)
def test_passes_strictly(): pass
def test_fine(): pass
"""
# At some of these depths a callback of the probe has room for one frame, or for none. Calling id() needs another one,
# as it calls the audit hook.
AT_THE_LIMIT = """
import sys, traceback
sys.addaudithook(lambda *event: None)

def here(number): return there(number)
def there(number): return here(number)

def chain(depth):
    if depth:
        return chain(depth - 1)
    try:
        here(1)
    except RecursionError as error:
        found = []
        while error is not None:
            found.append([frame.name for frame in traceback.extract_tb(error.__traceback__)])
            error = error.__context__
        return found

def test_limit():
    for depth in range(8):
        found = chain(depth)
        assert len(found) == 1, [names[-3:] for names in found]
        assert set(found[0]) == {"chain", "here", "there"}, found[0][-3:]
"""
UNTIL = """
import pytest
ran = []
@pytest.fixture(scope="module")
def shared():
    yield ran.append
    assert ran == %s  # It ends with the module, or with the first test that is left out.
@pytest.mark.parametrize("number", range(4))
def test_numbers(number, shared): shared(number)
"""
FIXTURES = """
import pytest, unittest
def broken(): raise RuntimeError("not there")
@pytest.fixture(scope="session")
def for_session(): broken()
@pytest.fixture(scope="class")
def for_class(): broken()
@pytest.fixture(scope="module")
def later():
    yield
    broken()
class TestClass:
    def test_class_one(self, for_class): pass
    def test_class_two(self, for_class): pass
def test_session_one(for_session): pass
def test_session_two(for_session): pass
class Unit(unittest.TestCase):
    @classmethod
    def setUpClass(cls): broken()
    def test_unit_one(self): pass
    def test_unit_two(self): pass
class Cleaned(unittest.TestCase):
    def test_cleanup(self): self.addCleanup(broken)
    def tearDown(self): broken()
class Isolated(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        try: broken()
        except RuntimeError: pass
    async def test_isolated(self): broken()
    async def test_isolated_expects(self):
        with self.assertRaises(RuntimeError): broken()
def test_last(later): pass
"""
PROCESSES = """
import multiprocessing, os, sys, pytest
def work(number):
    try: {}[number]
    except KeyError: pass
    if number > 1: raise ValueError("no %d" % number)
    tools = [sys.monitoring.get_tool(n) for n in range(6)] if hasattr(sys, "monitoring") else []
    return number, any(tools), sys.gettrace() is None
@pytest.mark.parametrize("how", ["fork", "spawn", "forkserver"])
def test_pool(how):
    with multiprocessing.get_context(how).Pool(1) as pool:
        assert pool.map(work, [0, 1]) == [(0, False, True), (1, False, True)]
        with pytest.raises(ValueError, match="no 2"): pool.apply(work, (2,))
        try: pool.apply(work, (3,))
        except ValueError: pass
@pytest.mark.parametrize("how", ["fork", "spawn", "forkserver"])
def test_dies(how):
    process = multiprocessing.get_context(how).Process(target=work, args=(4,))
    process.start()
    process.join()
    code = process.exitcode
    assert code == 0
def test_executor():
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(1) as pool: assert pool.submit(work, 5).result() is None
"""
HANGS = """
import threading
class Hangs(Exception):
    def __str__(self): threading.Event().wait()
    __repr__ = __str__
class Part:
    def __repr__(self): threading.Event().wait()
    __str__ = __repr__
def test_hangs():
    for error in (Hangs("x"), ValueError(Part()), KeyError(Part(), "y"), OSError(2, Part())):
        try: raise error
        except Exception: pass
    assert 0
"""
GROUPS = """
import asyncio, contextlib
async def bad(): raise ValueError("bad")
async def both():
    async with asyncio.TaskGroup() as group:
        group.create_task(bad())
        group.create_task(bad())
def test_swallowed():
    try: asyncio.run(both())
    except* ValueError: pass
    assert 0
def test_part():
    try: raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
    except* ValueError: pass
def test_suppressed():
    with contextlib.suppress(ValueError): raise ExceptionGroup("g", [ValueError("v"), KeyError("k")])
async def numbers():
    try:
        yield 1
        yield 2
    finally:
        with contextlib.suppress(KeyError): {}["x"]
async def first():
    async for number in numbers(): return number
def test_generator(): assert asyncio.run(first()) == 1
def test_thrown():
    def inner():
        while True:
            try: yield
            except KeyError: yield "kept"
    generator = inner()
    next(generator)
    assert generator.throw(KeyError("x")) == "kept"
    generator.close()
"""


def case_timeout_by_thread(environment):
    """The whole process ends with os._exit, as it does without the probe. The recording ends with the test that ran."""
    environment.need("pytest_timeout")
    with project(test_t=SLOW) as folder:
        args = ["-q", "-s", "--timeout=1", "--timeout-method=thread"]
        bare, result = environment.bare(folder, *args), environment.probed(folder, *args)
    check(bare.status == result.status == 1, bare.status, result.status)
    check("Timeout" in bare.out and "Timeout" in result.out and "in test_slow" in result.out, result.out)
    check(result.main("start")[-1]["id"].endswith("test_slow") and not result.main("finish"), result.files)
    check(
        [line["when"] for line in result.main("phase") if line["id"].endswith("test_slow")] == ["setup"],
        result.main("phase"),
    )


def case_cache_of_pytest(environment):
    """With pytest's cache: the tests that failed last run first or alone, and the cache has the same content."""
    seen = []
    for run in (environment.bare, environment.probed):
        with project(test_c=CACHED) as folder:
            texts = [
                re.sub(r" in [0-9.]+s", "", run(folder, "-v", option).out)
                for option in ("--ff", "--lf", "--sw", "--nf")
            ]
            with open(folder + "/.pytest_cache/v/cache/lastfailed") as file:
                seen.append(
                    (
                        [
                            line
                            for text in texts
                            for line in text.splitlines()
                            if "test_c.py::" in line or "run-last-failure" in line
                        ],
                        file.read(),
                    )
                )
            shutil.rmtree(folder + "/.pytest_cache")
    check(seen[0] == seen[1] and "test_b" in seen[1][1] and len(seen[0][0]) > 6, *seen)


def case_doctests(environment):
    """Failing doctests have the same outcomes, and each is recorded with what it raised."""
    with project(library=DOCTESTS) as folder:
        with open(folder + "/test_text.txt", "w") as file:
            file.write(">>> 1 + 1\n3\n>>> {}['x']\n1\n")
        for more in ([], ["--doctest-continue-on-failure"]):
            bare, result = (
                environment.bare(folder, "-q", "--doctest-modules", *more),
                environment.probed(folder, "-q", "--doctest-modules", *more),
            )
            clean = [re.sub(r"0x[0-9a-f]+| in [0-9.]+s", "", each.out) for each in (bare, result)]
            check(clean[0] == clean[1] and bare.status == result.status == 1, *clean)
            failed = {line["id"]: line for line in result.main("phase") if line["outcome"] == "failed"}
            check(
                set(failed)
                == {"library.py::library.half", "library.py::library.third", "test_text.txt::test_text.txt"},
                failed.keys(),
            )
            check(all(line.get("chain") for line in failed.values()), failed)


def case_broken_fixtures(environment):
    """Fixtures of classes, modules and sessions fail, and those of unittest. Every test that fails because of one is
    recorded with what the fixture raised, down to the line."""
    files = {"test_f": FIXTURES}
    result = same(environment, files, minimum=10)
    for name in ("class_one", "class_two", "session_one", "session_two", "unit_one", "unit_two"):
        lines = [
            line for line in result.main("phase") if line["id"].endswith("test_" + name) and line["outcome"] == "failed"
        ]
        check(len(lines) == 1 and lines[0]["chain"][0]["frames"][-1][2].endswith("broken"), name, lines)
    teardown = result.phases("test_last", "teardown")[0]
    check(teardown["outcome"] == "failed" and teardown["chain"][0]["frames"][-1][2].endswith("broken"), teardown)


def case_where_a_test_is_defined(environment):
    """A test that fails before any line of the project runs is recorded with the place where it is defined, and with
    what pytest prints about a fixture that is not there."""
    result = same(environment, {"test_d": LOOKUPS}, minimum=3)
    for name, line in (("test_asks", 4), ("test_passes_strictly", 5)):
        phase = [one for one in result.main("phase") if one["id"].endswith(name) and one["outcome"] == "failed"][0]
        check(phase["at"][0].endswith("test_d.py") and phase["at"][1] == line, phase)
        check(not phase.get("chain") or phase["chain"][0]["message"] == "fixture 'no_such' not found", phase)


def case_processes(environment):
    """Children that fork, spawn and forkserver make have nothing of the probe in them, and they write nothing."""
    result = same(environment, {"test_p": PROCESSES}, minimum=7)
    check(
        len(result.all("loaded")) == 1 and len(result.main("start")) == 7 and len(result.main("phase")) == 21,
        len(result.main("phase")),
    )
    check(len(result.phases("test_executor")[0]["chain"]) >= 1, result.phases("test_executor"))


def case_texts_that_hang(environment):
    """Swallowed exceptions are described by their types if making their text never ends."""
    result = same(environment, {"test_h": HANGS})
    if environment.version() >= (3, 12):
        found = [(line["chain"][0]["type"], line["chain"][0]["message"]) for line in result.all("server")]
        check(len(found) == 4 and all("<" in message or message in ("", "x") for _, message in found), found)


def case_groups_and_generators(environment):
    if environment.version() >= (3, 11):
        same(environment, {"test_g": GROUPS}, minimum=5)


def case_recursion_errors_are_the_tests_own(environment):
    """At the limit of recursion a test meets one RecursionError, and no frame of the probe."""
    with project(test_limit=AT_THE_LIMIT) as folder:
        bare, result = environment.bare(folder, "-q"), environment.probed(folder, "-q")
    check(bare.status == 0 and result.status == 0, result.out)


def case_tests_after_those_that_are_waited_for_do_not_run(environment):
    """The session ends in peace, and each test that runs ends as it would with all of them."""
    both = {"test_a": UNTIL % "[0, 1, 2, 3]", "test_b": UNTIL % "[0, 1]", "test_c": "def test_c(): assert 0\n"}
    for wanted, expected in (
        (["test_a.py::test_numbers[3]", "test_b.py::test_numbers[1]", "test_z.py::none"], ["passed"] * 6),
        (["test_a.py::test_numbers[3]", "test_c.py::test_c"], ["passed"] * 8 + ["failed"]),
        ([], []),
    ):
        with project(**both) as folder:
            result = environment.probed(folder, "-q", config={"until": wanted})
        calls = [line["outcome"] for line in result.main("phase") if line["when"] == "call"]
        left = result.main("finish")[0].get("left", 0)
        check(calls == expected and left == 9 - len(expected), wanted, result.out)
        # All fixtures of the second module fail at their end if all of its tests run, as they do without "until".
        ends = [line for line in result.main("phase") if line["when"] == "teardown"]
        bad = [line["id"] for line in ends if line["outcome"] != "passed"]
        check(bad == ["test_b.py::test_numbers[3]"] * (len(expected) > 6), bad)
        check(result.status == (1 if len(expected) > 6 else 0), result.out)
        check(not result.all("trouble"), result.files)
