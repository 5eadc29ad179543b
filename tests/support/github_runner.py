"""Plays a runner of GitHub for one job: steps as processes of their own, the files that they write, workflow commands,
expressions, and composite actions. Artifacts are folders, shared by the jobs of one run."""

import fnmatch
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess

import yaml

MOST_ANNOTATIONS = 10  # of a kind and step: GitHub drops the others
MOST_SUMMARY = 1024 * 1024  # bytes of a step: GitHub drops a longer one as a whole
TOKEN = re.compile(r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<name>[A-Za-z_][\w.-]*)|(?P<mark>==|!=|&&|\|\||[!()]))")


class Expression:
    """What stands between ${{ and }}, as far as workflows of ours need it."""

    def __init__(self, text, look_up, functions):
        self.look_up, self.functions = look_up, functions
        self.tokens = list(TOKEN.finditer(text))
        assert "".join(m.group(0) for m in self.tokens).strip() == text.strip(), f"not understood: {text}"
        self.at = 0

    def value(self):
        result = self.either()
        assert self.at == len(self.tokens)
        return result

    def mark(self, mark):
        if self.at < len(self.tokens) and self.tokens[self.at]["mark"] == mark:
            self.at += 1
            return True
        return False

    def either(self):
        left = self.both()
        while self.mark("||"):
            right = self.both()
            left = left or right
        return left

    def both(self):
        left = self.compared()
        while self.mark("&&"):
            right = self.compared()
            left = left and right
        return left

    def compared(self):
        left = self.single()
        if self.mark("=="):
            return str(left).lower() == str(self.single()).lower()
        if self.mark("!="):
            return str(left).lower() != str(self.single()).lower()
        return left

    def single(self):
        if self.mark("!"):
            return not self.single()
        if self.mark("("):
            result = self.either()
            assert self.mark(")")
            return result
        token = self.tokens[self.at]
        self.at += 1
        if token["string"]:
            return token["string"][1:-1].replace("''", "'")
        if self.mark("("):
            arguments = [] if self.mark(")") else [self.either()]
            if arguments:
                assert self.mark(")")
            return self.functions[token["name"]](*arguments)
        return self.look_up(token["name"])


def unescaped(text, of_property=False):
    for code, character in [("%3A", ":"), ("%2C", ",")] if of_property else []:
        text = text.replace(code, character)
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


class StepResult:
    def __init__(self):
        self.outcome, self.outputs, self.annotations, self.log, self.status = "skipped", {}, [], "", 0
        self.summary = ""


