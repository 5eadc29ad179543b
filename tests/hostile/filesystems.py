"""Disks that are full, read-only or out of inodes, odd names, odd files, odd gits, and variables that are missing."""

import os
import pathlib
import shutil
import socket
import subprocess

ANY = (0, 2, 3, 4)


def mounted(mounts):
    """The words of a command that starts the program in a mount namespace of its own, with these mounts."""
    lines = "\n".join(mounts)
    return ["unshare", "-m", "sh", "-c", f'set -e\n{lines}\nexec "$@"', "sh"]


def tmpfs(path, options):
    return f"mount -t tmpfs -o {options} tmpfs '{path}'"


def read_only(path):
    return f"mount --bind '{path}' '{path}' && mount -o remount,ro,bind '{path}'"


def disks(bench):
    """(what, mounts, the statuses that are right)"""
    cache, temporary, project = bench.folder / "cache", bench.place, bench.project
    (bench.folder / "empty").mkdir(exist_ok=True)
    own = project / ".testskew"
    own.mkdir(exist_ok=True)
    for size in ("4k", "64k", "1m", "16m"):
        yield f"a new cache on a disk of {size}", [tmpfs(cache, f"size={size}")], (4,)
    for size in ("4k", "64k"):
        yield f"TMPDIR on a disk of {size}", [tmpfs(temporary, f"size={size}")], (0, 4)
        yield f"/dev/shm on a disk of {size}", [tmpfs("/dev/shm", f"size={size}")], (0, 4)
        yield f".testskew on a disk of {size}", [tmpfs(own, f"size={size}")], (0, 4)
        both = [tmpfs(place, f"size={size}") for place in ("/dev/shm", temporary)]
        yield f"both on disks of {size}", both, (0, 4)
    yield "a new cache without inodes", [tmpfs(cache, "nr_inodes=8")], (4,)
    yield "/dev/shm without inodes", [tmpfs("/dev/shm", "nr_inodes=4")], (0, 4)
    yield "TMPDIR without inodes", [tmpfs(temporary, "nr_inodes=2")], (0, 4)
    for what, path in (("cache", cache), ("TMPDIR", temporary), ("project", project), ("/dev/shm", "/dev/shm")):
        yield f"{what} read-only", [read_only(path)], (0, 4)
    yield "no /proc", ["umount -l /proc"], ANY
    yield "no /dev/shm", ["umount -l /dev/shm || true", tmpfs("/dev/shm", "mode=000,size=4k")], (0, 4)


def try_one(bench, name, statuses, project=None, limit=90, **how):
    """One run. Returns 1 if something is wrong with it, else 0."""
    project = project or bench.project
    before = bench.tree(project)
    result = bench.run("record", "p", "--timeout", "30", limit=limit, cwd=project, **how)
    problems = [trouble] if (trouble := result.trouble(statuses)) else []
    if bench.left():
        problems.append("processes stayed")
    if bench.tree(project) != before:
        problems.append("files of the project changed")
    for problem in problems:
        bench.fail(f"{name}: {problem}")
    return int(bool(problems))


def broken_disks(bench):
    if os.geteuid() != 0:
        print("disks: skipped, they need root")
        return
    tried = failed = 0
    for name, mounts, statuses in list(disks(bench)):
        tried += 1
        wrong = try_one(bench, name, statuses, before=mounted(mounts))
        wrong += try_one(bench, f"the run after: {name}", (0,))
        failed += bool(wrong)
    bench.row("files", "disks that are full, read-only or out of inodes", tried, failed)


NAMES = ["a b", "a'b", 'a"b', "a\nb", "a:b", "a,b", "ü€", os.fsdecode(b"\xff\xfe"), "a\\b", "$(x)`y`", "%s",
         "-x", "*", "\x1b]0;x\x07", "\u202eabc", "=", "#", "/".join(["long" * 12] * 60)]  # fmt: skip


def odd_names(bench):
    failed = 0
    for number, name in enumerate(NAMES):
        project = bench.folder / f"names{number}" / name
        os.makedirs(project)
        for file in ("testskew.toml", "test_a.py", "kept"):
            shutil.copy(bench.project / file, project / file)
        failed += try_one(bench, f"a folder named {name[:30]!r}", ANY if len(name) > 1000 else (0,), project)
    bench.row("files", "folders with odd names", len(NAMES), failed)


