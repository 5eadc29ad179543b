"""Plays a runner of GitLab for one job: extends and !reference of its file, script lines in one shell, after_script in
another one, artifacts and the code quality report."""

import json
import os
import pathlib
import shutil
import subprocess

import yaml

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


class Reference(list):
    """!reference [job, key]"""


class Loader(yaml.SafeLoader):
    pass


Loader.add_constructor("!reference", lambda loader, node: Reference(loader.construct_sequence(node)))


def merged(base, over):
    """Keys of maps are merged and everything else is replaced, as `extends` does it."""
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    return {**base, **{key: merged(base[key], value) if key in base else value for key, value in over.items()}}


def job_of(configuration, name):
    job = configuration[name]
    if "extends" not in job:
        return job
    return merged(job_of(configuration, job["extends"]), {k: v for k, v in job.items() if k != "extends"})


def lines_of(configuration, script):
    lines = []
    for line in [script] if isinstance(script, str) else script or []:
        if isinstance(line, Reference):
            job, key = line
            lines += lines_of(configuration, configuration[job][key])
        else:
            lines.append(line)
    return lines


class Job:
    def __init__(self, configuration, name, project, artifacts, number, environ, shell="sh"):
        self.configuration, self.job = configuration, job_of(configuration, name)
        self.project, self.artifacts, self.shell = pathlib.Path(project), pathlib.Path(artifacts), shell
        self.environ = {
            **environ,
            "GITLAB_CI": "true",
            "CI": "true",
            "CI_PROJECT_DIR": str(project),
            "CI_JOB_ID": str(number),
            "CI_JOB_NAME_SLUG": name.strip("."),
            **self.job.get("variables", {}),
        }
        self.quality, self.log = None, ""

    def run(self):
        """Returns the status of the job: success or failed."""
        if self.job.get("stage") == ".post":  # it has the artifacts of the jobs before it
            shutil.copytree(self.artifacts, self.project, dirs_exist_ok=True)
        lines = [*self.job.get("before_script", []), *lines_of(self.configuration, self.job["script"])]
        self.status = self.shell_of(lines)
        self.after_status = self.shell_of(
            lines_of(self.configuration, self.job.get("after_script")),
            CI_JOB_STATUS="failed" if self.status else "success",
        )
        self.collect()
        return "failed" if self.status else "success"

    def shell_of(self, lines, **more):
        start = ["set -eo pipefail"] if self.shell == "bash" else ["set -e"]
        done = subprocess.run(
            [self.shell, "-c", "\n".join([*start, *lines])],
            cwd=self.project,
            env={**os.environ, **self.environ, **more},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.log += done.stdout.decode(errors="replace")
        return done.returncode

    def collect(self):
        artifacts = self.job.get("artifacts", {})
        if self.status and artifacts.get("when") != "always":
            return
        for path in artifacts.get("paths", []):
            if (self.project / path).exists():
                shutil.copytree(self.project / path, self.artifacts / path, dirs_exist_ok=True)
        report = self.project / artifacts.get("reports", {}).get("codequality", "none")
        if report.is_file():
            self.quality = json.loads(report.read_text())
            check_quality(self.quality)


def check_quality(entries):
    """What GitLab asks of a code quality report."""
    assert isinstance(entries, list)
    for entry in entries:
        assert entry["description"]
        assert entry["check_name"]
        assert entry["severity"] in SEVERITIES
        path = entry["location"]["path"]
        assert path
        assert not path.startswith(("/", "./"))
        assert entry["location"]["lines"]["begin"] >= 1
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len(set(fingerprints)) == len(fingerprints)
