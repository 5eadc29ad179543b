"""Tests that look at what a probe could change. Each of them has the same outcome with the probe and without it."""

import builtins
import contextlib
import copy
import doctest
import gc
import inspect
import io
import json
import logging
import os
import pickle
import subprocess
import sys
import threading
import time
import traceback
import unittest
import warnings
import weakref
from unittest import mock

import pytest


def swallow():
    try:
        raise Held("inside")
    except Held:
        return None


class Held(Exception):
    pass


class Silent:
    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


class Loud(Exception):
    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


def double(number):
    """
    >>> double(2)
    4
    >>> double(None)
    Traceback (most recent call last):
    TypeError: unsupported operand type(s) for *: 'NoneType' and 'int'
    """
    return number * 2


def wrong():
    """
    >>> double(2)
    5
    """


@pytest.fixture(scope="session")
def for_session():
    swallow()
    yield 1
    swallow()


@pytest.fixture(scope="class")
def for_class(for_session):
    yield for_session + 1


@pytest.fixture
def breaks():
    raise Held("fixture")


@pytest.fixture
def breaks_later():
    yield
    raise Held("teardown")


class TestClass:
    def test_a(self, for_class):
        assert for_class == 2

    @pytest.mark.parametrize("number", [0, 1, pytest.param(2, marks=pytest.mark.xfail)])
    def test_parameters(self, for_class, number):
        swallow()
        assert number < 2 or swallow() is not None

    def test_error(self, breaks):
        pass

    def test_teardown(self, breaks_later):
        pass


class TestUnit(unittest.TestCase):
    def setUp(self):
        swallow()

    def test_passes(self):
        with self.assertRaises(Held):
            raise Held
        self.assertRaises(Held, lambda: (_ for _ in ()).throw(Held()))

    def test_subtests(self):
        for number in range(3):
            with self.subTest(number=number):
                swallow()
                self.assertNotEqual(number, 1)

    @unittest.expectedFailure
    def test_expected(self):
        raise Held

    @unittest.skip("why")
    def test_skipped(self):
        raise Held


def test_no_trace():
    assert sys.gettrace() is None and sys.getprofile() is None and threading._trace_hook is None


@pytest.mark.skipif(not hasattr(sys, "monitoring"), reason="3.12")
def test_tools():
    monitoring = sys.monitoring
    assert [monitoring.get_tool(number) for number in range(6)] == [None] * 6
    for number in range(6):
        monitoring.use_tool_id(number, "mine")
        assert monitoring.get_tool(number) == "mine"
        with pytest.raises(ValueError):
            monitoring.use_tool_id(number, "again")
        swallow()
        monitoring.free_tool_id(number)
        assert monitoring.get_tool(number) is None
    monitoring.use_tool_id(4, "mine")
    seen = []
    monitoring.register_callback(
        4, monitoring.events.EXCEPTION_HANDLED, lambda code, offset, error: seen.append(type(error))
    )
    monitoring.set_events(4, monitoring.events.EXCEPTION_HANDLED)
    try:
        swallow()
    finally:
        monitoring.set_events(4, 0)
        monitoring.register_callback(4, monitoring.events.EXCEPTION_HANDLED, None)
        monitoring.free_tool_id(4)
    assert Held in seen


def test_debugger():
    seen = []
    sys.settrace(
        lambda frame, event, argument: (
            (seen.append(event) if frame.f_code.co_name == "swallow" else None, lambda f, e, a: seen.append(e))[1]
            if frame.f_code.co_name == "swallow"
            else None
        )
    )
    try:
        swallow()
    finally:
        sys.settrace(None)
    assert seen.count("exception") == 1 and "return" in seen


def test_profiler():
    seen = []
    sys.setprofile(lambda frame, event, argument: seen.append((event, frame.f_code.co_name)))
    try:
        swallow()
    finally:
        sys.setprofile(None)
    assert [each for each in seen if each[0] in ("call", "return") and each[1] not in ("test_profiler",)] == [
        ("call", "swallow"),
        ("return", "swallow"),
    ]


def test_exceptions_die():
    kept = []

    def inner():
        try:
            raise Held("x")
        except Held as error:
            kept.append(weakref.ref(error))
            kept.append(sys.getrefcount(error))

    inner()
    assert kept[0]() is None
    try:
        raise Held("x")
    except Held as error:
        count = sys.getrefcount(error)
    assert count == kept[1]


def test_arguments_die():
    class Thing:
        pass

    thing = Thing()
    reference = weakref.ref(thing)
    with contextlib.suppress(Held):
        raise Held(thing)
    with pytest.raises(Held) as info:
        raise Held(thing)
    del thing, info
    gc.collect()
    assert reference() is None


