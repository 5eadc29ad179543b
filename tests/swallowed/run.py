#!/usr/bin/env python3
"""Tests that the probe finds what servers swallow.

usage: tests/swallowed/run.py [--all] [--only WORD] [--environments FOLDER] [-v]

An example (examples/*.py) is a small application with a test that fails because of a hidden exception, and its twin
that passes. It says what it is:

    # needs: MODULE, MODULE>=VERSION  it is skipped without these; "monitoring": it can be seen on 3.12 and later
    # request: GET /path 500          the request that has to be recorded with the exception
    # handled: NAME                   the function that handled the exception
    # raised here                     marks the line that has to be found, as the innermost one of the project

In each environment, every example that its packages allow is run bare, probed, with `server_exceptions` "raise" and
with "off", in one session each. The outcomes have to be the same, except with "raise". The marked line of the failing
test has to be recorded, and nothing of the passing twin. Then the examples of own/*.py are run, whose failures nobody
swallows (own.py). With --all they are run in every environment, and once more with `python_files = *.py`, so that
pytest loads the frameworks with its own loader.

Makes the environments with uv if they do not exist yet. Ends with `N passed, N failed, N skipped`; an example in one
environment counts as one. Uses only the standard library."""

import argparse
import concurrent.futures
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(os.path.dirname(HERE), name) for name in ("probe", "support")]
sys.path.insert(0, HERE)
import cases  # noqa: E402
import own  # noqa: E402
import pythons  # noqa: E402

TODAY = [
    "pytest==9.2.*",
    "django==6.1.*",
    "djangorestframework==3.18.*",
    "flask==3.1.*",
    "werkzeug==3.1.*",
    "asgiref",
    "starlette==1.10.*",
    "fastapi==0.165.*",
    "httpx==0.28.*",
    "httpx2==2.16.*",
    "aiohttp==3.14.*",
    "litestar==2.25.*",
    "quart==0.23.*",
    "sanic==25.12.*",
    "sanic-testing==24.6.*",
    "click==8.5.*",
    "tenacity",
    "structlog",
    "loguru",
    "gevent",
]
ENVIRONMENTS = [  # name, python, what is installed
    (
        "3.8-oldest",
        "3.8",
        [
            "pytest==6.2.5",
            "django==2.2.28",
            "djangorestframework==3.11.2",
            "flask==1.0.4",
            "werkzeug==0.16.1",
            "jinja2<3",
            "markupsafe<2.1",
            "itsdangerous<2",
            "click==7.0",
            "starlette==0.13.6",
            "fastapi==0.61.2",
            "httpx==0.15.5",
            "requests",
            "aiohttp==3.6.3",
        ],
    ),
    (
        "3.8-oldest-two",
        "3.8",
        [
            "pytest==6.2.5",
            "sanic==20.12.7",
            "quart==0.10.0",
            "wsproto==1.0.0",
            "werkzeug==0.16.1",
            "jinja2<3",
            "markupsafe<2.1",
            "itsdangerous<2",
        ],
    ),
    (
        "3.9-older",
        "3.9",
        [
            "pytest<8",
            "django==3.2.*",
            "djangorestframework==3.12.*",
            "flask==1.1.4",
            "click==7.1.2",
            "markupsafe<2.1",
            "aiohttp==3.8.*",
            "starlette==0.17.*",
            "fastapi==0.75.*",
            "httpx==0.18.*",
            "requests",
            "sanic==21.12.*",
            "sanic-testing==0.8.*",
            "websockets<11",
        ],
    ),
    (
        "3.10-older",
        "3.10",
        [
            "pytest<9",
            "django==4.2.*",
            "djangorestframework==3.14.*",
            "flask==2.2.*",
            "click==8.0.*",
            "werkzeug==2.2.*",
            "asgiref",
            "aiohttp==3.9.*",
            "starlette==0.27.*",
            "fastapi==0.100.*",
            "httpx==0.24.*",
            "litestar==2.0.*",
            "quart==0.18.*",
            "sanic==23.6.*",
            "sanic-testing==23.6.*",
            "websockets<11",
        ],
    ),
    ("3.13-today", "3.13", TODAY),
    ("3.14-today", "3.14", TODAY),
]
PLUGINS = [
    "pytest",
    "pytest-asyncio",
    "trio",
    "pytest-trio",
    "pytest-rerunfailures",
    "respx",
    "httpx",
    "tenacity",
    "hypothesis",
    "backoff",
    "retrying",
    "freezegun",
    "time-machine",
    "requests",
    "responses",
    "requests-mock",
    "vcrpy",
    "aiohttp",
    "parameterized",
    "ddt",
    "asgiref",
    "gevent",
    "tornado",
    "wrapt",
    "decorator",
]
OWN_ENVIRONMENTS = [  # the environments for failures that nobody swallows
    ("3.8-plugins", "3.8", PLUGINS + ["anyio>=4"]),
    ("3.10-plugins", "3.10", PLUGINS + ["anyio>=4", "pytest-aiohttp", "aioresponses"]),
    ("3.13-plugins", "3.13", PLUGINS + ["anyio>=4", "pytest-check", "pytest-aiohttp", "aioresponses", "stamina"]),
    ("3.12-other-plugins", "3.12", ["pytest", "flaky", "twisted", "pytest-twisted"]),
    ("3.13-other-retries", "3.13", ["pytest", "pytest-retry", "pytest-asyncio", "tenacity"]),
]
QUICK = ("3.8-oldest", "3.13-today", "3.8-plugins", "3.13-plugins", "3.12-other-plugins", "3.13-other-retries")
MONITORING = os.path.exists(os.path.join(cases.PROBE, "monitoring.py"))


