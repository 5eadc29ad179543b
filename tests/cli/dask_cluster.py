"""Real clusters of Dask on this machine: a scheduler and workers, each a process of its own."""

import contextlib
import json
import os
import pathlib
import shutil
import signal
import subprocess
import time

from conftest import PROGRAM, environ, pythons

# A worker whose facts are those of another machine, and the rest of the real program.
OTHER_MACHINE = """#!/bin/sh
if [ "$2" = --facts ]; then "%s" session --facts | sed 's/"cpu":"[^"]*"/"cpu":"another"/'; else exec "%s" "$@"; fi
"""
OTHER_VERSION = '#!/bin/sh\necho \'{"version": "9.9.9"}\'\n'


class Scheduler:
    """A scheduler with its workers. `python` has distributed."""

    def __init__(self, python, folder, host="127.0.0.1", tls=None, port=0):
        self.python, self.folder, self.tls, self.host = python, pathlib.Path(folder), tls, host
        self.folder.mkdir(parents=True, exist_ok=True)
        self.file = self.folder / "scheduler.json"
        self.file.unlink(missing_ok=True)
        self.workers = []
        words = ["scheduler", "--scheduler-file", self.file, "--no-dashboard", "--port", port]
        self.process = self.start([*words, *([] if tls else ["--host", host])], environ(), "scheduler")
        while not self.file.exists() or not self.file.read_text().strip():
            assert self.process.poll() is None, (self.folder / "scheduler.log").read_text()
            time.sleep(0.05)
        self.address = json.loads(self.file.read_text())["address"]

    @property
    def executor(self):
        return self.address.replace("tcp://", "dask://").replace("tls://", "dask+tls://")

    def start(self, words, variables, name, before=()):
        words = [str(word) for word in words]
        if self.tls:
            protocol = "tls://127.0.0.1"
            words += ["--host", protocol] if words[0] == "scheduler" else []
            role = "ca.pem", "cert.pem", "key.pem"
            for option, file in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), role):
                words += [option, str(self.tls / file)]
        with open(self.folder / (name + ".log"), "w") as log:
            command = [*before, self.python, "-m", "dask", *words]
            return subprocess.Popen(
                command, env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder
            )

    def worker(self, name, program=None, uv=True, machine=None, **changes):
        """Starts a worker, in which `testskew` is the program that is tested or a script with this text. With `machine`
        it has a name of its own for the machine that it is on, which takes root."""
        tools = self.folder / name / "bin"
        tools.mkdir(parents=True, exist_ok=True)
        (tools / "testskew").unlink(missing_ok=True)
        if program:
            (tools / "testskew").write_text(program)
            (tools / "testskew").chmod(0o755)
        else:
            (tools / "testskew").symlink_to(PROGRAM)
        if uv and not (tools / "uv").exists():
            (tools / "uv").symlink_to(pythons.find_uv())
        changes.setdefault("PATH", "%s:/usr/bin:/bin" % tools)
        variables = environ(**{"UV": None, **changes})
        words = ["worker", "--scheduler-file", self.file, "--nthreads", 1, "--no-nanny", "--name", name]
        words += ["--no-dashboard", "--local-directory", self.folder / name]
        renamed = 'echo "$0" >/proc/sys/kernel/hostname && exec "$@"'
        before = ["unshare", "--uts", "sh", "-c", renamed, machine] if machine else []
        self.workers.append(self.start(words, variables, name, before))
        return self.workers[-1]

    def wait_for(self, count):
        """Waits until the scheduler knows so many workers."""
        program = "import sys, distributed; c = distributed.Client(sys.argv[1]); c.wait_for_workers(%d, 60)" % count
        environment = environ(**self.client_variables())
        subprocess.run([self.python, "-c", program, self.address], env=environment, check=True, capture_output=True)
        return self

    def client_variables(self):
        """What a client needs to speak TLS with it."""
        if not self.tls:
            return {}
        names = {"CA_FILE": "ca.pem", "CLIENT__CERT": "cert.pem", "CLIENT__KEY": "key.pem"}
        return {"DASK_DISTRIBUTED__COMM__TLS__" + name: str(self.tls / file) for name, file in names.items()}

    def stop(self):
        for process in [*self.workers, self.process]:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


def make_certificates(folder):
    """An authority, and a certificate for everyone that it has signed."""
    folder.mkdir()

    def openssl(*words):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ["-newkey", "rsa:2048", "-nodes", "-days", "2"]
    openssl("req", "-x509", *key, "-keyout", "ca-key.pem", "-out", "ca.pem", "-subj", "/CN=authority")
    openssl("req", *key[:3], "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=testskew")
    names = ["-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial", "-days", "2"]
    openssl("x509", "-req", "-in", "request.pem", *names, "-out", "cert.pem")
    return folder


def children_of(pid):
    """The processes below one, as /proc knows them."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rsplit(")", 1)[1].split()
            if int(fields[1]) == pid:
                child = int(stat.parent.name)
                found += [child, *children_of(child)]
    return found


def own_address():
    """An address of this machine that is not loopback, or None."""
    hostname = shutil.which("hostname")
    done = subprocess.run([hostname, "-I"], capture_output=True, text=True) if hostname else None
    addresses = [word for word in done.stdout.split() if "." in word] if done else []
    return addresses[0] if addresses else os.environ.get("TESTSKEW_OWN_ADDRESS")
