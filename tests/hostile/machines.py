"""Runs `doctor` and a session on machines that refuse something, and prints the table of docs/safety.md. The refusals
are made for the program alone: by filters of seccomp, limits, and mounts in a namespace of its own, which take root.

usage: tests/hostile/machines.py [--only WORD] [--program FILE]     exit status 1 if a row is not as it should be
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFUSE = str(ROOT / "tests/support/refuse.py")
JUMP = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <sys/time.h>
#include <time.h>
static long off(void) { static unsigned n; return (n++ / 7 % 3 - 1) * 86400L * 400; }
int clock_gettime(clockid_t id, struct timespec *t) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int r = real(id, t);
    if (r == 0 && id == CLOCK_REALTIME) t->tv_sec += off();
    return r;
}
time_t time(time_t *p) { struct timespec t; clock_gettime(CLOCK_REALTIME, &t); if (p) *p = t.tv_sec; return t.tv_sec; }
int gettimeofday(struct timeval *v, void *z) {
    struct timespec t; clock_gettime(CLOCK_REALTIME, &t); v->tv_sec = t.tv_sec; v->tv_usec = t.tv_nsec / 1000; return 0;
}
"""


class Machine:
    """One refusal: what it is, the command that makes it, which line of `doctor` names it, and how a run ends."""

    def __init__(self, name, before, named, status, arguments=(), environ=None):
        self.name, self.before, self.named, self.status = name, before, named, status
        self.arguments, self.environ = arguments, environ or {}


def refusing(*words):
    return [sys.executable, REFUSE, *words, "--"]


def shell(script):
    return ["sh", "-c", script + '; exec "$@"', "sh"]


def mounted(script):
    return ["unshare", "-m", *shell("mount --make-rprivate / && " + script)]


def in_cgroup(megabytes):
    """The folder of a cgroup with this limit, for what follows; None where there is none to be had."""
    root = pathlib.Path("/sys/fs/cgroup")
    for base, limit in ((root, "memory.max"), (root / "memory", "memory.limit_in_bytes")):
        if not (base / "cgroup.procs").exists():
            continue
        place = base / f"testskew-machines-{os.getpid()}"
        try:
            place.mkdir()
            (place / limit).write_text(f"{megabytes}M")
        except OSError:
            continue
        return place
    return None


def machines(folder):
    """All of them that can be made here. What takes root is left out without it, and named."""
    root = os.geteuid() == 0
    found = [
        Machine("no user or mount namespaces (sysctl, seccomp)", refusing("unshare=EPERM"), "workspaces", 0),
        Machine("namespaces without rights (AppArmor's restriction)", refusing("mount=EACCES"), "workspaces", 0),
        Machine("Docker's default profile of seccomp, no capabilities", refusing("docker"), "workspaces", 0),
        Machine("no Landlock", refusing("landlock_create_ruleset=ENOSYS"), "sandbox", 0),
        Machine("the same, with `--sandbox`", refusing("landlock_create_ruleset=ENOSYS"), "sandbox", 2, ["--sandbox"]),
        Machine("no locks (ENOLCK, as NFS without its lock daemon)", refusing("flock=ENOLCK"), "locks", 4),
        Machine("64 descriptors", shell("ulimit -n 64"), "descriptors", 0),
        Machine("TMPDIR that is no folder", [], "temporary folder", 0, environ={"TMPDIR": str(folder / "none")}),
        Machine("offline", [], None, 0, ["--offline"]),
    ]
    if root:
        read_only = f"mount --bind {folder} {folder} && mount -o remount,bind,ro / && mount -o remount,bind,rw {folder}"
        exec_not = f"mount -t tmpfs -o noexec none {folder}/tmp && mount -t tmpfs -o noexec none /dev/shm"
        found += [
            Machine("read-only root, writable project and cache", mounted(read_only), None, 0),
            Machine(
                "read-only root and nowhere to write",
                mounted(f"mount -o remount,bind,ro / && cd {folder}/p"),
                "project",
                4,
            ),
            Machine("no /dev/shm", mounted("mount -t tmpfs -o ro,mode=555 none /dev/shm"), "shared memory", 0),
            Machine("noexec TMPDIR and /dev/shm", mounted(exec_not), "temporary folder", 0),
            Machine(
                "the cache is read-only",
                mounted(f"mount --bind {folder}/c {folder}/c && mount -o remount,bind,ro {folder}/c"),
                "locks",
                0,
            ),
        ]
        cgroup = in_cgroup(512)
        if cgroup:
            found.append(Machine("512 MB of memory (cgroup)", shell(f"echo $$ > {cgroup}/cgroup.procs"), "memory", 0))
    compiler = shutil.which("cc")
    if compiler:
        (folder / "jump.c").write_text(JUMP)
        subprocess.run([compiler, "-shared", "-fPIC", "-o", folder / "jump.so", folder / "jump.c", "-ldl"], check=True)
        found.append(
            Machine(
                "a clock that jumps by 400 days at every seventh look",
                shell(f"LD_PRELOAD={folder}/jump.so; export LD_PRELOAD"),
                None,
                0,
            )
        )
    return found