def odd_variables(bench):
    cases = [
        ("no HOME and no cache", {"HOME": None, "XDG_CACHE_HOME": None}),
        ("HOME that is not there", {"HOME": "/nonexistent", "XDG_CACHE_HOME": None}),
        ("HOME that is a file", {"HOME": "/etc/passwd", "XDG_CACHE_HOME": None}),
        ("a cache that is a file", {"XDG_CACHE_HOME": "/etc/passwd"}),
        ("an empty PATH", {"PATH": ""}),
        ("a PATH that leads nowhere", {"PATH": "/nonexistent"}),
        ("no PATH", {"PATH": None}),
        ("TMPDIR that is not there", {"TMPDIR": "/nonexistent"}),
        ("TMPDIR that is a file", {"TMPDIR": "/etc/passwd"}),
        ("UV that is not there", {"UV": "/nonexistent"}),
        ("UV that is no program", {"UV": "/etc/passwd"}),
        ("an odd locale", {"LC_ALL": "xx_YY", "TERM": "\x1b"}),
        ("COLUMNS", {"COLUMNS": "-1", "LINES": "99999999999"}),
    ]
    failed = sum(try_one(bench, name, ANY, **changes) for name, changes in cases)
    bench.row("files", "variables that are missing or wrong", len(cases), failed)


def odd_files(bench):
    """Files that are no files, in the project."""

    def fifo(path):
        os.mkfifo(path)

    def bound(path):
        here = os.getcwd()
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
        os.chdir(here)

    def link(target):
        return lambda path: path.symlink_to(target)

    cases = [("odd", fifo), ("odd", bound), ("odd", link("nowhere")), ("odd", link("odd")), ("odd", link("/"))]
    cases += [("odd", link("/dev/zero")), ("odd", link("..")), ("odd", lambda path: path.mkdir(mode=0))]
    for name in ("testskew.toml", "pyproject.toml", "tox.ini", ".gitignore", "pytest.ini", "requirements.txt", ".git"):
        cases += [(name, fifo), (name, link("/dev/zero")), (name, link("nowhere")), (name, lambda path: path.mkdir())]
    for name in (".git/HEAD", ".git/index", ".git/config"):
        cases += [(name, fifo), (name, lambda path: path.write_bytes(os.urandom(5000)))]
    failed = 0
    for number, (name, make) in enumerate(cases):
        project = bench.folder / f"odd{number}"
        shutil.copytree(bench.project, project, ignore=shutil.ignore_patterns(".testskew", "*.jsonl"))
        if name.startswith(".git/"):
            subprocess.run(["git", "init", "-q", project], check=True)
        path = project / name
        if path.is_file():
            path.unlink()
        make(path)
        failed += try_one(bench, f"{name}, case {number}", ANY, project)
        shutil.rmtree(project, ignore_errors=True)
    bench.row("files", "files that are FIFOs, sockets, devices, links, folders", len(cases), failed)


def odd_outputs(bench):
    """Where a recording and a document are written to."""
    failed = 0
    fifo, link, target = (bench.folder / name for name in ("fifo", "link.jsonl", "target.jsonl"))
    os.mkfifo(fifo)
    link.symlink_to(target)
    places = ["/dev/null", "/dev/full", str(link), "/nonexistent/x", str(bench.folder), "/proc/x", "-"]
    for place in places:
        result = bench.run("record", "p", "-o", place, limit=60)
        trouble = result.trouble(ANY)
        if trouble:
            bench.fail(f"record -o {place}: {trouble}")
        failed += bool(trouble)
    wrong = [name for name in ("/dev/null", "/dev/full") if not pathlib.Path(name).is_char_device()]
    if wrong or not link.is_symlink() or not target.exists():
        bench.fail(f"outputs were replaced: {wrong}, {link.is_symlink()}, {target.exists()}")
        failed += 1
    bench.row("files", "outputs into devices, links and folders", len(places), min(failed, len(places)))


def run_files(bench, asked):
    bench.run("record", "p")
    for case in (broken_disks, odd_names, odd_variables, odd_files, odd_outputs):
        case(bench)