class Job:
    """One job. `run` has what the jobs of a run share: a folder of artifacts."""

    def __init__(self, folder, artifacts, workspace, name="test", matrix=None, index=0, environ=None):
        self.folder = pathlib.Path(folder)
        self.artifacts = pathlib.Path(artifacts)
        self.workspace = pathlib.Path(workspace)
        self.temp = self.folder / "temp"
        for path in (self.temp, self.artifacts, self.folder / "files"):
            path.mkdir(parents=True, exist_ok=True)
        self.matrix, self.name, self.index = matrix, name, index
        self.environ = dict(environ if environ is not None else os.environ)
        self.environ.update(
            GITHUB_ACTIONS="true",
            CI="true",
            GITHUB_JOB=name,
            GITHUB_WORKSPACE=str(self.workspace),
            RUNNER_TEMP=str(self.temp),
        )
        self.actions = {}  # name of an action that is played -> a function of the job, its inputs and the result
        self.contexts = {}  # of the workflow: needs, secrets
        self.number = 0
        self.results = []
        self.failed = False

    @property
    def annotations(self):
        """What GitHub shows of the annotations of all steps."""
        shown = []
        for result in self.results:
            for level in ("error", "warning", "notice"):
                shown += [a for a in result.annotations if a["level"] == level][:MOST_ANNOTATIONS]
        return shown

    @property
    def summary(self):
        return "".join(r.summary for r in self.results if len(r.summary.encode()) <= MOST_SUMMARY)

    @property
    def log(self):
        return "".join(result.log for result in self.results)

    def use(self, action, **inputs):
        """Runs a composite action. Returns its outputs; `failed` says whether the step that uses it failed."""
        folder = pathlib.Path(action)
        definition = yaml.safe_load((folder / "action.yml").read_text())
        assert definition["runs"]["using"] == "composite"
        known = {name: str(spec.get("default", "")) for name, spec in definition["inputs"].items()}
        assert set(inputs) <= set(known), set(inputs) - set(known)
        context = {"inputs": {**known, **inputs}, "steps": {}, "action_path": str(folder), "failed": False}
        self.run_steps(definition["runs"]["steps"], context)
        return {name: self.text(spec["value"], context) for name, spec in definition.get("outputs", {}).items()}

    def run_steps(self, steps, context):
        for step in steps:
            result = self.step(step, context)
            if "id" in step:
                context["steps"][step["id"]] = result
            self.results.append(result)
        self.failed = self.failed or context["failed"]

    def look_up(self, name, context):
        """A name of several parts. What is not there is null, as on GitHub, but an unknown context is a mistake."""
        first, *rest = name.split(".")
        contexts = {
            "true": True,
            "false": False,
            "steps": {key: {"outputs": s.outputs, "outcome": s.outcome} for key, s in context["steps"].items()},
            "matrix": self.matrix,
            "runner": {"temp": str(self.temp)},
            "github": {"job": self.name, "action_path": context.get("action_path")},
            "strategy": {"job-index": self.index},
            "inputs": {},
            **self.contexts,
        }
        if "inputs" in context:  # those of an action, in its own steps
            contexts["inputs"] = context["inputs"]
        value = contexts[first]
        for part in rest:
            value = value.get(part) if isinstance(value, dict) else None
        return "" if value is None and rest else value

    def evaluate(self, text, context):
        functions = {
            "always": lambda: True,
            "cancelled": lambda: False,
            "failure": lambda: context["failed"],
            "success": lambda: not context["failed"],
            "toJSON": lambda value: json.dumps(value, indent=2),
            "fromJSON": json.loads,
        }
        return Expression(text, lambda name: self.look_up(name, context), functions).value()

    def text(self, text, context):
        def replaced(match):
            value = self.evaluate(match[1], context)
            return str(value).lower() if isinstance(value, bool) else str(value)

        shown = str(text).lower() if isinstance(text, bool) else str(text)
        return re.sub(r"\$\{\{(.*?)\}\}", replaced, shown, flags=re.S)

    def wanted(self, step, context):
        condition = str(step.get("if", "success()")).strip()
        if condition.startswith("${{"):
            condition = condition[3:-2]
        if not re.search(r"\b(always|cancelled|failure|success)\(\)", condition):
            condition = f"success() && ({condition})"
        return bool(self.evaluate(condition, context))

    def step(self, step, context):
        result = StepResult()
        if not self.wanted(step, context):
            return result
        if "uses" in step:
            given = {name: self.text(value, context) for name, value in step.get("with", {}).items()}
            result.status = 0 if self.used(step["uses"], given, context, result) else 1
        else:
            self.run(step, context, result)
        result.outcome = "success" if result.status == 0 else "failure"
        if result.status and not step.get("continue-on-error"):
            context["failed"] = True
        return result

    def used(self, uses, given, context, result):
        """Runs an action of a step; returns whether it succeeded."""
        action, _, version = uses.partition("@")
        if action in self.actions:
            return self.actions[action](self, given, result)
        assert re.fullmatch(r"[0-9a-f]{40}", version), "actions are pinned to a commit"
        return {"actions/upload-artifact": self.upload, "actions/download-artifact": self.download}[action](**given)

    def run(self, step, context, result):
        self.number += 1
        files = self.folder / "files" / str(self.number)
        files.mkdir()
        script = files / "script.sh"
        script.write_text(self.text(step["run"], context))
        environ = dict(self.environ)
        environ.update({name: self.text(value, context) for name, value in step.get("env", {}).items()})
        if "action_path" in context:
            environ["GITHUB_ACTION_PATH"] = context["action_path"]
        for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"):
            (files / name).touch()
            environ[name] = str(files / name)
        assert step.get("shell") == "bash" or "action_path" not in context  # an action has to name it
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=self.workspace / self.text(step.get("working-directory", "."), context),
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        result.status = done.returncode
        result.log = done.stdout.decode(errors="replace")
        result.annotations = commands_of(result.log)
        result.outputs = assignments(files / "GITHUB_OUTPUT")
        self.environ.update(assignments(files / "GITHUB_ENV"))
        for folder in (files / "GITHUB_PATH").read_text().splitlines():
            self.environ["PATH"] = folder + os.pathsep + self.environ["PATH"]
        result.summary = (files / "GITHUB_STEP_SUMMARY").read_text()

    def upload(self, name, path, overwrite="false", **options):
        assert not re.search(r'[":<>|*?\r\n\\/]', name), name
        hidden = options.get("include-hidden-files") == "true"
        files = self.uploaded(path.split("\n"), hidden)
        target = self.artifacts / name
        if not files:
            return options.get("if-no-files-found") == "ignore"
        if target.exists() and overwrite != "true":
            return False  # 409: names are unique in a run
        shutil.rmtree(target, ignore_errors=True)
        for file, inside in files.items():
            (target / inside).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target / inside)
        return True

    def uploaded(self, lines, hidden):
        """The files that paths mean, with their names in the artifact: below a folder, and from the first wildcard on,
        folders are kept. Names with a dot at the beginning are left out unless they are asked for."""
        lines = [line.strip() for line in lines if line.strip()]
        without = [line[1:] for line in lines if line.startswith("!")]
        files = {}
        for line in lines:
            if line.startswith("!"):
                continue
            root = self.workspace / line.partition("*")[0]
            root = root if root.is_dir() else root.parent
            for found in glob.glob(str(self.workspace / line), include_hidden=True):
                found = pathlib.Path(found)
                below = [one for one in found.rglob("*") if one.is_file()] if found.is_dir() else [found]
                for file in below:
                    left_out = any(fnmatch.fnmatch(str(file), str(self.workspace / one)) for one in without)
                    names = file.relative_to(self.workspace).parts if file.is_relative_to(self.workspace) else ()
                    if not left_out and (hidden or not any(one.startswith(".") for one in names)):
                        files[file] = file.relative_to(root)
        return files

    def download(self, path, pattern=None, name=None, **options):
        path = self.workspace / path
        if name:
            if (self.artifacts / name).is_dir():
                shutil.copytree(self.artifacts / name, path, dirs_exist_ok=True)
            return (self.artifacts / name).is_dir()
        found = sorted(self.artifacts.glob(pattern))
        together = len(found) == 1 or options.get("merge-multiple") == "true"
        for artifact in found:  # a single one is laid out without a folder of its own
            shutil.copytree(artifact, path / ("" if together else artifact.name), dirs_exist_ok=True)
        return bool(found)


