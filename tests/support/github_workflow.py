"""Plays a workflow of GitHub: its jobs one after the other, each leg of a matrix as a job of its own."""

import itertools
import os
import pathlib
import shutil

from github_runner import Job


class Workflow:
    """`pythons` has for each version the folder of its programs. A step that only installs packages is left out: what
    it would install is in these environments."""

    def __init__(self, definition, folder, project, action, pythons, environ, secrets=None, inputs=None):
        self.definition, self.folder, self.project = definition, pathlib.Path(folder), pathlib.Path(project)
        self.action, self.pythons, self.environ, self.secrets = action, pythons, environ, secrets or {}
        self.inputs = inputs or {}
        self.jobs, self.numbers = {}, itertools.count()

    def run(self):
        """Returns the jobs of each name."""
        for name, job in self.definition["jobs"].items():
            failed = any(self.result(other) != "success" for other in self.before(name))
            probe = self.job(name, None, 0)
            if not probe.wanted(job, {"steps": {}, "failed": failed}):
                self.jobs[name] = []
                continue
            legs = self.legs(job.get("strategy", {}).get("matrix"), probe)
            self.jobs[name] = [self.leg(name, job, matrix, index) for index, matrix in enumerate(legs)]
        return self.jobs

    def before(self, name):
        """The jobs that have to end before this one. success() is about all of them, also those behind others."""
        needs = self.definition["jobs"][name].get("needs", [])
        needed = [needs] if isinstance(needs, str) else needs
        return set(needed).union(*[self.before(other) for other in needed])

    def result(self, name):
        if not self.jobs[name]:
            return "skipped"
        return "failure" if any(one.failed for one in self.jobs[name]) else "success"

    def legs(self, matrix, probe):
        if matrix is None:
            return [None]
        if isinstance(matrix, str):
            matrix = probe.evaluate(matrix.strip()[3:-2], {"steps": {}, "failed": False})
        if set(matrix) == {"include"}:
            return matrix["include"]
        return [dict(zip(matrix, values)) for values in itertools.product(*matrix.values())]

    def job(self, name, matrix, index):
        folder = self.folder / f"job{next(self.numbers)}"
        job = Job(folder, self.folder / "artifacts", folder / "work", name, matrix, index, self.environ)
        needs = {
            other: {"outputs": jobs[0].outputs if jobs else {}, "result": self.result(other)}
            for other, jobs in self.jobs.items()
        }
        job.contexts = {"needs": needs, "secrets": self.secrets, "inputs": self.inputs}
        job.workspace.mkdir(exist_ok=True)
        return job

    def leg(self, name, definition, matrix, index):
        job = self.job(name, matrix, index)

        def checkout(job, given, result):
            shutil.copytree(self.project, job.workspace, dirs_exist_ok=True, symlinks=True)
            return True

        def setup_python(job, given, result):
            for version in given["python-version"].split():
                job.environ["PATH"] = str(self.pythons[version]) + os.pathsep + job.environ["PATH"]
            return True

        def testskew(job, given, result):
            before, job.failed = job.failed, False
            result.outputs = job.use(self.action, **given)
            failed, job.failed = job.failed, before
            return not failed

        job.actions = {
            "actions/checkout": checkout,
            "actions/setup-python": setup_python,
            "testskew/testskew": testskew,
        }
        steps = [step for step in definition["steps"] if not step.get("run", "").startswith("pip install")]
        context = {"steps": {}, "failed": False}
        job.run_steps(steps, context)
        job.outputs = {key: job.text(value, context) for key, value in definition.get("outputs", {}).items()}
        return job
