"""A project's own test suite for one interpreter, as script/observe runs it: environment and sources."""

import contextlib
import glob
import json
import os
import shutil
import subprocess
import sys
import tarfile

from observe_projects import PROJECTS

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "tests", "support"))
import pythons  # noqa: E402

# Of these only wheels are installed: to compile them takes longer than all suites together.
HEAVY = "numpy pandas lxml cryptography greenlet pydantic-core orjson scipy pillow ephem psutil moto mypy black"


class Missing(Exception):
    """Raised if something that is needed cannot be had on this machine."""


def normalized(name):
    return name.lower().replace("_", "-").replace(".", "-")


def call(command, seconds=900, **more):
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=seconds, **more
    )
    if done.returncode:
        raise Missing(done.stdout.decode("utf-8", "replace").strip()[-600:])
    return done.stdout.decode()


class Suite:
    """One project for one interpreter: its environment and its unpacked source distribution."""

    def __init__(self, cache, name, version):
        self.cache, self.name, self.python_version, self.wanted = cache, name, version, PROJECTS[name]
        self.environment = os.path.join(cache, "environments", "%s-%s" % (name, version))
        self.python, self.version, self.source = self.environment + "/bin/python", "", ""

    def prepare(self):
        stamp = self.environment + "/observe.json"
        if os.path.exists(stamp):
            with open(stamp) as file:
                self.version, self.source = json.load(file)
            if os.path.isdir(self.source):
                return
        uv, base = pythons.find_uv(), pythons.find_python(self.python_version)
        if not (uv and base):
            raise Missing("no uv" if base else "no Python " + self.python_version)
        environ = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_NO_BUILD_PACKAGE=HEAVY)
        environ.update(self.wanted.get("environ", {}))
        environ.pop("PYTHONPATH", None)  # It is the tests' own.
        shutil.rmtree(self.environment, ignore_errors=True)
        call([uv, "venv", "-q", "--python", base, self.environment], env=environ)
        install = [uv, "pip", "install", "-q", "--python", self.python]
        needs = (
            self.wanted["needs"]
            if any(need.startswith(self.name + "[") for need in self.wanted["needs"])
            else [self.name] + self.wanted["needs"]
        )
        if self.wanted.get("strict", True):
            call(install + needs, env=environ)
        else:
            call(install + needs[:2], env=environ)
        for need in self.wanted.get("maybe", []) + ([] if self.wanted.get("strict", True) else needs[2:]):
            with contextlib.suppress(Missing):
                call(install + needs[:1] + [need, "pytest"], env=environ)
        for line in call([uv, "pip", "freeze", "-q", "--python", self.python], env=environ).splitlines():
            title, _, version = line.partition("==")
            if normalized(title) == normalized(self.name):
                self.version = version
        if "beside" in self.wanted:
            self.copy_beside()
        else:
            self.unpack(uv, base, environ)
        with open(stamp, "w") as file:
            json.dump([self.version, self.source], file)

    def copy_beside(self):
        """Copies the tests that are installed with the package into a folder of their own, as the project's."""
        folder = os.path.join(self.cache, "sources", "%s-%s" % (self.name, self.python_version))
        shutil.rmtree(folder, ignore_errors=True)
        self.source = os.path.join(os.path.realpath(folder), "%s-%s" % (self.name, self.version))
        os.makedirs(self.source)
        for installed in glob.glob(self.environment + "/lib/python*/site-packages"):
            for old, new in self.wanted["beside"].items():
                old, new = os.path.join(installed, old), os.path.join(self.source, new)
                if os.path.isdir(old):
                    shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
                elif os.path.exists(old):
                    shutil.copy(old, new)

    def selection(self, arguments):
        """The arguments without the files and folders that this release lacks."""
        found = [each for each in arguments if each.startswith("-") or self.has(each)]
        if not any(os.path.exists(os.path.join(self.source, each)) for each in found):
            raise Missing("this release has none of the tests")
        return found

    def has(self, argument):
        """False for a path that the sources do not have. A word is taken for a value of an option."""
        is_path = "=" not in argument and ("/" in argument or argument.endswith(".py"))
        return not is_path or os.path.exists(os.path.join(self.source, argument))

    def unpack(self, uv, base, environ):
        """Unpacks a copy for each interpreter, as suites leave files behind."""
        archives = os.path.join(self.cache, "archives", "%s-%s" % (self.name, self.version))
        if not os.path.isdir(archives):
            partial = archives + ".partial"
            call(
                [
                    uv,
                    "tool",
                    "run",
                    "-q",
                    "--python",
                    base,
                    "pip",
                    "download",
                    "-q",
                    "--disable-pip-version-check",
                    "--no-deps",
                    "--no-binary",
                    self.name,
                    "-d",
                    partial,
                    "%s==%s" % (self.name, self.version),
                ],
                env=environ,
            )
            os.rename(partial, archives)
        folder = os.path.join(self.cache, "sources", "%s-%s" % (self.name, self.python_version))
        shutil.rmtree(folder, ignore_errors=True)
        with tarfile.open(os.path.join(archives, os.listdir(archives)[0])) as archive:
            archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        self.source = os.path.join(os.path.realpath(folder), os.listdir(folder)[0])
