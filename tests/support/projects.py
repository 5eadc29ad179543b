"""Runs a project of tests/projects as a user would: a copy of it without its truth.toml, after the steps of its setup.
Needs Python 3.11 and nothing else."""

import fnmatch
import json
import os
import pathlib
import shutil
import subprocess
import sys

import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROJECTS = ROOT / "tests" / "projects"
LIMIT = 1800  # seconds for one project


class Skip(Exception):
    """This machine lacks something that the project needs."""


class Broken(Exception):
    """The program ended with an error."""


def truth_of(name):
    """What truth.toml says of a project."""
    return tomllib.loads((PROJECTS / name / "truth.toml").read_text())


def environ():
    """The environment in which the program runs: without what belongs to this process's git, pytest or Python."""
    keep = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("GIT_", "PYTEST_", "PYTHON")) and k not in ("CI", "VIRTUAL_ENV")
    }
    identity = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return keep | identity | alone


def hosts_of(config):
    return [profile.get("host", {}) for profile in config.get("profile", {}).values()]


def other_users(config):
    """True if sessions of a profile run as another user."""
    return any("user" in host for host in hosts_of(config))


def check_machine(config):
    """Raises Skip if this machine cannot run a project with these profiles."""
    hosts = hosts_of(config)
    if other_users(config) and os.geteuid() != 0:
        raise Skip("needs root")
    cpus = max([host.get("cpus", 0) for host in hosts], default=0)
    if any(host.get("terminal") for host in hosts):
        try:
            for descriptor in os.openpty():
                os.close(descriptor)
        except OSError as error:
            raise Skip(f"needs pseudo-terminals: {error}") from error
    if any("cpus" in host for host in hosts) and len(os.sched_getaffinity(0)) < max(2, cpus):
        raise Skip("needs two processors")


def make_project(name, folder):
    """The project as a user has it: a copy without the truth, with the steps of its setup done."""
    truth = truth_of(name)
    ignored = shutil.ignore_patterns("truth.toml", "__pycache__", ".testskew", ".pytest_cache")
    shutil.copytree(PROJECTS / name, folder, symlinks=True, ignore=ignored)
    for step in truth.get("setup", []):
        if "run" in step:
            subprocess.run(step["run"], cwd=folder, env=environ(), check=True, stdout=subprocess.DEVNULL)
        elif "write" in step:
            path = folder / step["write"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"])
        elif "chmod" in step:
            mode = step["mode"]
            (folder / step["chmod"]).chmod(mode if isinstance(mode, int) else int(mode, 8))


def run_program(program, folder, arguments):
    """The JSON document that `testskew run` gives in a folder."""
    process = subprocess.run(
        [program, "run", "--json", "-", *arguments],
        cwd=folder,
        env=environ(),
        stdin=subprocess.DEVNULL,
        timeout=LIMIT,
        capture_output=True,
    )
    try:
        return json.loads(process.stdout)
    except ValueError:
        tail = process.stderr.decode(errors="replace").strip().splitlines()[-3:]
        message = "exit code %d and no JSON: %s" % (process.returncode, " / ".join(tail))
        return {"error": {"message": message}}


def chosen(patterns):
    """The names of the projects that patterns mean: a name, the beginning of one, or a pattern; all if there are
    none."""
    names = sorted(path.parent.name for path in PROJECTS.glob("*/truth.toml"))
    if not patterns:
        return names
    result = []
    for pattern in patterns:
        pattern = pathlib.PurePath(pattern).name
        found = [name for name in names if fnmatch.fnmatch(name, pattern) or name.startswith(pattern)]
        if not found:
            sys.exit("there is no project %s in tests/projects" % pattern)
        result += [name for name in found if name not in result]
    return result


def run(name, program, above):
    """Runs a project in the folder `above`, and gives its report. Raises Skip if this machine lacks something, and
    Broken if the program ended with an error."""
    above.mkdir(parents=True, exist_ok=True)
    above.chmod(0o755)  # sessions may run as another user
    written = PROJECTS / name / "testskew.toml"
    config = tomllib.loads(written.read_text()) if written.exists() else {}
    check_machine(config)
    folder = above / name
    if folder.exists():
        shutil.rmtree(folder)
    make_project(name, folder)
    report = run_program(program, folder, truth_of(name).get("arguments", []))
    if "error" not in report:
        return report
    message = report["error"]["message"]
    if "there is no Python" in message:
        raise Skip(message)
    if "Permission denied" in message and other_users(config):
        raise Skip("needs interpreters and a cache that every user may read: set TESTSKEW_PYTHONS and XDG_CACHE_HOME")
    raise Broken(message)