class Example:
    def __init__(self, path):
        self.name = os.path.basename(path)
        with open(path, encoding="utf-8") as file:
            self.lines = file.read().split("\n")
        said = dict(
            re.match(r"# (\w+): (.*)", line).groups()
            for line in self.lines[:6]
            if re.match(r"# (needs|request|handled): ", line)
        )
        self.needs = [need.strip() for need in said.get("needs", "").split(",") if need.strip()]
        self.handled = said.get("handled")
        self.request = None
        if "request" in said:
            method, path, status = said["request"].split()
            self.request = {"method": method, "path": path, "status": int(status)}
        self.raised = [number for number, line in enumerate(self.lines, 1) if line.rstrip().endswith("# raised here")]
        self.monitoring = "monitoring" in self.needs

    def lacks(self, environment, installed):
        """The reason why the example cannot be run in this environment; "" if it can."""
        for need in self.needs:
            name, _, version = re.match(r"([\w.-]+)((?:>=|<)?)(.*)", need).groups()
            relation = re.match(r"[\w.-]+(>=|<)?", need).group(1)
            if name == "python":
                if environment.version() < number(version):
                    return "Python is too old"
            elif name == "monitoring":
                if environment.version() < (3, 12):
                    return "monitoring is for 3.12 and later"
                if not MONITORING:
                    return "the probe has no monitoring"
            elif name not in installed:
                return "no " + name
            elif relation and (number(installed[name]) >= number(version)) != (relation == ">="):
                return "%s %s" % (name, installed[name])
        return ""


def number(version):
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def installed_in(environment):
    code = "import importlib.metadata as m\nfor d in m.distributions(): print(d.metadata['Name'].lower(), d.version)"
    lines = (
        subprocess.run([environment.python, "-c", code], stdout=subprocess.PIPE, check=True).stdout.decode().split("\n")
    )
    return dict(line.split() for line in lines if line)


def outcomes(text):
    """(test, outcome) of every test, from the output of -rA."""
    return {tuple(found) for found in re.findall(r"^(PASSED|FAILED|ERROR) (\S+)", text, re.M)}


def server_lines(result, example, word):
    return [line for line in result.all("server") if line["id"].startswith(example.name + "::") and word in line["id"]]


def innermost(line):
    """The innermost line of the project for each exception of a recorded chain."""
    found = [[frame for frame in part["frames"] if frame[4] == "p"] for part in line["chain"]]
    return {(frames[-1][0], frames[-1][1]) for frames in found if frames}


def found_in(line, example):
    return innermost(line) & {(example.name, number) for number in example.raised}


def check_example(example, bare, probed, raised, off):
    """What is wrong with the example, one line each."""
    wrong = []
    own = {each for each in outcomes(bare.out) if each[1].startswith(example.name + "::")}
    for result, how in ((probed, "probed"), (off, "off")):
        other = {each for each in outcomes(result.out) if each[1].startswith(example.name + "::")}
        if own != other:
            wrong.append("outcomes differ %s: %s" % (how, sorted(own ^ other)))
    for outcome, test in own:
        if (outcome == "PASSED") != ("test_passes" in test):
            wrong.append("%s %s bare" % (test, outcome.lower()))
    if len(own) < 2:
        wrong.append("it did not run: %s" % sorted(own))
    lines = server_lines(probed, example, "test_fails")
    hits = [line for line in lines if found_in(line, example)]
    if not hits:
        wrong.append(
            "line %s was not found, but %s"
            % (example.raised, [(line["hook"], sorted(innermost(line)), line["chain"][0]["type"]) for line in lines])
        )
    elif example.request and not [line for line in hits if line["request"] == example.request]:
        wrong.append("request: %s" % [line["request"] for line in hits])
    elif example.handled and not [
        line for line in hits if line["handled"] and line["handled"][2].split(".")[-1] == example.handled
    ]:
        wrong.append("handled: %s" % [line["handled"] for line in hits])
    if len([line for line in lines if line["hook"] != "monitoring"]) > 1:
        wrong.append(
            "recorded more than once: %s"
            % [(line["hook"], line["chain"][0]["type"], line["request"]) for line in lines]
        )
    extra = server_lines(probed, example, "test_passes")
    if extra:
        wrong.append(
            "recorded of the passing twin: %s"
            % [(line["hook"], line["chain"][0]["type"], sorted(innermost(line))) for line in extra]
        )
    if server_lines(off, example, ""):
        wrong.append("recorded although it is off")
    if (
        example.request
        and example.request["status"] >= 500
        and not [line for line in server_lines(raised, example, "test_fails") if line.get("raised")]
    ):
        if not raises_there(raised, example):
            wrong.append(
                "not raised: %s"
                % [(line["hook"], line["request"]) for line in server_lines(raised, example, "test_fails")]
            )
    return wrong


