"""Tests what the probe promises, with one case for each promise. A case takes an Environment and raises AssertionError
(or Skip)."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PROBE = os.path.join(os.path.dirname(os.path.dirname(HERE)), "src", "probe")


class Skip(Exception):
    pass


def check(condition, *about):
    if not condition:
        raise AssertionError(" ".join([str(each) for each in about]))


class Result:
    """One finished session: its exit status, its output, and the records of each file."""

    def __init__(self, status, out, records=None, stacks=""):
        self.status, self.out, self.files, self.stacks = status, out, records or {}, stacks

    def all(self, kind):
        return [
            line
            for name in sorted(self.files, key=lambda name: (name != "main.jsonl", name))
            for line in self.files[name]
            if line["t"] == kind
        ]

    def main(self, kind):
        return [line for line in self.files["main.jsonl"] if line["t"] == kind]

    def phases(self, name, when="call"):
        return [line for line in self.main("phase") if line["id"].endswith(name) and line["when"] == when]


class Environment:
    def __init__(self, name, folder):
        self.name, self.folder, self.python = name, folder, folder + "/bin/python"

    def has(self, module):
        return subprocess.run([self.python, "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0

    def need(self, module):
        if not self.has(module):
            raise Skip("no " + module)

    def version(self):
        return tuple(int(part) for part in re.match(r"(\d+)\.(\d+)", self.name).groups())

    def environ(self, more):
        environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        if self.name.endswith("world"):  # these environments have pytest-randomly
            environ["PYTEST_ADDOPTS"] = "-p no:randomly"
        return dict(environ, PYTHONDONTWRITEBYTECODE="1", **(more or {}))

    def arguments(self, args):
        """Adds the option that switches pytest's cache off, unless another option needs the cache."""
        asked = {"--ff", "--lf", "--nf", "--sw"}.intersection(args)
        return list(args) if asked else ["-p", "no:cacheprovider"] + list(args)

    def bare(self, project, *args, mode="module", environ=None):
        start = [self.folder + "/bin/pytest"] if mode == "script" else [self.python, "-m", "pytest"]
        done = subprocess.run(
            start + self.arguments(args),
            cwd=project,
            env=self.environ(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=600,
        )
        return Result(done.returncode, done.stdout.decode("utf-8", "replace"))

    def command(self, project, capture, mode, args, config):
        config = dict(
            {
                "project": project,
                "environment": self.folder,
                "server_exceptions": "attach",
                "caps": {"text": 20000, "frames": 200, "chain": 10},
                "observe": None,
            },
            **(config or {}),
        )
        with open(capture + "/config.json", "w") as file:
            json.dump(config, file)
        script = self.folder + "/bin/pytest" if mode == "script" else "-"
        return [self.python, PROBE + "/boot.py", mode, script, capture, "--"] + self.arguments(args)

    def probed(self, project, *args, mode="module", config=None, environ=None, during=None):
        """Runs a session that does not end by itself. `during` is called with the running process and the capture
        folder."""
        capture = tempfile.mkdtemp(prefix="capture")
        try:
            with open(capture + "/output", "wb") as output:
                child = subprocess.Popen(
                    self.command(project, capture, mode, args, config),
                    cwd=project,
                    env=self.environ(environ),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
                try:
                    if during:
                        during(child, capture)
                    child.wait(600)
                finally:
                    if child.poll() is None:
                        child.kill()
                        child.wait()
            records = {}
            for name in os.listdir(capture):
                if name.endswith(".jsonl"):
                    with open(capture + "/" + name, encoding="utf-8") as file:
                        records[name] = [json.loads(line) for line in file]
            stacks = "".join(
                [
                    open(capture + "/" + name).read()
                    for name in sorted(os.listdir(capture))
                    if name.endswith("stacks.txt")
                ]
            )
            with open(capture + "/output", encoding="utf-8", errors="replace") as file:
                result = Result(child.returncode, file.read(), records, stacks)
            trouble = result.all("trouble")
            check(not trouble, "trouble:", trouble)
            return result
        finally:
            shutil.rmtree(capture, ignore_errors=True)


class project:
    """A folder with some files, which exists inside a with statement."""

    def __init__(self, **files):
        self.files = files

    def __enter__(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="project"))
        for name, text in self.files.items():
            path = os.path.join(self.folder, name.replace("__", "/") + ".py")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        return self.folder

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


def sample(name):
    with open(os.path.join(HERE, "samples", name + ".py")) as file:
        return file.read()


def summary(out):
    """pytest's last line, without the time."""
    lines = [
        line for line in out.splitlines() if " in " in line and re.search(r"\d (passed|failed|error|skipped)", line)
    ]
    return re.sub(r" in .*", "", lines[-1]).strip("= ") if lines else out[-300:]


def wait_for(child, capture, text, seconds=60):
    """Waits until the recording contains `text`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and child.poll() is None:
        for name in os.listdir(capture):
            if name.endswith(".jsonl") and text in open(capture + "/" + name).read():
                return
        time.sleep(0.05)
    raise AssertionError("never recorded: " + text)


def short_ids(records):
    return [record["id"].partition("::")[2] for record in records]


def case_outcomes_and_output_equal(environment):
    """The summary and the longreprs are the same in both modes and under xdist."""
    with project(test_many=sample("many")) as folder:
        for mode in ("script", "module"):
            for more in ([], ["-n2"]) if environment.has("xdist") else ([],):
                bare = environment.bare(folder, "-q", *more, mode=mode)
                probed = environment.probed(folder, "-q", *more, mode=mode)
                check(bare.status == probed.status, bare.status, probed.status, probed.out)
                check(summary(bare.out) == summary(probed.out), bare.out, probed.out)
                if not more:
                    clean = [re.sub(r"0x[0-9a-f]+| in [0-9.]+s", "", result.out) for result in (bare, probed)]
                    check(clean[0] == clean[1], *clean)
                check(len(probed.all("loaded")) == 1 + 2 * len(more), probed.all("loaded"))
                chains = [line for line in probed.main("phase") if "chain" in line]
                check(len(chains) == 4, more, chains)
                check(
                    all(line.get("worker", "").startswith("gw" if more else "") for line in probed.main("phase")),
                    "workers",
                )


def case_records(environment):
    with project(test_many=sample("many"), pkg__test_none="import json\n") as folder:
        result = environment.probed(folder, "-k", "not deselect_me", mode="script")
    check(
        [(line["id"], line["items"]) for line in result.main("module")]
        in ([("pkg/test_none.py", 0), ("test_many.py", 11)], [("test_many.py", 11), ("pkg/test_none.py", 0)]),
        result.main("module"),
    )
    selected = result.main("selected")[0]
    check(short_ids([{"id": name} for name in selected["deselected"]]) == ["test_deselect_me"], selected)
    check(len(selected["ids"]) == 10, selected)
    failed = result.phases("test_chain")[0]
    check([(e["type"], e["link"]) for e in failed["chain"]] == [("test_many.Outer", ""), ("KeyError", "cause")], failed)
    check(
        failed["chain"][1]["frames"][-1][0] == "test_many.py"
        and failed["chain"][1]["frames"][-1][3:] == ["return {}[key]", "p"],
        failed,
    )
    check(failed["chain"][1]["frames"][-1][2] == "helper" and failed["out"] == "printed\n", failed)
    check(result.phases("test_skip", "setup")[0]["skip"] == "not today", "skip")
    check(
        result.phases("test_xfail")[0]["xfail"] is True and result.phases("test_xfail")[0]["skip"] == "known", "xfail"
    )
    check(result.phases("test_error", "setup")[0]["outcome"] == "failed", "error")
    check(result.main("missing")[0]["name"] == "PROBE_TEST_NOT_SET", result.main("missing"))
    check(
        result.main("warning")[0]["category"] == "UserWarning" and result.main("warning")[0]["path"] == "test_many.py",
        result.main("warning"),
    )
    facts = result.main("facts")[0]
    check("pytest" in facts["distributions"] and facts["rootdir"] == "." and "umask" in facts["facts"], facts)
    finish = result.files["main.jsonl"][-1]
    check(5 < finish.pop("memory") < 2000 and finish == {"t": "finish", "status": 1}, finish)


def case_subjects_keep_nothing_and_change_nothing(environment):
    """The subject of a failure is found without running the project's code and without keeping an object alive."""
    with project(test_names=sample("names")) as folder:
        bare, result = environment.bare(folder, "-q", "-s"), environment.probed(folder, "-q", "-s")
    check(summary(bare.out) == summary(result.out), bare.out, result.out)
    looked = [[line for line in each.out.splitlines() if "LOOKED" in line] for each in (bare, result)]
    check(len(looked[0]) == 1 and looked[0] == looked[1], *looked)
    found = {
        line["id"].partition("::")[2]: line["chain"][0].get("subject")
        for line in result.main("phase")
        if line["outcome"] == "failed" and line["when"] == "call"
    }
    check(set(found) == {"test_hostile", "test_alias", "test_held", "test_own", "test_syntax_of_statement"}, found)
    check(found["test_hostile"] is None and found["test_own"] is None, found)
    check(
        found["test_alias"]
        == {
            "name": "shutil.rmtree",
            "member": "parameter no_such",
            "expression": "remove(path, no_such=1)",
            "kind": "l",
        },
        found,
    )
    check((found["test_held"]["name"], found["test_held"]["member"]) == ("datetime.date", "attribute no_such"), found)
    check(
        (found["test_syntax_of_statement"]["name"], found["test_syntax_of_statement"]["member"])
        == ("json", "attribute no_such"),
        found,
    )


def case_compiled_parts_are_kept_for_the_next_session(environment):
    with project(test_a="def test_a(): pass\n") as folder, tempfile.TemporaryDirectory() as kept:

        def session():
            found = environment.probed(folder, config={"compiled": kept})
            check(found.main("loaded") and not found.main("trouble"), found.out, found.files)
            return [line["outcome"] for line in found.phases("test_a")]

        outcomes = [session()]
        names = os.listdir(kept)
        check(len(names) == 1 and names[0].endswith(".code"), names)
        path = os.path.join(kept, names[0])
        written = os.stat(path).st_mtime_ns
        outcomes.append(session())
        check(os.listdir(kept) == names and os.stat(path).st_mtime_ns == written, "written again")
        with open(path, "rb") as file:
            whole = file.read()
        for damaged in (b"", whole[: len(whole) // 2], whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:]):
            with open(path, "wb") as file:
                file.write(damaged)
            outcomes.append(session())
            with open(path, "rb") as file:
                check(len(file.read()) == len(whole), "not mended")
        check(outcomes == [["passed"]] * 5 and os.listdir(kept) == names, outcomes, os.listdir(kept))


def case_nothing_visible(environment):
    """Everything that a test can look at is the same as in a bare session; docs/observing.md lists the exceptions."""
    allowed = {"stack"}
    with project(test_dump=sample("dump")) as folder:
        for mode in ("script", "module"):
            for more in ([], ["-n1"]) if environment.has("xdist") else ([],):
                seen = []
                for run in (environment.bare, environment.probed):
                    place = tempfile.mkdtemp(prefix="dump")
                    result = run(folder, "-q", *more, mode=mode, environ={"DUMP": "/proc/self/cwd/"})
                    check(result.status == 0, result.out)
                    seen.append(
                        {
                            name: json.load(open(os.path.join(folder, name)))
                            for name in os.listdir(folder)
                            if name.endswith(".json")
                        }
                    )
                    for name in seen[-1]:
                        os.remove(os.path.join(folder, name))
                    os.rmdir(place)
                check(
                    set(seen[0]) == set(seen[1]) == {"collect.json", "test.json", "spawn.json", "forkserver.json"},
                    *seen,
                )
                for name in seen[0]:
                    if not isinstance(seen[0][name], dict):
                        check(seen[0][name] == seen[1][name], mode, more, name, seen[0][name], seen[1][name])
                        continue
                    check(
                        len(seen[1][name]["stack"]) - len(seen[0][name]["stack"]) == 1,
                        mode,
                        more,
                        "one frame more",
                        seen[1][name]["stack"][-3:],
                    )
                    for key in set(seen[0][name]) - allowed:
                        a, b = seen[0][name][key], seen[1][name][key]
                        if key == "fds":  # temporary file descriptors come and go
                            a, b = len(a), len(b)
                        if isinstance(a, list) and isinstance(b, list):
                            a, b = [each for each in a if each not in b], [each for each in b if each not in a]
                        check(a == b, mode, more, name, key, "bare:", str(a)[-1500:], "probed:", str(b)[-1500:])


def case_death(environment):
    """The recording says where a session died: the running test and its phase."""
    for how in ("os._exit(3)", "os.kill(os.getpid(), 9)", "os.abort()"):
        for place in ("setup", "call", "teardown"):
            with project(test_death=sample("death").replace("DIE", how).replace("PLACE", place)) as folder:
                result = environment.probed(folder, "-q")
            check(result.status != 0 and not result.main("finish"), how, result.out)
            check(result.main("start")[-1]["id"].endswith("test_dies"), how, place)
            done = [line["when"] for line in result.main("phase") if line["id"].endswith("test_dies")]
            check(done == ["setup", "call", "teardown"][: ["setup", "call", "teardown"].index(place)], how, place, done)


def case_worker_crash(environment):
    environment.need("xdist")
    with project(test_death=sample("death").replace("DIE", "os._exit(3)").replace("PLACE", "call")) as folder:
        result = environment.probed(folder, "-q", "-n1")
    crash = [line for line in result.main("phase") if line["when"] == "???"]
    check(len(crash) == 1 and crash[0]["id"].endswith("test_dies") and crash[0]["outcome"] == "failed", crash)


def case_fork(environment):
    """A forked child that returns into pytest writes nothing."""
    text = (
        "import os\n"
        "def test_a(): pass\n"
        "def test_fork():\n"
        "    if os.fork() == 0:\n"
        "        return\n"
        "    os.wait()\n"
        "def test_b(): pass\n"
    )
    with project(test_fork=text) as folder:
        result = environment.probed(folder, "-q", mode="script")
    check(
        len(result.main("start")) == 3 and len(result.main("phase")) == 9 and len(result.main("finish")) == 1,
        result.files,
    )


def case_stacks(environment):
    text = (
        "import threading, time\ndef test_hang():\n    threading.Thread(target=sitting, daemon=True).start()\n"
        "    waiting_here()\n"
        "def sitting(): time.sleep(60)\ndef waiting_here(): time.sleep(60)\n"
    )

    def during(child, capture):
        wait_for(child, capture, '"when":"setup"')
        number = [json.loads(line) for line in open(capture + "/main.jsonl")][0]["stack_signal"]
        if number is None:
            child.kill()
            raise Skip("no such signal here")
        end = time.monotonic() + 20
        while "waiting_here" not in open(capture + "/stacks.txt").read() and time.monotonic() < end:
            os.kill(child.pid, number)
            time.sleep(0.2)
        check(child.poll() is None, "the signal ended it")
        child.send_signal(signal.SIGKILL)

    for more in ([], ["-p", "no:faulthandler"]):
        with project(test_hang=text) as folder:
            result = environment.probed(folder, "-q", *more, during=during)
        check("in waiting_here" in result.stacks and "in sitting" in result.stacks, result.stacks)


def case_usage(environment):
    with project(test_a="def test_a(): pass\n") as folder:
        for args in (["--no-such-option"], ["no/such/file.py"]):
            result = environment.probed(folder, *args)
            check(result.status == 4 and len(result.main("usage")) == 1, args, result.out, result.files)
    with project(conftest="import no_such_module_here\n", test_a="def test_a(): pass\n") as folder:
        result = environment.probed(folder)
        usage = result.main("usage")
        check(
            len(usage) == 1
            and usage[0]["chain"][0]["type"] == "ModuleNotFoundError"
            and usage[0]["chain"][0]["frames"][-1][0] == "conftest.py",
            usage,
            result.out,
        )


def case_collection_errors(environment):
    files = {
        "test_import": "import no_such_module_here\n",
        "test_syntax": "def broken(:\n",
        "test_skipped": "import pytest\npytest.skip('why', allow_module_level=True)\n",
        "test_own": "def f():\n    raise RuntimeError('at import')\nf()\n",
    }
    with project(**files) as folder:
        for more in ([], ["-n1"]) if environment.has("xdist") else ([],):
            result = environment.probed(folder, "-q", *more)
            bare = environment.bare(folder, "-q", *more)
            check(result.status == bare.status and summary(result.out) == summary(bare.out), result.out, bare.out)
            found = {}
            for line in result.all("collect"):
                found.setdefault(line["id"], line)
            check(found["test_import.py"]["chain"][0]["type"] == "ModuleNotFoundError", found["test_import.py"])
            check(
                found["test_import.py"]["chain"][0]["frames"][-1][:2] == ["test_import.py", 1], found["test_import.py"]
            )
            check(
                found["test_syntax.py"]["chain"][0]["type"] == "SyntaxError"
                and found["test_syntax.py"]["chain"][0]["frames"][-1][0] == "test_syntax.py",
                found["test_syntax.py"],
            )
            check(
                found["test_skipped.py"]["outcome"] == "skipped" and found["test_skipped.py"]["message"] == "why",
                found["test_skipped.py"],
            )
            check(
                [frame[2] for frame in found["test_own.py"]["chain"][0]["frames"]][-2:] == ["<module>", "f"],
                found["test_own.py"],
            )


def case_interrupts(environment):
    text = "import pytest\ndef test_a(): pass\ndef test_b():\n    WHAT\ndef test_c(): assert 0\n"
    for what in ("raise KeyboardInterrupt", "pytest.exit('enough')"):
        with project(test_i=text.replace("WHAT", what)) as folder:
            result = environment.probed(folder, "-q")
            check(
                len(result.main("interrupt")) == 1 and result.main("interrupt")[0]["id"].endswith("test_b"),
                result.files,
            )
            check(
                result.main("finish") and result.main("phase")[-1]["when"] == "setup", result.files["main.jsonl"][-4:]
            )
    with project(test_i=text.replace("WHAT", "assert 0")) as folder:
        result = environment.probed(folder, "-x")
        check(result.main("finish")[0]["stopped"].startswith("stopping after 1"), result.main("finish"))
    with project(
        conftest="def pytest_runtest_protocol(item):\n    raise RuntimeError('inside')\n", test_i="def test_a(): pass\n"
    ) as folder:
        result = environment.probed(folder, "-q")
        check(result.status == 3 and result.main("internal")[0]["chain"][0]["message"] == "inside", result.files)


def case_texts_that_end_the_session(environment):
    """pytest prints an exception whose __str__ calls pytest.fail or sys.exit, and goes on."""
    with project(
        test_t="""
import sys, pytest, warnings
class Failing(Exception):
    def __str__(self): pytest.fail("in str")
class Exiting(Exception):
    def __str__(self): sys.exit(3)
def test_failing(): raise Failing()
def test_exiting(): raise Exiting()
def test_after(): pass
"""
    ) as folder:
        bare, result = environment.bare(folder, "-q"), environment.probed(folder, "-q")
        check(summary(bare.out) == summary(result.out) and bare.status == result.status, bare.out, result.out)
        check(
            [line["outcome"] for line in result.main("phase") if line["when"] == "call"]
            == ["failed", "failed", "passed"],
            result.files,
        )
        check(
            all(
                line["chain"][0]["message"].endswith("in __str__>")
                for line in result.main("phase")
                if line["outcome"] == "failed"
            ),
            result.files,
        )


def case_ends_of_collection(environment):
    """Ctrl-C and sys.exit while a module is collected. Every warning is an error in these sessions."""
    for text in ("raise KeyboardInterrupt", "import sys; sys.exit(3)", "import pytest; pytest.exit('enough')"):
        with project(test_a="def test_a(): pass\n", test_b=text + "\n") as folder:
            bare, result = environment.bare(folder, "-q", "-Werror"), environment.probed(folder, "-q", "-Werror")
            check(
                bare.status == result.status and "PluggyTeardown" not in result.out and not result.main("trouble"),
                text,
                bare.out,
                result.out,
            )


def case_odd_sessions(environment):
    """Tests and a conftest change what the probe looks at: objects that only look like records, a Path in sys.path, no
    `re`, changed files."""
    if environment.name.endswith("world"):
        raise Skip("a plugin there stumbles over a Path in sys.path itself")
    with project(
        conftest="import pathlib, sys\nsys.path.insert(0, pathlib.Path('/nowhere'))\n",
        test_o="""
import logging, sys, types
def test_record():
    log = logging.getLogger("x")
    log.disabled = True
    log.handle(types.SimpleNamespace(name="x", levelno=10))
def test_without_re(monkeypatch):
    monkeypatch.setitem(sys.modules, "re", None)
    assert [].index
    raise ValueError("without")
def write(folder, text):
    (folder / "made.py").write_text(text)
    sys.modules.pop("made", None)
    sys.path_importer_cache.clear()
def test_written(monkeypatch):
    import pathlib
    folder = pathlib.Path(__file__).parent
    monkeypatch.setattr(sys, "path", [str(folder)] + sys.path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    write(folder, "def f(): return {}['first']\\n")
    try:
        __import__("made").f()
    except KeyError:
        pass
    write(folder, "\\n\\ndef f(): return {}['second']\\n")
    __import__("made").f()
""",
    ) as folder:
        bare, result = environment.bare(folder, "-q"), environment.probed(folder, "-q")
        check(summary(bare.out) == summary(result.out), bare.out, result.out)
        check(result.main("facts") and not result.all("trouble"), result.all("trouble"))
        found = {
            line["id"].partition("::")[2]: line["chain"][0]
            for line in result.main("phase")
            if line["outcome"] == "failed" and line["when"] == "call"
        }
        check(found["test_without_re"]["frames"][-1][3] == 'raise ValueError("without")', found["test_without_re"])
        check(found["test_written"]["frames"][-1][3] == "def f(): return {}['second']", found["test_written"])


def case_reruns(environment):
    environment.need("pytest_rerunfailures")
    with project(test_r="n = []\ndef test_r():\n    n.append(1)\n    assert len(n) > 1\n") as folder:
        result = environment.probed(folder, "-q", "--reruns", "2")
    check(
        [line["outcome"] for line in result.phases("test_r")] == ["rerun", "passed"]
        and "chain" in result.phases("test_r")[0],
        result.phases("test_r"),
    )


def case_subtests(environment):
    text = (
        "import unittest\n"
        "class T(unittest.TestCase):\n"
        "    def test_u(self):\n"
        "        for i in range(3):\n"
        "            with self.subTest('m', i=i):\n"
        "                self.assertNotEqual(i, 1)\n"
    )
    fixture = (
        "def test_f(subtests):\n"
        "    for i in range(3):\n"
        "        with subtests.test(msg='m', i=i):\n"
        "            assert i != 1\n"
    )
    pytest9 = "pytest9" in environment.name
    if not (pytest9 or environment.has("pytest_subtests")):
        raise Skip("no subtests")
    with project(test_s=text + fixture) as folder:
        for more in ([], ["-n1"]) if environment.has("xdist") else ([],):
            result = environment.probed(folder, "-q", *more)
            for name in ("test_u", "test_f"):
                subtests = [line for line in result.phases(name) if "subtest" in line and line["outcome"] == "failed"]
                check(
                    len(subtests) == 1
                    and subtests[0]["subtest"]["msg"] == "m"
                    and "i" in subtests[0]["subtest"]["kwargs"],
                    name,
                    more,
                    result.phases(name),
                )
                check(subtests[0]["chain"][0]["type"] == "AssertionError", more, subtests)


def case_nested_sessions(environment):
    """Sessions of pytester and pytest.main in a test stay bare: the probe loads once and records the outer tests."""
    text = "pytest_plugins = 'pytester'\n"
    inner = (
        "def test_nested(%s):\n"
        "    %s.makepyfile('def test_inner(): assert 0')\n"
        "    for run in (%s.runpytest_inprocess, %s.runpytest_subprocess):\n"
        "        run('-p', 'no:cacheprovider').assert_outcomes(failed=1)\n"
    )
    with project(conftest=text, test_n=inner.replace("%s", "pytester")) as folder:
        result = environment.probed(folder, "-q")
    check(
        result.status == 0 and len(result.all("loaded")) == 1 and len(result.main("start")) == 1,
        result.out,
        result.files,
    )


def case_hostile(environment):
    """Tests break what other tests and the probe rely on."""
    with project(test_h=sample("hostile")) as folder:
        bare, result = environment.bare(folder, "-q"), environment.probed(folder, "-q")
    check(summary(bare.out) == summary(result.out), bare.out, result.out)
    check(len(result.main("phase")) == 3 * len(result.main("start")) and result.main("finish"), result.files)
    big = result.phases("test_big")[0]["chain"][0]
    check(big["cut"] and len(big["message"]) < 25000, len(big["message"]))
    check(
        result.phases("test_recursion")[0]["chain"][0]["cut"]
        and len(result.phases("test_recursion")[0]["chain"][0]["frames"]) <= 200,
        "recursion",
    )


def case_server_exceptions(environment):
    environment.need("starlette.testclient")
    hooks = "starlette.exception_handler"
    with project(app=sample("server_app"), test_server=sample("server_tests")) as folder:
        bare, result = environment.bare(folder, "-q"), environment.probed(folder, "-q")
        check(summary(bare.out) == summary(result.out), bare.out, result.out)
        clean = [
            re.sub(r"0x[0-9a-f]+| in [0-9.]+s|futures/_base.py:\d+", "", each.out) for each in (bare, result)
        ]  # these differ from run to run even without the probe
        # Old Starlette leaks event loops. The order in which the interpreter clears its modules decides whether they
        # are closed in time.
        clean = [each.partition("Exception ignored in: <function BaseEventLoop.__del__")[0] for each in clean]
        check(clean[0] == clean[1], *clean)
        off = environment.probed(folder, "-q", config={"server_exceptions": "off"})
        check(not off.all("server") and summary(off.out) == summary(bare.out), off.out)
        raised = environment.probed(folder, "-q", config={"server_exceptions": "raise"})
    check([line for line in raised.all("server") if line.get("raised")], raised.all("server"))
    by_test = {}
    for line in result.all("server"):
        by_test.setdefault(line["id"].partition("::")[2], []).append(line)
    for name, path, status, kind, handled in (
        ("test_get[boom-plain]", "/boom", 500, "ValueError", "__call__"),
        ("test_get[boom-handled]", "/boom", 500, "ValueError", "catch_all"),
        ("test_get[mine-handled]", "/mine", 500, "app.Mine", "on_mine"),
        ("test_get[wrapped-plain]", "/wrapped", 400, "starlette.exceptions.HTTPException", "http_exception"),
        ("test_get[teapot-plain]", "/teapot", 503, "starlette.exceptions.HTTPException", "http_exception"),
    ):
        lines = by_test.pop(name)
        check(len(lines) == 1 and lines[0]["hook"] == hooks and lines[0]["phase"] == "call", name, lines)
        check(lines[0]["request"] == {"method": "GET", "path": path, "status": status}, name, lines)
        check(lines[0]["chain"][0]["type"] == kind and lines[0]["handled"][2].split(".")[-1] == handled, name, lines)
        check(lines[0]["chain"][-1]["frames"][-1][0] == "app.py", name, lines)
    logged = by_test.pop("test_get[logged-plain]")
    check(
        logged[0]["hook"] == "logging"
        and logged[0]["request"]["status"] == 500
        and logged[0]["handled"][2] == "logged",
        logged,
    )
    check(len(by_test.pop("test_loop")) == 3, "one a request")
    check(by_test.pop("test_swallowed_by_middleware")[0]["handled"] is None, "middleware")
    for name in ("test_get[missing-plain]", "test_get[missing-handled]"):  # the application raises these on purpose
        check([line["request"]["status"] for line in by_test.pop(name)] == [404], name)
    for name in ("test_raises", "test_through", "test_handled_raises", "test_logged_and_raised"):
        check(name not in by_test, name, by_test.get(name))
    check(
        len(by_test["test_purged"]) == 1 and len(by_test["test_threads"]) == 8,
        by_test.get("test_purged"),
        len(by_test.get("test_threads", [])),
    )


def case_httpx(environment):
    if not (environment.has("httpx") or environment.has("httpx2")):
        raise Skip("no httpx")
    with project(test_x=sample("httpx_tests")) as folder:
        bare, result = environment.bare(folder, "-q"), environment.probed(folder, "-q")
    check(summary(bare.out) == summary(result.out), bare.out, result.out)
    lines = result.all("server")
    check(short_ids(lines) == ["test_swallowed"] and lines[0]["hook"] == "httpx.ASGITransport", lines)
    check(
        lines[0]["request"] == {"method": "GET", "path": "/x", "status": 0}
        and lines[0]["chain"][0]["message"] == "in the app",
        lines,
    )


def case_state_and_watch(environment):
    files = {
        "app__store": "overrides = {}\nclass Store:\n    def get(self): return 1\nclass App:\n"
        "    def __init__(self): self.dependency_overrides = {}\napplication = App()\n",
        "test_a": sample("polluter"),
        "test_b": "def test_after(): pass\n",
    }
    with project(**files) as folder:
        result = environment.probed(folder, "-q", config={"observe": "state"})
        found = {
            (line["id"].partition("::")[2] or line["id"], each["what"], each["name"])
            for line in result.all("state")
            for each in line["changed"]
        }
        for wanted in (
            ("test_a.py", "sys.modules", "missing_library"),
            ("test_environ", "environ", "PROBE_TEST_ZZ"),
            ("test_class", "attribute", "app.store:Store.get"),
            ("test_overrides", "container", "app.store:application.dependency_overrides[x]"),
            ("test_overrides", "container", "app.store:overrides[k]"),
            ("test_third_party", "attribute", "json:dumps"),
            ("test_third_party_class", "attribute", "json.decoder:JSONDecoder.decode"),
            ("test_cwd", "cwd", "cwd"),
            ("test_umask", "umask", "umask"),
            ("test_logging", "logging", "root"),
            ("test_restores", "attribute", "json:dumps"),
        ):
            check(wanted in found, wanted, sorted(found))
        check(not [each for each in found if each[0] == "test_clean"], found)
        modules = environment.probed(folder, "-q", config={"observe": "state of modules"}).all("state")
        whole = {(line["at"], line["id"], each["name"]) for line in modules for each in line["changed"]}
        check(("collect", "test_a.py", "missing_library") in whole, whole)
        check(
            ("test", "test_a.py", "PROBE_TEST_ZZ") in whole and ("test", "test_a.py", "json:dumps") not in whole, whole
        )
        check({line["id"] for line in modules if line["at"] == "test"} == {"test_a.py"}, modules)
        for what, name, line in (
            ("sys.modules", "missing_library", 4),
            ("environ", "PROBE_TEST_ZZ", 7),
            ("attribute", "json:dumps", 43),
            ("attribute", "app.store:Store.get", 11),
            ("container", "app.store:application.dependency_overrides[x]", 15),
        ):
            watched = environment.probed(
                folder, "-q", config={"observe": {"watch": {"module": "test_a.py", "what": what, "name": name}}}
            ).all("watch")
            check(watched and [watched[-1]["path"], watched[-1]["line"]] == ["test_a.py", line], what, name, watched)


# For each test of samples/ways.py: the function and the source of its outermost frame in the project. They are the same
# on every version.
WAYS = {
    'test_subtests': ('test_subtests', 'fail()'),
    'test_unittest': ('test_unittest', 'self.assertEqual('),
    'test_argument_over_lines': ('test_argument_over_lines', 'str('),
    'test_assertion': ('test_assertion', 'assert 1 == 2, ('),
    'test_assigned_over_lines': ('test_assigned_over_lines', 'value = {'),
    'test_async_with_exit': ('test_async_with_exit', 'asyncio.run(inner())'),
    'test_backslash': ('test_backslash', 'value = 1 + \\'),
    'test_call_over_lines': ('test_call_over_lines', 'fail('),
    'test_chain_over_lines': ('test_chain_over_lines', '(Chain()'),
    'test_class_body': ('test_class_body', 'class Inner('),
    'test_comprehension_over_lines': ('test_comprehension_over_lines', 'return ['),
    'test_condition_over_lines': ('test_condition_over_lines', 'if (1 and'),
    'test_decorator': ('test_decorator', 'def inner():'),
    'test_decorator_over_lines': ('test_decorator_over_lines', 'def inner():'),
    'test_default_over_lines': ('test_default_over_lines', 'def inner('),
    'test_fixture': ('broken', 'fail('),
    'test_fstring_over_lines': ('test_fstring_over_lines', 'return (f"{1} \' (" "[ # "'),
    'test_generator_over_lines': ('test_generator_over_lines', 'return sum('),
    'test_helper': ('test_helper', 'helper('),
    'test_lambda_over_lines': ('test_lambda_over_lines', '(lambda:'),
    'test_loop_over_lines': ('test_loop_over_lines', 'for _ in ('),
    'test_operator_over_lines': ('test_operator_over_lines', 'return (1 +'),
    'test_raise_from': ('test_raise_from', 'raise ValueError('),
    'test_raise_over_lines': ('test_raise_over_lines', 'raise Boom('),
    'test_raised_in_finally': ('test_raised_in_finally', 'fail()'),
    'test_raises_nothing': ('test_raises_nothing', 'with pytest.raises('),
    'test_string_over_lines': ('test_string_over_lines', 'text = """'),
    'test_subscript_over_lines': ('test_subscript_over_lines', 'return {'),
    'test_teardown': ('broken_later', 'fail('),
    'test_with_body': ('test_with_body', 'fail()'),
    'test_with_exit': ('test_with_exit', 'with breaks_at_exit():'),
    'test_with_exit_at_return': ('test_with_exit_at_return', 'with breaks_at_exit():'),
    'test_with_exit_over_lines': ('test_with_exit_over_lines', 'with contextlib.ExitStack() as stack, \\'),
    'test_with_exit_replaces': ('test_with_exit_replaces', 'with Replaces():'),
    'test_with_nested': ('test_with_nested', 'with breaks_at_exit():'),
}


def case_the_same_failure_has_the_same_frames_on_every_version(environment):
    with project(test_ways=sample("ways")) as folder:
        for more in ([], ["-v", "--tb=short"]):
            result = environment.probed(folder, *more, environ={"CI": "true"} if more else None)
            failed = [line for line in result.main("phase") if line["outcome"] == "failed" and line.get("chain")]
            seen = {}
            for line in failed:
                seen[line["id"].rpartition("::")[2]] = [
                    (frame[2].rpartition(".")[2], frame[3]) for frame in line["chain"][0]["frames"] if frame[4] == "p"
                ]
            for name, outermost in WAYS.items():
                check(name in seen, "not failed:", name, result.out[-2000:])
                check(seen[name][0] == outermost, name, seen[name], "instead of", outermost)
            inner = [frame for frame in seen["test_async_with_exit"] if frame[0] == "inner"]
            check(inner == [("inner", "async with Broken():")], inner)
