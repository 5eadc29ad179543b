"""Snippets that fail on one Python and pass on another, with the expected explanation; and twins that fail for another
reason, for which there must be no explanation.

A snippet is (id, bad, good, code, expected). code is the body of a test, or a whole module if it begins with
"module:". expected is (name, what begins with, since, until)."""

CHANGES = [
    # names that are new
    ("tomllib", "3.10", "3.11", "module:import tomllib\ndef test(): pass", ("tomllib", "module", "3.11", "")),
    ("zoneinfo", "3.8", "3.9", "import zoneinfo", ("zoneinfo", "module", "3.9", "")),
    (
        "graphlib",
        "3.8",
        "3.9",
        "import importlib\nimportlib.import_module('graphlib')",
        ("graphlib", "module", "3.9", ""),
    ),
    ("zoneinfo_from", "3.8", "3.11", "from zoneinfo import ZoneInfo", ("zoneinfo", "module", "3.9", "")),
    ("annotationlib", "3.13", "3.14", "import annotationlib", ("annotationlib", "module", "3.14", "")),
    ("utc_from", "3.10", "3.11", "from datetime import UTC", ("datetime.UTC", "", "3.11", "")),
    (
        "utc_attribute",
        "3.10",
        "3.12",
        "import datetime as dt\ndt.datetime.now(dt.UTC)",
        ("datetime.UTC", "", "3.11", ""),
    ),
    (
        "pairwise",
        "3.9",
        "3.10",
        "import itertools\nlist(itertools.pairwise('abc'))",
        ("itertools.pairwise", "", "3.10", ""),
    ),
    ("batched", "3.11", "3.12", "from itertools import batched", ("itertools.batched", "", "3.12", "")),
    (
        "task_group",
        "3.10",
        "3.11",
        "import asyncio\nasync def main():\n    async with asyncio.TaskGroup():\n        pass\nasyncio.run(main())",
        ("asyncio.TaskGroup", "", "3.11", ""),
    ),
    ("timeout", "3.8", "3.13", "import asyncio\nprint(asyncio.timeout)", ("asyncio.timeout", "", "3.11", "")),
    (
        "to_thread",
        "3.8",
        "3.9",
        "import asyncio\nasyncio.run(asyncio.to_thread(len, ''))",
        ("asyncio.to_thread", "", "3.9", ""),
    ),
    (
        "str_enum",
        "3.10",
        "3.11",
        "module:import enum\nclass Colour(enum.StrEnum):\n    RED = 'red'\ndef test(): pass",
        ("enum.StrEnum", "", "3.11", ""),
    ),
    ("self_type", "3.10", "3.11", "from typing import Self, List", ("typing.Self", "", "3.11", "")),
    ("override", "3.11", "3.12", "import typing as t\nt.override", ("typing.override", "", "3.12", "")),
    ("annotated", "3.8", "3.9", "from typing import Annotated", ("typing.Annotated", "", "3.9", "")),
    ("cache", "3.8", "3.9", "import functools\n@functools.cache\ndef f(): pass", ("functools.cache", "", "3.9", "")),
    ("lcm", "3.8", "3.9", "import math\nmath.lcm(2, 3)", ("math.lcm", "", "3.9", "")),
    ("sumprod", "3.11", "3.12", "import math as m\nassert m.sumprod([1], [2]) == 2", ("math.sumprod", "", "3.12", "")),
    (
        "chdir",
        "3.10",
        "3.11",
        "import contextlib\nwith contextlib.chdir('/'):\n    pass",
        ("contextlib.chdir", "", "3.11", ""),
    ),
    ("anext", "3.9", "3.10", "anext", ("anext", "", "3.10", "")),
    (
        "exception_group",
        "3.10",
        "3.11",
        "raise_ = lambda: ExceptionGroup('x', [ValueError()])\nraise_()",
        ("ExceptionGroup", "", "3.11", ""),
    ),
    ("randbytes", "3.8", "3.9", "import random\nrandom.randbytes(3)", ("random.randbytes", "", "3.9", "")),
    (
        "correlation",
        "3.9",
        "3.10",
        "import statistics\nstatistics.correlation([1, 2], [1, 2])",
        ("statistics.correlation", "", "3.10", ""),
    ),
    (
        "get_annotations",
        "3.9",
        "3.10",
        "import inspect\ninspect.get_annotations(len)",
        ("inspect.get_annotations", "", "3.10", ""),
    ),
    ("copy_replace", "3.12", "3.13", "from copy import replace", ("copy.replace", "", "3.13", "")),
    (
        "deprecated",
        "3.12",
        "3.13",
        "import warnings\n@warnings.deprecated('x')\ndef f(): pass",
        ("warnings.deprecated", "", "3.13", ""),
    ),
    (
        "resources_files",
        "3.8",
        "3.9",
        "import importlib.resources\nimportlib.resources.files('json')",
        ("importlib.resources.files", "", "3.9", ""),
    ),
    ("http_method", "3.10", "3.11", "from http import HTTPMethod", ("http.HTTPMethod", "", "3.11", "")),
    ("ellipsis_type", "3.9", "3.10", "import types\ntypes.EllipsisType", ("types.EllipsisType", "", "3.10", "")),
    ("unparse", "3.8", "3.9", "import ast\nast.unparse(ast.parse('1'))", ("ast.unparse", "", "3.9", "")),
    # methods that are new, on instances
    ("removeprefix", "3.8", "3.9", "name = 'test_x'\nname.removeprefix('test_')", ("str.removeprefix", "", "3.9", "")),
    (
        "removesuffix_held",
        "3.8",
        "3.9",
        (
            "class Holder:\n"
            "    def __init__(self): self.name = 'a.py'\n"
            "    def stem(self): return self.name.removesuffix('.py')\n"
            "Holder().stem()"
        ),
        ("str.removesuffix", "", "3.9", ""),
    ),
    ("bit_count", "3.9", "3.10", "number = 5\nassert number.bit_count() == 2", ("int.bit_count", "", "3.10", "")),
    (
        "path_walk",
        "3.11",
        "3.12",
        "import pathlib\nlist(pathlib.Path('/nothing').walk())",
        ("pathlib.Path.walk", "", "3.12", ""),
    ),
    (
        "path_walk_held",
        "3.11",
        "3.12",
        (
            "from pathlib import Path\n"
            "class Tree:\n"
            "    def __init__(self, path): self.path = Path(path)\n"
            "    def all(self): return list(self.path.walk())\n"
            "Tree('/nothing').all()"
        ),
        ("pathlib.Path.walk", "", "3.12", ""),
    ),
    (
        "path_relative",
        "3.8",
        "3.9",
        "from pathlib import Path\nhere = Path('/a/b')\nassert here.is_relative_to('/a')",
        ("pathlib.PurePath.is_relative_to", "", "3.9", ""),
    ),
    (
        "path_readlink",
        "3.8",
        "3.9",
        (
            "import os\n"
            "from pathlib import Path as P\n"
            "link = P(str(tmp_path)) / 'x'\n"
            "os.symlink('/a', str(link))\n"
            "link.readlink()"
        ),
        ("pathlib.Path.readlink", "", "3.9", ""),
    ),
    (
        "own_path",
        "3.12",
        "3.13",
        "import pathlib\nclass Mine(pathlib.PurePosixPath):\n    pass\nMine('/a').full_match('/a')",
        ("pathlib.PurePath.full_match", "", "3.13", ""),
    ),
    (
        "queue_shutdown",
        "3.12",
        "3.13",
        "import queue\njobs = queue.Queue()\njobs.shutdown()",
        ("queue.Queue.shutdown", "", "3.13", ""),
    ),
    (
        "enter_context",
        "3.10",
        "3.11",
        (
            "module:import contextlib, unittest\n"
            "class TestIt(unittest.TestCase):\n"
            "    def test(self):\n"
            "        self.enterContext(contextlib.suppress())"
        ),
        ("unittest.TestCase.enterContext", "", "3.11", ""),
    ),
    (
        "datetime_c",
        "3.13",
        "3.14",
        "import datetime\ndatetime.date.strptime('2020', '%Y')",
        ("datetime.date.strptime", "", "3.14", ""),
    ),
    # parameters that are new
    (
        "rmtree",
        "3.11",
        "3.12",
        "import shutil\nshutil.rmtree(str(tmp_path / 'no'), onexc=lambda *_: None)",
        ("shutil.rmtree", "parameter onexc", "3.12", ""),
    ),
    (
        "rmtree_alias",
        "3.8",
        "3.13",
        (
            "from shutil import rmtree as rm\n"
            "if True:\n"
            "    rm(\n"
            "        str(tmp_path / 'no'),\n"
            "        onexc=lambda *_: None)"
        ),
        ("shutil.rmtree", "parameter onexc", "3.12", ""),
    ),
    (
        "rmtree_partial",
        "3.11",
        "3.12",
        (
            "import functools, shutil\n"
            "remove = functools.partial(shutil.rmtree, onexc=lambda *_: None)\n"
            "remove(str(tmp_path / 'no'))"
        ),
        ("shutil.rmtree", "parameter onexc", "3.12", ""),
    ),
    ("zip_strict", "3.9", "3.10", "pairs = list(zip('a', 'b', strict=True))", ("zip", "parameter strict", "3.10", "")),
    ("map_strict", "3.13", "3.14", "list(map(max, [1], [2], strict=True))", ("map", "parameter strict", "3.14", "")),
    (
        "dataclass_slots",
        "3.9",
        "3.10",
        "module:from dataclasses import dataclass\n@dataclass(slots=True)\nclass Point:\n    x: int\ndef test(): pass",
        ("dataclasses.dataclass", "parameter slots", "3.10", ""),
    ),
    (
        "process_group",
        "3.10",
        "3.11",
        "import subprocess\nsubprocess.run(['true'], process_group=0)",
        ("subprocess.Popen", "parameter process_group", "3.11", ""),
    ),
    (
        "temporary_directory",
        "3.11",
        "3.12",
        "import tempfile\nwith tempfile.TemporaryDirectory(delete=True):\n    pass",
        ("tempfile.TemporaryDirectory", "parameter delete", "3.12", ""),
    ),
    (
        "named_temporary",
        "3.11",
        "3.12",
        "from tempfile import NamedTemporaryFile\nNamedTemporaryFile(delete_on_close=False)",
        ("tempfile.NamedTemporaryFile", "parameter delete_on_close", "3.12", ""),
    ),
    (
        "md5",
        "3.8",
        "3.9",
        "import hashlib\nhashlib.md5(b'', usedforsecurity=False)",
        ("hashlib.md5", "parameter usedforsecurity", "3.9", ""),
    ),
    (
        "argument_parser",
        "3.8",
        "3.9",
        "import argparse\nargparse.ArgumentParser(exit_on_error=False)",
        ("argparse.ArgumentParser", "parameter exit_on_error", "3.9", ""),
    ),
    (
        "write_text",
        "3.9",
        "3.10",
        "(tmp_path / 'x').write_text('x', newline='')",
        ("pathlib.Path.write_text", "parameter newline", "3.10", ""),
    ),
    (
        "glob_root",
        "3.9",
        "3.10",
        "from glob import glob\nglob('*', root_dir='/')",
        ("glob.glob", "parameter root_dir", "3.10", ""),
    ),
    (
        "glob_hidden",
        "3.10",
        "3.11",
        "import glob\nassert glob.glob('/nothing*', include_hidden=True) == []",
        ("glob.glob", "parameter include_hidden", "3.11", ""),
    ),
    (
        "insort_key",
        "3.9",
        "3.10",
        "import bisect\nbisect.insort([], 1, key=abs)",
        ("bisect.insort", "parameter key", "3.10", ""),
    ),
    (
        "cancel_futures",
        "3.8",
        "3.9",
        (
            "from concurrent.futures import ThreadPoolExecutor\n"
            "pool = ThreadPoolExecutor(1)\n"
            "pool.shutdown(cancel_futures=True)"
        ),
        ("concurrent.futures.ThreadPoolExecutor.shutdown", "parameter cancel_futures", "3.9", ""),
    ),
    (
        "asyncio_run",
        "3.11",
        "3.12",
        (
            "import asyncio\n"
            "async def main(): pass\n"
            "coroutine = main()\n"
            "try:\n"
            "    asyncio.run(coroutine, loop_factory=None)\n"
            "finally:\n"
            "    coroutine.close()"
        ),
        ("asyncio.run", "parameter loop_factory", "3.12", ""),
    ),
    (
        "exists_follow",
        "3.11",
        "3.12",
        "tmp_path.exists(follow_symlinks=False)",
        ("pathlib.Path.exists", "parameter follow_symlinks", "3.12", ""),
    ),
    # parameters that became optional, or more
    ("to_bytes", "3.10", "3.11", "(5).to_bytes()", ("int.to_bytes", "calls without length", "3.11", "")),
    (
        "gcd",
        "3.8",
        "3.9",
        "import math\nassert math.gcd(4, 6, 8) == 2",
        ("math.gcd", "any number of arguments", "3.9", ""),
    ),
    # names that are gone
    ("imp", "3.12", "3.11", "import imp", ("imp", "module", "", "3.12")),
    (
        "distutils_version",
        "3.12",
        "3.11",
        "from distutils.version import LooseVersion",
        ("distutils", "module", "", "3.12"),
    ),
    ("asyncore", "3.13", "3.10", "module:import asyncore\ndef test(): pass", ("asyncore", "module", "", "3.12")),
    ("cgi", "3.13", "3.12", "import cgi", ("cgi", "module", "", "3.13")),
    ("parser", "3.10", "3.9", "import parser", ("parser", "module", "", "3.10")),
    ("mapping", "3.10", "3.9", "from collections import Mapping", ("collections.Mapping", "", "", "3.10")),
    (
        "mutable_mapping",
        "3.12",
        "3.8",
        "import collections\nclass Own(collections.MutableMapping): pass",
        ("collections.MutableMapping", "", "", "3.10"),
    ),
    (
        "getargspec",
        "3.11",
        "3.10",
        "import inspect\ninspect.getargspec(lambda: 0)",
        ("inspect.getargspec", "", "", "3.11"),
    ),
    (
        "coroutine",
        "3.11",
        "3.10",
        "import asyncio\n@asyncio.coroutine\ndef f(): yield",
        ("asyncio.coroutine", "", "", "3.11"),
    ),
    (
        "assert_equals",
        "3.12",
        "3.11",
        (
            "module:import unittest\n"
            "class TestIt(unittest.TestCase):\n"
            "    def test(self):\n"
            "        self.assertEquals(1, 1)"
        ),
        ("unittest.TestCase.assertEquals", "", "", "3.12"),
    ),
    (
        "safe_parser",
        "3.12",
        "3.11",
        "import configparser\nconfigparser.SafeConfigParser()",
        ("configparser.SafeConfigParser", "", "", "3.12"),
    ),
    ("imp_importer", "3.12", "3.11", "import pkgutil\npkgutil.ImpImporter", ("pkgutil.ImpImporter", "", "", "3.12")),
    ("locale_format", "3.12", "3.11", "import locale\nlocale.format('%d', 1)", ("locale.format", "", "", "3.12")),
    ("encodestring", "3.9", "3.8", "import base64\nbase64.encodestring(b'')", ("base64.encodestring", "", "", "3.9")),
    (
        "is_alive",
        "3.9",
        "3.8",
        "import threading\nthread = threading.Thread()\nthread.isAlive()",
        ("threading.Thread.isAlive", "", "", "3.9"),
    ),
    ("check_interval", "3.9", "3.8", "import sys\nsys.setcheckinterval(100)", ("sys.setcheckinterval", "", "", "3.9")),
    (
        "tostring",
        "3.9",
        "3.8",
        "import array\nnumbers = array.array('i', [1])\nnumbers.tostring()",
        ("array.array.tostring", "", "", "3.9"),
    ),
    ("b2a_hqx", "3.11", "3.10", "import binascii\nbinascii.b2a_hqx(b'')", ("binascii.b2a_hqx", "", "", "3.11")),
    ("ast_num", "3.14", "3.13", "import ast\nast.Num", ("ast.Num", "", "", "3.14")),
    (
        "link_to",
        "3.12",
        "3.11",
        "target = tmp_path / 'y'\n(tmp_path / 'x').write_text('')\n(tmp_path / 'x').link_to(target)",
        ("pathlib.Path.link_to", "", "", "3.12"),
    ),
    (
        "sleep_loop",
        "3.10",
        "3.9",
        "import asyncio\nasync def main():\n    await asyncio.sleep(0, loop=None)\nasyncio.run(main())",
        ("asyncio.sleep", "parameter loop", "", "3.10"),
    ),
    (
        "shuffle",
        "3.11",
        "3.10",
        "import random\nrandom.shuffle([1], lambda: 0.5)",
        ("random.shuffle", "parameter random", "", "3.11"),
    ),
    # operators and subscripts
    (
        "list_subscript",
        "3.8",
        "3.9",
        "module:def f(x: list[int]): pass\ndef test(): pass",
        ("list", "subscripts", "3.9", ""),
    ),
    ("queue_subscript", "3.8", "3.9", "import queue\nqueue.Queue[int]", ("queue.Queue", "subscripts", "3.9", "")),
    (
        "union",
        "3.9",
        "3.10",
        "module:def f(x: 'int' = 1, y: int | None = None): pass\ndef test(): pass",
        ("X | Y", "", "3.10", ""),
    ),
    ("dict_or", "3.8", "3.9", "assert {'a': 1} | {} == {'a': 1}", ("dict", "the operator |", "3.9", "")),
    # syntax
    (
        "match",
        "3.9",
        "3.10",
        "module:def f(x):\n    match x:\n        case 1:\n            return 2\ndef test(): pass",
        ("the match statement", "syntax", "3.10", ""),
    ),
    (
        "except_star",
        "3.10",
        "3.11",
        "module:def test():\n    try:\n        pass\n    except* ValueError:\n        pass",
        ("except*", "syntax", "3.11", ""),
    ),
    (
        "type_statement",
        "3.11",
        "3.12",
        "module:type Name = int\ndef test(): pass",
        ("the type statement", "syntax", "3.12", ""),
    ),
    (
        "type_parameters",
        "3.11",
        "3.12",
        "module:def first[T](x: T) -> T: return x\ndef test(): pass",
        ("type parameters in brackets", "syntax", "3.12", ""),
    ),
    (
        "nested_quotes",
        "3.11",
        "3.12",
        "module:x = {'a': 1}\ny = f'{x['a']}'\ndef test(): pass",
        ("the same quotes or a backslash within the braces of an f-string", "syntax", "3.12", ""),
    ),
    # warnings that are errors
    (
        "event_loop_policy",
        "3.14",
        "3.13",
        "import asyncio, warnings\nwarnings.simplefilter('error')\nasyncio.get_event_loop_policy()",
        ("asyncio.get_event_loop_policy", "deprecated", "", ""),
    ),
    (
        "num_deprecated",
        "3.12",
        "3.11",
        "import ast, warnings\nwarnings.simplefilter('error')\nast.Num",
        ("ast.Num", "deprecated", "", ""),
    ),
    (
        "make_suite",
        "3.11",
        "3.10",
        "import unittest, warnings\nwarnings.simplefilter('error')\nunittest.makeSuite(unittest.TestCase)",
        ("unittest.makeSuite", "deprecated", "", ""),
    ),
    # the same in the forms that they have in a project
    (
        "tomllib_fallback",
        "3.10",
        "3.11",
        (
            "module:try:\n"
            "    import tomllib\n"
            "except ModuleNotFoundError:\n"
            "    import tomli_that_is_not_there as tomllib\n"
            "def test(): pass"
        ),
        ("tomllib", "module", "3.11", ""),
    ),
    (
        "import_as",
        "3.10",
        "3.11",
        "from datetime import datetime, UTC as utc, timedelta as delta",
        ("datetime.UTC", "", "3.11", ""),
    ),
    (
        "instance_in_dict",
        "3.9",
        "3.10",
        (
            "from collections import Counter\n"
            "held = {'words': Counter('aab')}\n"
            "words = held['words']\n"
            "assert words.total() == 3"
        ),
        ("collections.Counter.total", "", "3.10", ""),
    ),
    (
        "instance_returned",
        "3.11",
        "3.12",
        (
            "from pathlib import Path\n"
            "class Store:\n"
            "    @property\n"
            "    def folder(self): return Path('/nothing')\n"
            "    def all(self):\n"
            "        here = self.folder\n"
            "        return [each for each in here.walk()]\n"
            "Store().all()"
        ),
        ("pathlib.Path.walk", "", "3.12", ""),
    ),
    (
        "own_counter_below",
        "3.9",
        "3.10",
        (
            "import collections\n"
            "class Words(collections.Counter):\n"
            "    def most(self): return self.total()\n"
            "Words('aab').most()"
        ),
        ("collections.Counter.total", "", "3.10", ""),
    ),
    (
        "add_note",
        "3.10",
        "3.11",
        "try:\n    raise ValueError('x')\nexcept ValueError as error:\n    error.add_note('while reading')",
        ("BaseException.add_note", "", "3.11", ""),
    ),
    (
        "glob_case",
        "3.11",
        "3.12",
        "import pathlib\nhere = pathlib.Path(str(tmp_path))\nlist(here.glob('*', case_sensitive=True))",
        ("pathlib.Path.glob", "parameter case_sensitive", "3.12", ""),
    ),
    (
        "other_module",
        "3.11",
        "3.12",
        (
            "import sys\n"
            "(tmp_path / 'newer_syntax.py').write_text('import os\\ntype Names = list[str]\\n')\n"
            "sys.path.insert(0, str(tmp_path))\n"
            "try:\n"
            "    import newer_syntax\n"
            "finally:\n"
            "    del sys.path[0]"
        ),
        ("the type statement", "syntax", "3.12", ""),
    ),
    (
        "log_levels",
        "3.10",
        "3.11",
        "import logging as log\nlog.getLevelNamesMapping()['INFO']",
        ("logging.getLevelNamesMapping", "", "3.11", ""),
    ),
    ("aclosing", "3.9", "3.10", "from contextlib import aclosing as closing", ("contextlib.aclosing", "", "3.10", "")),
    (
        "runner",
        "3.10",
        "3.11",
        "import asyncio\nwith asyncio.Runner() as runner:\n    pass",
        ("asyncio.Runner", "", "3.11", ""),
    ),
    # changes of 3.13 to 3.15
    (
        "typing_io",
        "3.13",
        "3.12",
        "module:from typing.io import TextIO\ndef test(): pass",
        ("typing.io", "module", "", "3.13"),
    ),
    (
        "telnetlib",
        "3.13",
        "3.12",
        "module:import telnetlib as t\ndef test(): pass",
        ("telnetlib", "module", "", "3.13"),
    ),
    (
        "find_loader",
        "3.14",
        "3.13",
        "import pkgutil\npkgutil.find_loader('json')",
        ("pkgutil.find_loader", "", "", "3.14"),
    ),
    (
        "child_watcher",
        "3.14",
        "3.13",
        "import asyncio\nasyncio.get_child_watcher()",
        ("asyncio.get_child_watcher", "", "", "3.14"),
    ),
    (
        "resource_reader",
        "3.14",
        "3.13",
        "from importlib.abc import ResourceReader",
        ("importlib.abc.ResourceReader", "", "", "3.14"),
    ),
    ("zstd", "3.13", "3.14", "from compression import zstd", ("compression", "module", "3.14", "")),
    (
        "template_string",
        "3.13",
        "3.14",
        "module:name = 'x'\ntext = t'{name}'\ndef test(): pass",
        ("template strings", "syntax", "3.14", ""),
    ),
    (
        "path_copy",
        "3.13",
        "3.14",
        "source = tmp_path / 'a'\nsource.write_text('')\nsource.copy(tmp_path / 'b')",
        ("pathlib.Path.copy", "", "3.14", ""),
    ),
    (
        "comprehension",
        "3.14",
        "3.15",
        "module:rows = [[1], [2]]\nflat = [*row for row in rows]\ndef test(): pass",
        ("unpacking in a comprehension", "syntax", "3.15", ""),
    ),
    ("frozendict", "3.14", "3.15", "settings = frozendict(a=1)", ("frozendict", "", "3.15", "")),
    (
        "sentinel",
        "3.14",
        "3.15",
        "module:MISSING = sentinel('MISSING')\ndef test(): pass",
        ("sentinel", "", "3.15", ""),
    ),
    (
        "task_group_cancel",
        "3.14",
        "3.15",
        (
            "import asyncio\n"
            "async def main():\n"
            "    async with asyncio.TaskGroup() as group:\n"
            "        group.cancel()\n"
            "asyncio.run(main())"
        ),
        ("asyncio.TaskGroup.cancel", "", "3.15", ""),
    ),
    (
        "b64_padded",
        "3.14",
        "3.15",
        "import base64\nbase64.urlsafe_b64decode(b'eA', padded=False)",
        ("base64.urlsafe_b64decode", "parameter padded", "3.15", ""),
    ),
    (
        "cgi_handler",
        "3.15",
        "3.14",
        "from http.server import CGIHTTPRequestHandler, HTTPServer",
        ("http.server.CGIHTTPRequestHandler", "", "", "3.15"),
    ),
    (
        "load_module",
        "3.15",
        "3.14",
        (
            "from importlib.machinery import SourceFileLoader\n"
            "loader = SourceFileLoader('x', '/nothing/x.py')\n"
            "try:\n"
            "    loader.load_module()\n"
            "except FileNotFoundError:\n"
            "    pass"
        ),
        ("importlib.machinery.SourceFileLoader.load_module", "", "", "3.15"),
    ),
]

