"""Small silent differences in noisy code: each test passes on one side and fails on the other with a plain assertion,
and it is known where the two runs diverge. A case consists of the project's files besides NOISE, of what differs
between the sides, and of the line that is to be found."""

# Code that every test of every case runs: identities, times, hash order, random numbers, temporary files, caches.
NOISE = '''
import functools, logging, os, random, tempfile, threading, time, uuid

logger = logging.getLogger(__name__)
STARTED = time.time()


class Job:
    count = 0

    def __init__(self, name):
        Job.count += 1
        self.name = name
        self.id = uuid.uuid4().hex
        self.created = time.time()
        self.lock = threading.Lock()
        self.tags = {name, "a", "b", "c", "d"}

    def label(self):
        return "%s-%s" % (self.name, self.id[:8])


@functools.lru_cache(maxsize=None)
def cached(number):
    return number * number


def shuffle(items):
    items = list(items)
    random.shuffle(items)
    return sorted(items)


def order(names):
    found = []
    for name in set(names):
        if name > "b":
            found.append(name)
        else:
            logger.debug("left out %s", name)
    return sorted(found)


def scratch():
    handle, path = tempfile.mkstemp()
    os.close(handle)
    os.remove(path)
    return os.path.exists(path)


def work(name):
    job = Job(name)
    begun = time.perf_counter()
    result = [cached(n) for n in range(3)]
    shuffle(result)
    order(["x", "b", "y", "a", job.label()[:1]])
    scratch()
    worker = threading.Thread(target=shuffle, args=(range(4),))
    worker.start()
    worker.join()
    took = time.perf_counter() - begun
    if took > 0.00001:
        logger.debug("%s took %f", job.label(), took)
    return job
'''

NOISY_TESTS = '''
import pytest
from noise import work, shuffle, order, cached


@pytest.mark.parametrize("name", ["x", "y", "z", "hash", "seed"])
def test_work(name):
    assert work(name).name == name


def test_shuffle():
    assert shuffle([3, 1, 2]) == [1, 2, 3]


def test_order():
    assert order(["x", "y", "a"]) == ["x", "y"]


def test_cached():
    assert cached(3) == 9
'''