def assignments(path):
    """NAME=VALUE and NAME<<END lines of a file for commands."""
    result, lines = {}, path.read_text().splitlines()
    while lines:
        line = lines.pop(0)
        if re.match(r"[^=]+<<", line):
            name, _, end = line.partition("<<")
            value = []
            while lines[0] != end:
                value.append(lines.pop(0))
            lines.pop(0)
            result[name] = "\n".join(value)
        else:
            name, equals, value = line.partition("=")
            assert equals, f"invalid format: {line}"
            result[name] = value
    return result


def commands_of(log):
    """The annotations of a log. Between ::stop-commands::TOKEN and ::TOKEN:: there are none."""
    found, token = [], None
    for line in re.split(r"\r\n|\n|\r", log):
        match = re.match(r"\s*::([\w-]+)(?: ([^:]*))?::(.*)$", line)
        if not match:
            continue
        name, properties, data = match.groups()
        if token:
            if name == token:
                token = None
        elif name == "stop-commands":
            token = data
        elif name in ("error", "warning", "notice"):
            pairs = dict(pair.split("=", 1) for pair in (properties or "").split(",") if pair)
            shown = {key: unescaped(value, True) for key, value in pairs.items()}
            found.append({"level": name, "message": unescaped(data), **shown})
    assert token is None, "commands stay stopped for the rest of the job"
    return found
