"""What is swallowed, in many ways."""
import contextlib, asyncio, threading, pytest, functools
class P:
    @property
    def name(self):
        return self._missing
    def __getattr__(self, n):
        raise AttributeError(n)
class Q:
    @property
    def name(self):
        return {}["inner"]
    @property
    def other(self):
        return self._missing
def parse(text):
    try:
        return int(text)
    except KeyError:
        raise
    except (ValueError, TypeError):
        return None
def cleanup():
    try:
        {}["k"]
    finally:
        len("")
def through():
    with contextlib.suppress(KeyError):
        cleanup()
@contextlib.contextmanager
def cm():
    try:
        yield
    finally:
        len("x")
def translated():
    try:
        {}["t"]
    except KeyError as e:
        raise LookupError("no t")
def test_fail():
    parse("abc")
    for i in range(5): parse("x%d" % i)
    through()
    hasattr(P(), "name")
    hasattr(Q(), "other")
    with pytest.raises(KeyError):
        Q().name
    try:
        with cm():
            parse(b"")
            raise RuntimeError("in cm")
    except RuntimeError:
        pass
    try: translated()
    except Exception: pass
    assert 0
def test_own():
    try:
        with cm():
            translated()
    finally:
        len("")
async def bad(): raise OSError(2, "nope", "/x")
def test_async():
    async def main():
        t = asyncio.ensure_future(bad())
        await asyncio.sleep(0)
        await asyncio.gather(bad(), return_exceptions=True)
        try: await bad()
        except OSError as e: pass
    asyncio.run(main())
    import gc; gc.collect()
    assert 0
def test_thread():
    t = threading.Thread(target=lambda: {}["in thread"])
    t.start(); t.join()
    import concurrent.futures as cf
    with cf.ThreadPoolExecutor(1) as e:
        f = e.submit(parse2)
        try: f.result()
        except ZeroDivisionError: pass
    assert 0
def parse2(): 1/0
def test_passes(): parse("zzz")

try:
    import no_such_module_here
except ImportError:
    no_such_module_here = None
class Own(Exception): pass
def lookup(key):
    for table in ({}, {}):
        try:
            return table[key]
        except KeyError:
            continue
def again():
    for kind in (KeyError, IndexError, KeyError):
        try:
            raise kind("again")
        except LookupError as error:
            kept = error
            try:
                raise kept
            except KeyError:
                pass
            except IndexError:
                pass
def test_again():
    lookup("a"), lookup("b")
    again()
    try:
        raise Own("ä") from ValueError("cause")
    except (Own, OSError): pass
    try:
        try:
            parse2()
        finally:
            cleanup_quietly()
    except ArithmeticError: pass
    next(iter(()), None)
    assert 0
def cleanup_quietly():
    with contextlib.suppress(Own): raise Own("quiet")