def run(program, machine, folder, *arguments):
    return subprocess.run(
        [*machine.before, program, *arguments],
        cwd=folder / "p",
        env={**environ(folder), **machine.environ},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def environ(folder):
    uv = os.environ.get("UV", str(ROOT / "build/uv/bin/uv"))
    return {**os.environ, "XDG_CACHE_HOME": str(folder / "c"), "TMPDIR": str(folder / "tmp"), "UV": uv}


def told(doctor, machine):
    """The line of doctor that names it, without its first words."""
    for line in doctor.stdout.splitlines():
        if machine.named and line[8:].startswith(machine.named):
            return line[:8].strip(), line[8 + len(machine.named) :].strip()
    return "", ""


def row(program, machine, folder):
    """The row of the table, and whether it is as it should be."""
    doctor = run(program, machine, folder, "doctor")
    label, line = told(doctor, machine)
    done = run(
        program,
        machine,
        folder,
        "record",
        "p",
        "-o",
        str(folder / "r.jsonl"),
        *machine.arguments,
    )
    lines = [text for text in done.stderr.splitlines() if text.startswith("testskew: ")]
    good = done.returncode == machine.status and (machine.status == 0 or len(lines) == 1)
    if machine.named:
        good = good and line != "" and (label != "ok" or machine.named == "workspaces")
    said = (
        lines[-1][len("testskew: ") :] if lines else (done.stdout.strip() or done.stderr.strip()).partition(" in ")[0]
    )
    cells = [machine.name, f"{label}: {line}" if line else "-", f"{done.returncode}: {said}"]
    cells = [cell.replace(str(folder), "").replace("|", "\\|") for cell in cells]
    return "| " + " | ".join(cells) + " |", good, (doctor, done)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/testskew"))
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="testskew-machines-", dir="/var/tmp") as name:
        folder = pathlib.Path(name)
        for place in ("p", "c", "tmp"):
            (folder / place).mkdir()
        (folder / "p/testskew.toml").write_text('[profile.p]\npython = "3.12"\nrequirements = ["pytest"]\n')
        (folder / "p/test_a.py").write_text("def test_a(tmp_path):\n    (tmp_path / 'a').write_text('x')\n")
        everything = Machine("", [], None, 0)
        for way in ("auto", "copy"):
            run(arguments.program, everything, folder, "record", "p", "-o", str(folder / "r.jsonl"), "--workspace", way)
        print("| machine | `doctor` | a run: exit code, and what it says |\n|---|---|---|", flush=True)
        bad = []
        for machine in machines(folder):
            if arguments.only not in machine.name:
                continue
            text, good, seen = row(arguments.program, machine, folder)
            print(text, flush=True)
            if not good:
                bad.append((machine.name, seen))
        for name, seen in bad:
            print(f"\n== {name}")
            for done in seen:
                print(f"{done.args} -> {done.returncode}\n{done.stdout}\n{done.stderr}")
        for place in pathlib.Path("/sys/fs/cgroup").glob(f"**/testskew-machines-{os.getpid()}"):
            place.rmdir()
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