# name: (files, environ of the bad side, environ of the good side, (path, part of the line that is to be found)[, files
# of the bad side that differ])
CASES = {
    "variable": (
        {
            "app.py": '''
            import os
            from noise import work

            def key():
                return os.environ.get("APP_KEY")

            def allowed(given):
                work("allowed")
                wanted = key()
                if not wanted:
                    return True
                return given == wanted
            ''',
            "test_app.py": '''
            from app import allowed

            def test_key_is_needed():
                assert not allowed(None)
            ''',
        },
        {},
        {"APP_KEY": "s3cr3t-value"},
        ("app.py", "os.environ.get"),
    ),
    "variable-at-import": (
        {
            "settings.py": '''
            import os
            LIMIT = int(os.environ.get("APP_LIMIT", "10"))
            NAME = "app"
            ''',
            "app.py": '''
            import settings
            from noise import work

            def take(items):
                work("take")
                return items[:settings.LIMIT]
            ''',
            "test_app.py": '''
            from app import take

            def test_all_are_taken():
                assert len(take(list(range(20)))) == 20
            ''',
        },
        {},
        {"APP_LIMIT": "50"},
        ("settings.py", "APP_LIMIT"),
    ),
    "time-zone": (
        {
            "app.py": '''
            import datetime
            from noise import work

            def day(stamp):
                work("day")
                moment = datetime.datetime.fromtimestamp(stamp)
                return moment.strftime("%A")
            ''',
            "test_app.py": '''
            from app import day

            def test_day():
                assert day(1700006400 - 3600) == "Wednesday"
            ''',
        },
        {"TZ": "UTC"},
        {"TZ": "Asia/Tokyo"},
        ("app.py", "fromtimestamp"),
    ),
    "changed-default": (
        {
            "app.py": '''
            from noise import work

            def join(parts, separator=", "):
                work("join")
                return separator.join(parts)
            ''',
            "test_app.py": '''
            from app import join

            def test_join():
                assert join(["a", "b"]) == "a, b"
            ''',
        },
        {},
        {},
        ("app.py", "def join"),
        {
            "app.py": '''
            from noise import work

            def join(parts, separator=","):
                work("join")
                return separator.join(parts)
            '''
        },
    ),
    "conversion": (
        {
            "store.py": '''
            import json
            from noise import work

            def write(path, rows):
                work("write")
                with open(path, "w") as file:
                    json.dump(rows, file)

            def read(path):
                with open(path) as file:
                    rows = json.load(file)
                return rows
            ''',
            "data.json": '{"limit": "3"}',
            "app.py": '''
            from store import read, write
            from noise import work

            def limit(folder):
                work("limit")
                rows = read("data.json")
                return rows["limit"]

            def more(folder, number):
                bound = limit(folder)
                return str(number) > str(bound) if type(bound) is str else number > bound
            ''',
            "test_app.py": '''
            from app import more

            def test_more(tmp_path):
                assert more(tmp_path, 12)
            ''',
        },
        {},
        {},
        ("store.py", "json.load"),
        {},
        {"data.json": '{"limit": 3}'},
    ),
    "file-mode": (
        {
            "app.py": '''
            import os, stat
            from noise import work

            def save(path, text):
                work("save")
                with open(path, "w") as file:
                    file.write(text)
                mode = stat.S_IMODE(os.stat(path).st_mode)
                return mode

            def shared(path):
                mode = save(path, "x")
                return bool(mode & 0o020)
            ''',
            "conftest.py": '''
            import os
            if os.environ.get("MASK"):
                os.umask(0o002)
            ''',
            "test_app.py": '''
            from app import shared

            def test_shared(tmp_path):
                assert shared(str(tmp_path / "a"))
            ''',
        },
        {},
        {"MASK": "1"},
        ("app.py", "os.stat(path)"),
    ),
    "cache-state": (
        {
            "app.py": '''
            import os, pickle
            from noise import work

            def load(path, make):
                work("load")
                if os.path.exists(path):
                    with open(path) as file:
                        return file.read()
                return make()

            def version():
                return load("cache.txt", lambda: "new")
            ''',
            "test_app.py": '''
            from app import version

            def test_version():
                assert version() == "new"
            ''',
        },
        {},
        {},
        ("app.py", "os.path.exists(path)"),
        {"cache.txt": "old"},
    ),
    "package": (
        {
            "app.py": '''
            import helper
            from noise import work

            def title(text):
                work("title")
                text = text.strip()
                shown = helper.capitalise(text)
                return "* " + shown
            ''',
            "test_app.py": '''
            from app import title

            def test_title():
                assert title(" an old tale ") == "* An Old Tale"
            ''',
        },
        {"PYTHONPATH": "@lib1"},
        {"PYTHONPATH": "@lib2"},
        ("app.py", "helper.capitalise"),
    ),
    "number-text": (
        {
            "app.py": '''
            import os
            from noise import work

            def digits():
                with open("digits.txt") as file:
                    return int(file.read())

            def price(value):
                work("price")
                places = digits()
                text = "%.*f" % (places, value)
                return text.rstrip("0")
            ''',
            "digits.txt": "2",
            "test_app.py": '''
            from app import price

            def test_price():
                assert price(1.05) == "1.05"
            ''',
        },
        {},
        {},
        ("app.py", "int(file.read())"),
        {"digits.txt": "1"},
    ),
    "sorting-ties": (
        {
            "app.py": '''
            import os
            from noise import work

            def names(folder):
                work("names")
                found = [name for name in os.environ.get("NAMES_OF_ALL", "b1 a1").split() if name]
                return sorted(found, key=lambda name: name[1:])

            def first(folder):
                return names(folder)[0]
            ''',
            "test_app.py": '''
            from app import first

            def test_first(tmp_path):
                assert first(tmp_path) == "a1"
            ''',
        },
        {},
        {"NAMES_OF_ALL": "a1 b1"},
        ("app.py", "NAMES_OF_ALL"),
    ),
    "encoding": (
        {
            "app.py": '''
            import locale
            from noise import work

            def write(path, text):
                work("write")
                encoding = locale.getpreferredencoding(False)
                with open(path, "w", encoding=encoding, errors="replace") as file:
                    file.write(text)

            def size(path, text):
                write(path, text)
                with open(path, "rb") as file:
                    return len(file.read())
            ''',
            "test_app.py": '''
            from app import size

            def test_size(tmp_path):
                assert size(str(tmp_path / "a"), "\\u00e9") == 2
            ''',
        },
        {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "C.UTF-8"},
        ("app.py", "locale.getpreferredencoding"),
    ),
    "swallowed": (
        {
            "app.py": '''
            from noise import work

            def parse(text):
                try:
                    return float(text)
                except ValueError:
                    return None

            def total(path):
                work("total")
                sum = 0.0
                with open(path) as file:
                    for line in file:
                        value = parse(line)
                        if value is not None:
                            sum += value
                return sum
            ''',
            "data.txt": "1.5\n2.5\n",
            "test_app.py": '''
            from app import total

            def test_total():
                assert total("data.txt") == 4
            ''',
        },
        {},
        {},
        ("app.py", "for line in file"),
        {"data.txt": "1,5\n2.5\n"},
    ),
    "thread": (
        {
            "app.py": '''
            import os
            from concurrent.futures import ThreadPoolExecutor
            from noise import work

            def workers():
                return len(os.environ.get("WORKER_NAMES", "").split(":"))

            def run(number):
                work("run")
                size = workers()
                return number % size

            def all(numbers):
                with ThreadPoolExecutor(1) as pool:
                    return list(pool.map(run, numbers))
            ''',
            "test_app.py": '''
            from app import all

            def test_all():
                assert all([1, 2, 3]) == [1, 0, 1]
            ''',
        },
        {},
        {"WORKER_NAMES": "one:two"},
        ("app.py", "WORKER_NAMES"),
    ),
    "async": (
        {
            "app.py": '''
            import asyncio, os
            from noise import work

            async def fetch(name):
                await asyncio.sleep(0)
                work("fetch")
                return name

            async def mode():
                await asyncio.sleep(0)
                return "strict" if "STRICT_MODE" in os.environ else "lax"

            async def serve(names):
                found = await asyncio.gather(*[fetch(name) for name in names])
                how = await mode()
                if how == "strict":
                    found = [name for name in found if name]
                return found
            ''',
            "test_app.py": '''
            import asyncio
            from app import serve

            def test_serve():
                assert asyncio.run(serve(["a", "", "b"])) == ["a", "b"]
            ''',
        },
        {},
        {"STRICT_MODE": "on"},
        ("app.py", "STRICT_MODE"),
    ),
    "generator": (
        {
            "app.py": '''
            import os
            from noise import work

            def lines(path):
                with open(path, newline=os.environ.get("LINE_ENDS") or None) as file:
                    for line in file:
                        yield line

            def last(path):
                work("last")
                *_, end = lines(path)
                return end
            ''',
            "data.txt": "a\r\nb\r\n",
            "test_app.py": '''
            from app import last

            def test_last():
                assert last("data.txt") == "b\\r\\n"
            ''',
        },
        {},
        {"LINE_ENDS": "\n"},
        ("app.py", "for line in file"),
    ),
    "settings-class": (
        {
            "settings.py": '''
            import os

            class Settings:
                def __init__(self, environ):
                    self.debug = environ.get("APP_DEBUG") == "1"
                    self.page_size = int(environ.get("APP_PAGE_SIZE", 20))
                    self.name = "app"

            settings = Settings(os.environ)
            ''',
            "app.py": '''
            from noise import work
            from settings import settings

            def page(items):
                work("page")
                return items[:settings.page_size]
            ''',
            "test_app.py": '''
            from app import page

            def test_page():
                assert len(page(list(range(30)))) == 30
            ''',
        },
        {},
        {"APP_PAGE_SIZE": "50"},
        ("settings.py", "APP_PAGE_SIZE"),
    ),
    "ignored-file": (
        {
            "config.py": '''
            import json, os
            from noise import work

            def load():
                work("load")
                values = {"currency": "EUR", "places": 2}
                path = os.path.join(os.path.dirname(__file__), "local.json")
                if os.path.exists(path):
                    with open(path) as file:
                        values.update(json.load(file))
                return values
            ''',
            "app.py": '''
            import config

            def price(value):
                values = config.load()
                return "%.*f %s" % (values["places"], value, values["currency"])
            ''',
            "test_app.py": '''
            from app import price

            def test_price():
                assert price(3) == "3.00 USD"
            ''',
        },
        {},
        {},
        ("config.py", "os.path.exists"),
        {},
        {"local.json": '{"currency": "USD"}'},
    ),
    "local-time": (
        {
            "app.py": '''
            import time
            from noise import work

            def stamp(seconds):
                work("stamp")
                parts = time.localtime(seconds)
                return time.strftime("%d.%m.%Y %H:%M", parts)
            ''',
            "test_app.py": '''
            from app import stamp

            def test_stamp():
                assert stamp(1600000000) == "13.09.2020 12:26"
            ''',
        },
        {"TZ": "America/New_York"},
        {"TZ": "UTC"},
        ("app.py", "time.localtime(seconds)"),
    ),
    "set-order": (
        {
            "app.py": '''
            from noise import work

            def tags(names):
                work("tags")
                unique = {name.lower() for name in names}
                return ",".join(unique)
            ''',
            "test_app.py": '''
            from app import tags

            def test_tags():
                assert tags(["Red", "green", "blue"]) == "blue,green,red"
            ''',
        },
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2"},
        ("app.py", '",".join(unique)'),
    ),
    "package-default": (
        {
            "app.py": '''
            import reflow
            from noise import work

            def show(text):
                work("show")
                lines = reflow.wrap(text)
                return len(lines)
            ''',
            "test_app.py": '''
            from app import show

            def test_show():
                assert show("word " * 10) == 1
            ''',
        },
        {"PYTHONPATH": "@lib1"},
        {"PYTHONPATH": "@lib2"},
        ("app.py", "reflow.wrap(text)"),
    ),
    "version-flag": (
        {
            "compat.py": '''
            import sys

            KEEPS_ORDER = sys.version_info >= (3, 12)
            NAME = "compat"
            ''',
            "app.py": '''
            import compat
            from noise import work

            def names(items):
                work("names")
                if compat.KEEPS_ORDER:
                    return list(items)
                return sorted(items)
            ''',
            "test_app.py": '''
            from app import names

            def test_names():
                assert names(["b", "a"]) == ["b", "a"]
            ''',
        },
        {},
        {},
        ("compat.py", "sys.version_info"),
    ),
    "cached-singleton": (
        {
            "app.py": '''
            from noise import work

            class Client:
                def __init__(self, retries):
                    self.retries = retries

            _client = None

            def client(retries=3):
                global _client
                work("client")
                if _client is None:
                    _client = Client(retries)
                return _client
            ''',
            "test_app.py": '''
            from app import client

            def test_retries():
                assert client().retries == 3
            ''',
        },
        {},
        {},
        ("app.py", "if _client is None"),
        {
            "test_admin.py": '''
            from app import client

            def test_admin():
                assert client(retries=0).retries == 0
            '''
        },
    ),
    "year-boundary": (
        {
            "app.py": '''
            import datetime
            from noise import work

            def number(seconds, count):
                work("number")
                year = datetime.date.fromtimestamp(seconds).year
                return "%d-%04d" % (year, count)
            ''',
            "test_app.py": '''
            from app import number

            def test_number():
                assert number(1704065400, 7) == "2023-0007"
            ''',
        },
        {"TZ": "Asia/Tokyo"},
        {"TZ": "UTC"},
        ("app.py", "fromtimestamp(seconds)"),
    ),
    "local-now": (
        {
            "app.py": '''
            import datetime
            from noise import work

            def hours_ahead(instant):
                work("hours")
                now = datetime.datetime.now()
                ahead = now - instant
                return round(ahead.total_seconds() / 3600)
            ''',
            "test_app.py": '''
            import datetime
            from app import hours_ahead

            def test_hours():
                now = datetime.datetime.fromtimestamp(__import__("time").time(), datetime.timezone.utc)
                assert hours_ahead(now.replace(tzinfo=None)) == 0
            ''',
        },
        {"TZ": "Pacific/Kiritimati"},
        {"TZ": "UTC"},
        ("app.py", "now"),
    ),
    "sort-key": (
        {
            "app.py": '''
            import ranks
            from noise import work

            class Ticket:
                def __init__(self, name, priority):
                    self.name, self.priority = name, priority

            def rank(ticket):
                return ranks.RANKS[ticket.priority]

            def first(*tickets):
                work("first")
                tickets = sorted(tickets, key=rank)
                return tickets[0].name
            ''',
            "test_app.py": '''
            from app import Ticket, first

            def test_first():
                assert first(Ticket("a", "low"), Ticket("b", "high")) == "b"
            ''',
        },
        {"PYTHONPATH": "@lib1"},
        {"PYTHONPATH": "@lib2"},
        ("app.py", "ranks.RANKS["),
    ),
    "optional-dependency": (
        {
            "codec.py": '''
            try:
                import quickjson as json
            except ImportError:
                import json

            def dumps(value):
                return json.dumps(value)
            ''',
            "app.py": '''
            import codec
            from noise import work

            def body(**values):
                work("body")
                return codec.dumps(values)
            ''',
            "test_app.py": '''
            from app import body

            def test_body():
                assert body(a=1) == '{"a":1}'
            ''',
        },
        {"PYTHONPATH": "@lib1"},
        {"PYTHONPATH": "@lib2"},
        ("codec.py", "import quickjson"),
    ),
    "default-of-setdefault": (
        {
            "app.py": '''
            import os
            from noise import work

            os.environ.setdefault("APP_MODE", "test")

            def banner():
                work("banner")
                mode = os.environ["APP_MODE"]
                return "" if mode == "test" else "[%s] " % mode

            def title(text):
                return banner() + text
            ''',
            "test_app.py": '''
            from app import title

            def test_title():
                assert title("x") == "x"
            ''',
        },
        {"APP_MODE": "ci"},
        {},
        ("app.py", 'os.environ["APP_MODE"]'),
    ),
}
LIBRARIES = {
    "lib1/helper.py": "def capitalise(text):\n    return text.capitalize()\n",
    "lib2/helper.py": "def capitalise(text):\n    return text.title()\n",
    "lib1/reflow.py": "import textwrap\n\n\ndef wrap(text, width=40):\n    return textwrap.wrap(text, width)\n",
    "lib2/reflow.py": "import textwrap\n\n\ndef wrap(text, width=70):\n    return textwrap.wrap(text, width)\n",
    "lib1/ranks.py": "RANKS = {'high': 1, 'low': 0}\n",
    "lib2/ranks.py": "RANKS = {'high': 0, 'low': 1}\n",
    "lib2/quickjson.py": "import json\n\n\ndef dumps(value):\n    return json.dumps(value, separators=(',', ':'))\n",
}