def test_frames_die():
    class Local:
        pass

    def inner():
        local = Local()
        inner.reference = weakref.ref(local)
        swallow_more(local)

    def swallow_more(local):
        try:
            {}[local]
        except KeyError:
            pass

    inner()
    assert inner.reference() is None


def test_classes_die():
    def inner():
        class Own(Exception):
            pass

        try:
            raise Own
        except Own:
            pass
        return weakref.ref(Own)

    reference = inner()
    gc.collect()
    assert reference() is None


def test_collects_the_same():
    gc.collect()
    before = len([each for each in gc.get_objects() if type(each) is Held])
    for _ in range(100):
        swallow()
    gc.collect()
    assert len([each for each in gc.get_objects() if type(each) is Held]) == before


def parse():
    with contextlib.suppress(ValueError):
        int("no number")
    try:
        json.loads("{")
    except ValueError:
        return None


def test_counts_all_objects():
    parse()
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(100):
        swallow()
        parse()
    gc.collect()
    assert len(gc.get_objects()) - before <= 0


def test_counts_objects_without_collecting():
    parse()
    gc.collect()
    gc.disable()
    try:
        before = len(gc.get_objects())
        for _ in range(100):
            swallow()
            parse()
        assert len(gc.get_objects()) - before <= 3
    finally:
        gc.enable()


class Looking(logging.Handler):
    """Looks for the frame that has logged, as recipes for handlers do."""

    def emit(self, record):
        by_file = by_name = sys._getframe(1)
        while by_file.f_code.co_filename == logging.__file__:
            by_file = by_file.f_back
        while by_name.f_globals["__name__"].startswith("logging"):
            by_name = by_name.f_back
        self.seen = [by_file.f_code.co_name, by_name.f_code.co_name, record.funcName]


def test_who_has_logged():
    logger, handler = logging.getLogger("looking"), Looking()
    logger.addHandler(handler)
    try:
        raise Held("logged")
    except Held:
        logger.exception("so it is")
    finally:
        logger.removeHandler(handler)
    assert handler.seen == ["test_who_has_logged"] * 3


class Unasked(Exception):
    @property
    def __class__(self):
        raise RuntimeError("asked for its class")


def test_class_is_not_asked():
    try:
        raise Unasked
    except Unasked:
        swallow()


def test_traceback_is_short():
    try:
        double(None)
    except TypeError as error:
        assert [frame.name for frame in traceback.extract_tb(error.__traceback__)] == [
            "test_traceback_is_short",
            "double",
        ]
        assert error.__context__ is None and error.__cause__ is None and not hasattr(error, "__notes__")


def test_exception_dict_is_empty():
    try:
        raise Held("x")
    except Held as error:
        assert error.__dict__ == {} and error.args == ("x",)


def test_patched_open():
    with mock.patch("builtins.open", side_effect=OSError("no")), mock.patch.object(
        os, "stat", side_effect=RuntimeError("no")
    ):
        swallow()
        with pytest.raises(OSError):
            open("x")
    assert 0


def test_patched_json():
    with mock.patch.object(json, "dumps", side_effect=ValueError), mock.patch.object(
        json, "loads", side_effect=ValueError
    ):
        swallow()
    assert 0


def test_patched_time():
    with mock.patch("time.time", return_value=0.0), mock.patch("time.monotonic", return_value=0.0), mock.patch(
        "time.perf_counter", return_value=0.0
    ):
        swallow()
        assert time.time() == 0


def test_patched_builtins():
    def refuse(*_, **__):
        raise AssertionError("not yours")

    saved = {
        name: getattr(builtins, name)
        for name in ("id", "type", "len", "isinstance", "any", "list", "str", "getattr", "enumerate")
    }
    names = list(saved)
    try:
        for name in names:
            builtins.__dict__[name] = refuse
        swallow()
    finally:
        for name in names:
            builtins.__dict__[name] = saved[name]


def test_patched_modules():
    saved = dict(sys.modules)
    with mock.patch.dict(sys.modules, {"logging": mock.MagicMock(), "threading": None, "asyncio": mock.MagicMock()}):
        swallow()
    assert dict(sys.modules) == saved


def test_warnings_as_errors():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        swallow()
        warnings.warn("mine")
    assert len(caught) == 1 and caught[0].filename == __file__


def test_logged(caplog):
    try:
        swallow_and_log()
    finally:
        assert [record.funcName for record in caplog.records] == ["swallow_and_log"]


def swallow_and_log():
    try:
        raise Held("logged")
    except Held:
        logging.getLogger("own").exception("it")


