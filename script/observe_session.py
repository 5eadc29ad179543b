"""Runs one session of a suite, bare or with the probe, and reads its results."""

import glob
import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree

from observe_suite import ROOT, Missing


def session(suite, probed, selection, seconds):
    """(outcome of each test, wall seconds, CPU seconds, number of exceptions recorded, exit status)"""
    folder = tempfile.mkdtemp(prefix="observe")
    try:
        junit = folder + "/junit.xml"
        command = command_of(suite, probed, folder) + selection
        command += "-q --continue-on-collection-errors -p no:cacheprovider -p no:randomly".split()
        status, wall, cpu = run(suite, command + ["--junitxml=" + junit], folder + "/output", seconds)
        count = recorded(suite, folder) if probed else None
        if not os.path.exists(junit) and "--collect-only" in selection:
            return {}, wall, 0, count, 0
        if not os.path.exists(junit):
            with open(folder + "/output", errors="replace") as file:
                raise Missing("pytest ended with %d: %s" % (os.WEXITSTATUS(status), file.read()[-800:]))
        return outcomes(junit), wall, cpu, count, status
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def command_of(suite, probed, folder):
    """The command that starts pytest, bare or with the probe. The probe writes its recording into the folder."""
    script = suite.environment + "/bin/pytest"
    if not probed:
        return [script]
    config = {
        "project": suite.source,
        "environment": suite.environment,
        "server_exceptions": "attach",
        "caps": {},
        "observe": None,
        "compiled": compiled_parts(suite.cache),
    }
    with open(folder + "/config.json", "w") as file:
        json.dump(config, file)
    return [suite.python, ROOT + "/src/probe/boot.py", "script", script, folder, "--"]


def run(suite, command, output, seconds):
    """Runs pytest in the suite's folder: (wait status, wall seconds, CPU seconds)."""
    environ = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environ.update(PYTHONHASHSEED="0", LANG="C.UTF-8", COLUMNS="100", **suite.wanted.get("environ", {}))
    with open(output, "wb") as file:
        begun = time.monotonic()
        child = subprocess.Popen(
            command,
            cwd=suite.source,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - begun > seconds:
                os.killpg(child.pid, 9)
                os.wait4(child.pid, 0)
                child.returncode = -9
                raise Missing("more than %d seconds" % seconds)
            time.sleep(0.02)
        child.returncode = status
        return status, time.monotonic() - begun, usage.ru_utime + usage.ru_stime


def recorded(suite, folder):
    """The number of exceptions in the recordings. A fault of the probe is printed."""
    count, loaded = 0, False
    for name in os.listdir(folder):
        if not name.endswith(".jsonl"):
            continue
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            for text in file:
                line = json.loads(text)
                count += line["t"] == "server"
                loaded = loaded or line["t"] == "loaded"
                if line["t"] == "trouble":
                    about = (suite.name, suite.python_version, line["where"], line["message"])
                    print("  %s %s: trouble in %s: %s" % about, flush=True)
    if not loaded:
        raise Missing("the probe did not get in")
    return count


def probe_digest():
    """A short hash of the probe's sources."""
    digest = hashlib.sha256()
    for path in sorted(glob.glob(ROOT + "/src/probe/*.py")):
        with open(path, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()[:12]


def compiled_parts(cache):
    """The folder in which the probe keeps its compiled parts, as testskew's sessions do: one for exactly these
    sources."""
    folder = os.path.join(cache, "probe", probe_digest())
    os.makedirs(folder, exist_ok=True)
    return folder


def outcomes(path):
    """Maps each test to the outcomes of its phases, in order."""
    found = {}
    for case in xml.etree.ElementTree.parse(path).iter("testcase"):
        states = []
        for child in case:
            if child.tag in ("failure", "error", "skipped"):
                states.append(child.tag + ("/" + child.get("type", "") if child.tag == "skipped" else ""))
        found.setdefault("%s::%s" % (case.get("classname"), case.get("name")), []).append(",".join(states) or "passed")
    return {name: tuple(each) for name, each in found.items()}


def comparable(sessions):
    """The outcomes of several sessions. A name that only some of them have holds a time, an address or the like: its
    numbers are left out, so that it can be compared."""
    common = set.intersection(*[set(found) for found in sessions])
    result = []
    for found in sessions:
        merged = {name: outcome for name, outcome in found.items() if name in common}
        for name in sorted(set(found) - common):
            short = re.sub(r"0x[0-9a-f]+|[0-9]+", "0", name)
            merged[short] = tuple(sorted(merged.get(short, ()) + found[name]))
        result.append(merged)
    return result