OWN = "class {0}:\n    pass\n{0}().{1}()"
TWINS = [
    (name, bad, good, code, None)
    for name, bad, good, code in [
        # typing mistakes
        ("typo_tomlib", "3.10", "3.11", "import tomlib"),
        ("typo_utc", "3.10", "3.11", "from datetime import UTCC"),
        ("typo_pairwise", "3.9", "3.10", "import itertools\nitertools.pairwize([])"),
        ("typo_walk", "3.11", "3.12", "import pathlib\npathlib.Path('/').wolk()"),
        ("typo_onexec", "3.11", "3.12", "import shutil\nshutil.rmtree('/nothing', onexec=None)"),
        ("typo_strict", "3.9", "3.10", "zip([], stricter=True)"),
        ("typo_builtin", "3.9", "3.10", "anextt"),
        ("typo_prefix", "3.8", "3.9", "'a'.remove_prefix('a')"),
        ("typo_slots", "3.9", "3.10", "import dataclasses\ndataclasses.dataclass(slot=True)"),
        ("typo_json", "3.11", "3.12", "import json\njson.dump_all({})"),
        ("typo_class", "3.11", "3.12", "from unittest import TestCas"),
        ("typo_module", "3.12", "3.11", "import impp"),
        ("typo_task", "3.10", "3.11", "import asyncio\nasyncio.TaskGroups()"),
        ("missing_package", "3.10", "3.11", "import not_installed_anywhere"),
        ("missing_sub", "3.8", "3.9", "import json.tools"),
        # a class or function of the project with the same name
        ("own_path_walk", "3.11", "3.12", OWN.format("Path", "walk")),
        ("own_posix_path", "3.8", "3.9", OWN.format("PosixPath", "is_relative_to")),
        ("own_str", "3.8", "3.9", OWN.format("Text", "removeprefix")),
        ("own_thread", "3.9", "3.8", OWN.format("Thread", "isAlive")),
        ("own_test_case", "3.12", "3.11", OWN.format("TestCase", "assertEquals")),
        ("own_queue", "3.12", "3.13", OWN.format("Queue", "shutdown")),
        ("own_parser", "3.12", "3.11", OWN.format("ConfigParser", "readfp")),
        ("own_array", "3.9", "3.8", OWN.format("array", "tostring")),
        ("own_datetime", "3.10", "3.11", "class datetime:\n    pass\ndatetime.UTC"),
        ("own_asyncio", "3.10", "3.11", "class asyncio:\n    pass\nasyncio.TaskGroup()"),
        (
            "own_shutil",
            "3.11",
            "3.12",
            "class shutil:\n    @staticmethod\n    def rmtree(path): pass\nshutil.rmtree('/nothing', onexc=None)",
        ),
        ("own_rmtree", "3.11", "3.12", "def rmtree(path): pass\nrmtree('/nothing', onexc=None)"),
        (
            "own_rmtree_wraps",
            "3.11",
            "3.12",
            (
                "import functools, shutil\n"
                "@functools.wraps(shutil.rmtree)\n"
                "def rmtree(path): pass\n"
                "rmtree('/nothing', onexc=None)"
            ),
        ),
        ("own_zip", "3.9", "3.10", "def zip(*them): pass\nzip([], strict=True)"),
        ("own_dataclass", "3.9", "3.10", "def dataclass(cls=None): pass\ndataclass(slots=True)"),
        ("own_run", "3.10", "3.11", "def run(args): pass\nrun([], process_group=0)"),
        ("own_md5", "3.8", "3.9", "def md5(data=b''): pass\nmd5(b'', usedforsecurity=False)"),
        ("own_glob", "3.9", "3.10", "def glob(pattern): pass\nglob('*', root_dir='/')"),
        ("own_insort", "3.9", "3.10", "def insort(a, x): pass\ninsort([], 1, key=abs)"),
        ("own_gcd", "3.8", "3.9", "def gcd(a, b): pass\ngcd(4, 6, 8)"),
        ("own_shuffle", "3.11", "3.10", "def shuffle(x): pass\nshuffle([1], lambda: 0.5)"),
        ("own_to_bytes", "3.10", "3.11", "class Number:\n    def to_bytes(self, length): pass\nNumber().to_bytes()"),
        (
            "own_temporary",
            "3.11",
            "3.12",
            "class TemporaryDirectory:\n    def __init__(self): pass\nTemporaryDirectory(delete=True)",
        ),
        (
            "own_temporary_below",
            "3.11",
            "3.12",
            (
                "import tempfile\n"
                "class Mine(tempfile.TemporaryDirectory):\n"
                "    def __init__(self): pass\n"
                "Mine(delete=True)"
            ),
        ),
        (
            "own_method",
            "3.9",
            "3.10",
            "class File:\n    def write_text(self, text): pass\nFile().write_text('x', newline='')",
        ),
        ("own_subscript", "3.8", "3.9", "class List: pass\nList[int]"),
        ("own_union", "3.8", "3.9", "class Dict: pass\nDict() | Dict()"),
        (
            "patched",
            "3.11",
            "3.12",
            (
                "import shutil\n"
                "def rmtree(path): pass\n"
                "kept, shutil.rmtree = shutil.rmtree, rmtree\n"
                "try:\n"
                "    shutil.rmtree('/nothing', onexc=None)\n"
                "finally:\n"
                "    shutil.rmtree = kept"
            ),
        ),
        (
            "mock",
            "3.11",
            "3.12",
            (
                "from unittest import mock\n"
                "import shutil\n"
                "with mock.patch('shutil.rmtree', lambda path: None):\n"
                "    shutil.rmtree('/nothing', onexc=None)"
            ),
        ),
        ("spec", "3.12", "3.13", "from unittest import mock\nclass Queue: pass\nmock.Mock(spec=Queue).shutdown()"),
        # a module of the project that shadows
        (
            "shadow_graphlib",
            "3.8",
            "3.9",
            (
                "import sys, types\n"
                "sys.modules['graphlib'] = types.ModuleType('graphlib')\n"
                "try:\n"
                "    from graphlib import TopologicalSorter\n"
                "finally:\n"
                "    del sys.modules['graphlib']"
            ),
        ),
        (
            "shadow_file",
            "3.8",
            "3.9",
            (
                "import sys\n"
                "(tmp_path / 'zoneinfo.py').write_text('')\n"
                "sys.path.insert(0, str(tmp_path))\n"
                "kept = {n: sys.modules.pop(n) for n in list(sys.modules) if n.startswith('zoneinfo')}\n"
                "try:\n"
                "    from zoneinfo import ZoneInfo\n"
                "finally:\n"
                "    sys.path.remove(str(tmp_path))\n"
                "    sys.modules.pop('zoneinfo', None)\n"
                "    sys.modules.update(kept)"
            ),
        ),
        ("shadow_attribute", "3.10", "3.11", "import types\ndatetime = types.ModuleType('datetime')\ndatetime.UTC"),
        (
            "shadow_package",
            "3.8",
            "3.9",
            (
                "import sys, types\n"
                "kept = sys.modules.get('importlib')\n"
                "module = types.ModuleType('importlib')\n"
                "module.files"
            ),
        ),
        (
            "shadow_missing",
            "3.10",
            "3.11",
            "import sys\nsys.modules['asyncio_like'] = asyncio = type(sys)('asyncio')\nasyncio.TaskGroup",
        ),
        # raised by hand, or from something else on the same line
        ("by_hand", "3.11", "3.12", "raise AttributeError(\"'Thing' object has no attribute 'walk'\")"),
        ("by_hand_type", "3.11", "3.12", "raise TypeError(\"rmtree() got an unexpected keyword argument 'onexc'\")"),
        ("by_hand_import", "3.10", "3.11", "raise ImportError(\"cannot import name 'UTC' from 'datetime'\")"),
        ("other_on_line", "3.11", "3.12", "import shutil\ndef own(path): pass\nown(shutil.rmtree, onexc=None)"),
        ("nested_call", "3.9", "3.10", "def own(x): pass\nlist(zip([own(1, strict=True)]))"),
        ("value_error", "3.11", "3.12", "import shutil\nint('x')"),
        ("argument_type", "3.11", "3.12", "import shutil\nshutil.rmtree(5.5)"),
        ("wrong_on_both", "3.10", "3.11", "import math\nmath.sqrt(1, 2)"),
        ("none", "3.8", "3.9", "name = None\nname.removeprefix('x')"),
        (
            "getattr_hook",
            "3.11",
            "3.12",
            (
                "class Lazy:\n"
                "    def __getattr__(self, name):\n"
                "        raise AttributeError(\"'PosixPath' object has no attribute 'walk'\")\n"
                "Lazy().walk()"
            ),
        ),
        ("setting", "3.9", "3.10", "(5).bit_counts = 1"),
        (
            "circular",
            "3.10",
            "3.11",
            (
                "raise ImportError(\"cannot import name 'UTC' from partially initialized module 'datetime' "
                "(most likely due to a circular import)\", name='datetime')"
            ),
        ),
        (
            "deprecated_own",
            "3.14",
            "3.13",
            (
                "import warnings\n"
                "warnings.simplefilter('error')\n"
                "def get_event_loop_policy():\n"
                "    warnings.warn('get_event_loop_policy is deprecated', DeprecationWarning)\n"
                "get_event_loop_policy()"
            ),
        ),
        ("syntax", "3.9", "3.10", "module:def f(x:\n    return 1\ndef test(): pass"),
        ("syntax_assignment", "3.9", "3.10", "module:match = = 1\ndef test(): pass"),
        # close to what happens in a project
        (
            "fallback_missing",
            "3.10",
            "3.11",
            (
                "module:try:\n"
                "    import ujson_that_is_not_there as json\n"
                "except ImportError:\n"
                "    import simplejson_that_is_not_there as json\n"
                "def test(): pass"
            ),
        ),
        ("typo_as", "3.10", "3.11", "from datetime import datetime, UCT as utc"),
        ("own_counter", "3.9", "3.10", "class Counter(dict):\n    pass\nCounter(a=1).total()"),
        ("own_total", "3.9", "3.10", "import types\nresult = types.SimpleNamespace(passed=1)\nresult.total()"),
        (
            "own_folder",
            "3.11",
            "3.12",
            "class Path:\n    def __truediv__(self, other): return self\nfolder = Path() / 'x'\nfolder.walk()",
        ),
        ("own_error", "3.10", "3.11", "class Report:\n    message = ''\nReport().add_note('x')"),
        (
            "own_glob_case",
            "3.11",
            "3.12",
            "class Tree:\n    def glob(self, pattern): return []\nTree().glob('*', case_sensitive=True)",
        ),
        (
            "wrong_module",
            "3.11",
            "3.12",
            (
                "import sys\n"
                "(tmp_path / 'wrong_syntax.py').write_text('import os\\nnames = [1, 2\\nx = 3\\n')\n"
                "sys.path.insert(0, str(tmp_path))\n"
                "try:\n"
                "    import wrong_syntax\n"
                "finally:\n"
                "    del sys.path[0]"
            ),
        ),
        ("type_as_name", "3.11", "3.12", "module:type = 5 5\ndef test(): pass"),
        ("dict_and_list", "3.8", "3.9", "{} | []"),
        (
            "own_partial",
            "3.13",
            "3.14",
            "import functools\ndef join(left, right): pass\nfunctools.partial(join, strict=True)(1, 2)",
        ),
        ("own_loader", "3.15", "3.14", "class SourceFileLoader:\n    pass\nSourceFileLoader().load_module()"),
        ("own_group", "3.14", "3.15", "class TaskGroup:\n    def close(self): pass\nTaskGroup().cancel()"),
        ("own_decode", "3.14", "3.15", "def urlsafe_b64decode(text): pass\nurlsafe_b64decode(b'', padded=False)"),
        ("typo_frozen", "3.14", "3.15", "settings = frozendicts(a=1)"),
        (
            "own_warning",
            "3.14",
            "3.13",
            (
                "import warnings\n"
                "warnings.simplefilter('error')\n"
                "def find_loader(name):\n"
                "    warnings.warn('find_loader is deprecated and slated for removal in Python 3.14', "
                "DeprecationWarning, 2)\n"
                "find_loader('json')"
            ),
        ),
        ("star_twice", "3.14", "3.15", "module:flat = [* *row for row in [[1]]]\ndef test(): pass"),
        ("string_prefix", "3.13", "3.14", "module:text = q'{name}'\ndef test(): pass"),
        (
            "mock_method",
            "3.13",
            "3.14",
            "from unittest import mock\nfrom pathlib import PurePath\nmock.Mock(spec=PurePath).copy('x')",
        ),
        (
            "shadow_compression",
            "3.13",
            "3.14",
            (
                "import sys, types\n"
                "sys.modules['compression'] = types.ModuleType('compression')\n"
                "try:\n"
                "    from compression import zstd\n"
                "finally:\n"
                "    del sys.modules['compression']"
            ),
        ),
    ]
]