def test_thread_dies():
    def run():
        raise Held("in a thread")

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert threading.excepthook.__module__ != "testskew"


def test_own_thread_hook(monkeypatch):
    seen = []
    monkeypatch.setattr(threading, "excepthook", seen.append)
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()
    assert len(seen) == 1 and seen[0].exc_type is ZeroDivisionError and seen[0].thread is thread
    assert [frame.name for frame in traceback.extract_tb(seen[0].exc_traceback)][-1] == "<lambda>"


def test_own_unraisable_hook(monkeypatch):
    seen = []
    monkeypatch.setattr(sys, "unraisablehook", lambda each: seen.append((each.exc_type, each.err_msg)))

    class Bad:
        def __del__(self):
            raise Held("del")

    Bad()
    gc.collect()
    assert seen and seen[0][0] is Held


def test_unraisable():
    class Bad:
        def __del__(self):
            raise Held("del")

    Bad()
    gc.collect()


def test_task_nobody_awaits():
    import asyncio

    seen = []

    async def bad():
        raise Held("task")

    async def main():
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: seen.append(context["message"]))
        asyncio.ensure_future(bad())
        await asyncio.sleep(0)
        results = await asyncio.gather(bad(), return_exceptions=True)
        assert type(results[0]) is Held
        gc.collect()

    asyncio.run(main())
    gc.collect()
    assert seen == ["Task exception was never retrieved"]


def test_texts_that_break():
    for error in (Loud("x"), Held(Silent()), KeyError(Silent())):
        try:
            raise error
        except Exception:
            pass
    assert 0


def test_big_messages():
    text = "x" * 50000000
    for error in (
        ValueError(text),
        KeyError(text),
        Held(text, [text] * 100),
        OSError(2, text),
        Held([[[text] * 200] * 200] * 200),
    ):
        try:
            raise error
        except Exception:
            pass
    assert 0


def test_long_chain():
    error = None
    for number in range(10000):
        after = Held(number)
        after.__cause__, error = error, after
    try:
        raise error
    except Held:
        pass
    while error is not None:  # the interpreter's own recursion
        error.__cause__, error = None, error.__cause__
    assert 0


def test_cyclic_chain():
    first, second = Held("a"), Held("b")
    first.__cause__, second.__cause__ = second, first
    try:
        raise first
    except Held:
        pass
    assert 0


def test_deep():
    def down(number):
        try:
            return down(number - 1) if number else {}[number]
        finally:
            swallow_nothing()

    def swallow_nothing():
        pass

    try:
        down(300)
    except KeyError:
        pass

    def forever():
        return forever()

    with pytest.raises(RecursionError):
        forever()
    depth = [0]

    def memo(number):
        depth[0] = number
        try:
            return {}[number]
        except KeyError:
            return memo(number + 1)

    with pytest.raises(RecursionError):
        memo(0)
    assert 0


def test_many():
    for _ in range(300000):
        try:
            raise ValueError
        except ValueError:
            pass
    assert 0


def test_after_many():
    swallow()
    assert 0


def test_protocols():
    class Thing:
        def __getattr__(self, name):
            raise AttributeError(name)

        @property
        def broken(self):
            return self.__dict__["nothing"].x

    assert not hasattr(Thing(), "x") and getattr(Thing(), "y", 1) == 1
    copy.copy(object)
    pickle.loads(pickle.dumps(1))
    assert list(zip("ab", iter(int, 1))) == [("a", 0), ("b", 0)]
    generator = (n for n in [1])
    assert [next(generator), next(generator, None)] == [1, None]
    generator.close()
    with pytest.raises(KeyError):
        Thing().broken
    frame = inspect.currentframe()
    assert frame.f_back.f_code.co_filename.endswith(("python.py", "debugging.py"))


def test_child():
    code = (
        "import sys, threading\n"
        "tools = getattr(sys, 'monitoring', None) and [sys.monitoring.get_tool(n) for n in range(6)]\n"
        "print(sys.gettrace(), tools)"
    )
    out = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True).stdout.decode()
    assert out.strip() in ("None None", "None [None, None, None, None, None, None]")


def test_fork():
    number = os.fork()
    if number == 0:
        swallow()
        os._exit(7)
    assert os.WEXITSTATUS(os.waitpid(number, 0)[1]) == 7


def test_output(capsys):
    swallow()
    print("x")
    assert capsys.readouterr() == ("x\n", "")
    with contextlib.redirect_stderr(io.StringIO()) as err:
        try:
            double(None)
        except TypeError:
            traceback.print_exc()
    assert err.getvalue().count("File") == 2


def test_doctest_runner():
    assert doctest.run_docstring_examples(double, globals()) is None