def raises_there(result, example):
    """Whether the failing test itself failed with the hidden exception."""
    for line in result.all("phase"):
        if line["id"].startswith(example.name + "::") and "test_fails" in line["id"] and line.get("chain"):
            if found_in(line, example):
                return True
    return False


def that_can_run(environment, examples, installed, count, verbose):
    """The examples that can be run in this environment. The others are counted as skipped."""
    there = []
    for example in examples:
        reason = example.lacks(environment, installed)
        if reason:
            count["skipped"] += 1
            if verbose:
                print("%s: %s: skipped, %s" % (environment.name, example.name, reason))
        else:
            there.append(example)
    return there


def tell(environment, example, wrong, count, verbose):
    """Counts an example, and prints what is wrong with it."""
    count["failed" if wrong else "passed"] += 1
    if wrong:
        print("%s: %s: FAILED\n    %s" % (environment.name, example.name, "\n    ".join(wrong)))
    elif verbose:
        print("%s: %s: right" % (environment.name, example.name))


def run_in(environment, there, count, verbose, rewritten):
    """Runs the examples that can be run in this environment."""
    folder = os.path.realpath(tempfile.mkdtemp(prefix="swallowed"))
    try:
        for path in glob.glob(HERE + "/examples/*.py"):
            shutil.copy(path, folder)
        names = [example.name for example in there]
        arguments = ["-rA", "--tb=no", "--continue-on-collection-errors"] + names
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            sessions = [pool.submit(environment.bare, folder, *arguments)]
            for how in ("attach", "raise", "off"):
                sessions.append(pool.submit(environment.probed, folder, *arguments, config={"server_exceptions": how}))
            if rewritten:  # pytest's own loader loads the frameworks then
                sessions.append(pool.submit(environment.probed, folder, "-o", "python_files=*.py", *arguments))
            bare, probed, raised, off, *more = [session.result() for session in sessions]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if bare.status not in (0, 1):
        print(bare.out[-3000:])
    for example in there:
        wrong = check_example(example, bare, probed, raised, off)
        for result in more:
            if not [line for line in server_lines(result, example, "test_fails") if found_in(line, example)]:
                wrong.append("not found where python_files is *.py")
        tell(environment, example, wrong, count, verbose)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default="", help="run the environments or examples whose name contains this")
    parser.add_argument(
        "--environments",
        default=pythons.cache_folder("testskew-swallowed-tests"),
    )
    parser.add_argument("--all", action="store_true", help="every environment; without it the quick ones")
    parser.add_argument("-v", "--verbose", action="store_true", help="every example, found or skipped")
    options = parser.parse_args()
    count = {"passed": 0, "failed": 0, "skipped": 0}
    every = [Example(path) for path in sorted(glob.glob(HERE + "/examples/*.py")) if not path.endswith("_site.py")]
    selves = [Example(path) for path in own.paths()]
    for name, version, wanted in ENVIRONMENTS + OWN_ENVIRONMENTS:
        if not (options.all or options.only and options.only in name or name in QUICK):
            continue
        is_own = name in [each[0] for each in OWN_ENVIRONMENTS]
        some = selves if is_own else every
        chosen = [example for example in some if options.only in name or options.only in example.name]
        if not chosen:
            continue
        python = pythons.find_python(version)
        lacking = pythons.lacking(version, python)
        if lacking:
            print("%s: skipped, no %s" % (name, lacking))
            count["skipped"] += len(chosen)
            continue
        place = pythons.make_environment(options.environments, name, python, wanted)
        begun = time.monotonic()
        environment = cases.Environment(name, place)
        there = that_can_run(environment, chosen, installed_in(environment), count, options.verbose)
        if is_own and there:
            for example, wrong in own.run_in(environment, there, outcomes).items():
                tell(environment, example, wrong, count, options.verbose)
        elif there:
            run_in(environment, there, count, options.verbose, options.all)
        print("%s: %d examples, %d s" % (name, len(there), time.monotonic() - begun))
        sys.stdout.flush()
    print("%(passed)d passed, %(failed)d failed, %(skipped)d skipped" % count)
    return 1 if count["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
