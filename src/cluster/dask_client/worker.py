"""What runs on the workers of a Dask cluster: functions that the client sends there by value. Standard library only."""

import hashlib
import json
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time

DAY = 86400
# What was not used for so long leaves the worker's cache. A tree is made from blobs in no time.
BLOB_AGE, TREE_AGE = 30 * DAY, DAY


class Hidden:
    """A value that no log and no page of Dask shows: these print the arguments of tasks by repr()."""

    def __init__(self, value):
        self.value = value

    def __repr__(self):
        return "***"


def cache():
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(base, "testskew", "cluster")


def command(program):
    """The command line of this worker's testskew: the one that was named, of PATH, or of this Python."""
    if program:
        return [program]
    beside = os.path.join(os.path.dirname(sys.executable), "testskew")
    found = shutil.which("testskew") or (beside if os.access(beside, os.X_OK) else None)
    return [found] if found else [sys.executable, "-m", "testskew"]


def describe(program):
    """What this worker is, or {"problem": why it cannot be used}."""
    from distributed import get_worker

    facts = {"host": platform.node(), "threads": get_worker().state.nthreads}
    try:
        done = subprocess.run(
            [*command(program), "session", "--facts"], stdin=subprocess.DEVNULL, capture_output=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError) as error:
        return {**facts, "problem": "testskew does not start: %s" % error}
    if done.returncode == 0:
        return {**facts, **json.loads(done.stdout)}
    lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it ended with %d" % done.returncode]
    if b"No module named testskew" in done.stderr:
        return {**facts, "problem": "testskew is not installed there"}
    return {**facts, "problem": lines[-1]}


def blob_path(digest):
    return os.path.join(cache(), "blobs", digest[:2], digest[2:])


def missing(digests):
    """Those of these blobs that this worker does not have. The others count as used now."""
    lacking = []
    for digest in digests:
        try:
            os.utime(blob_path(digest))
        except OSError:
            lacking.append(digest)
    return lacking


def keep(*packs):
    """Puts the blobs of these packs into the cache, each at once or not at all."""
    for pack in packs:
        for digest, content in pack:
            path = blob_path(digest)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            handle, new = tempfile.mkstemp(dir=os.path.dirname(path), prefix="new-")
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(new, path)


def make_tree(folder, entries):
    """Makes the tree of a manifest in a new folder. Folders get their modes and times last, as files change them."""
    for path, kind, mode, mtime, digest in entries:
        whole = os.path.join(folder, path)
        if kind == "folder":
            os.makedirs(whole, exist_ok=True)
        elif kind == "link":
            os.symlink(digest, whole)
            os.utime(whole, ns=(mtime, mtime), follow_symlinks=False)
        else:
            shutil.copyfile(blob_path(digest), whole)
            os.chmod(whole, mode)
            os.utime(whole, ns=(mtime, mtime))
    for path, kind, mode, mtime, _ in reversed(entries):
        if kind == "folder":
            os.chmod(os.path.join(folder, path), mode)
            os.utime(os.path.join(folder, path), ns=(mtime, mtime))


def refresh_index(tree):
    """Makes git trust the new tree: an index remembers the inodes of another one."""
    if os.path.isdir(os.path.join(tree, ".git")) and shutil.which("git"):
        environ = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        index = ["git", "-c", "safe.directory=*", "-C", tree, "update-index", "-q", "--refresh"]
        subprocess.run(index, env=environ, stdin=subprocess.DEVNULL, capture_output=True)


def remove_old():
    """Removes the trees and blobs that were not used for long."""
    trees, blobs = os.path.join(cache(), "trees"), os.path.join(cache(), "blobs")
    for name in os.listdir(trees):
        if is_old(os.path.join(trees, name), TREE_AGE):
            remove(os.path.join(trees, name))
    for folder, _, names in os.walk(blobs):
        for name in names:
            if is_old(os.path.join(folder, name), BLOB_AGE):
                os.unlink(os.path.join(folder, name))


def is_old(path, age):
    try:
        return os.lstat(path).st_mtime < time.time() - age
    except OSError:  # another worker of this machine has removed it
        return False


def remove(path):
    """Removes a tree, also with folders that cannot be written."""
    for folder, _, _ in os.walk(path):
        os.chmod(folder, stat.S_IRWXU)
    shutil.rmtree(path, ignore_errors=True)


def materialise(digest, name, manifest, *packs):
    """Makes the tree of a manifest in this worker's cache, unless it is there, and returns its path."""
    keep(*packs)
    place = os.path.join(cache(), "trees", digest)
    tree = os.path.join(place, name)
    if os.path.isdir(tree):
        os.utime(place)
        return tree
    os.makedirs(os.path.dirname(place), exist_ok=True)
    new = tempfile.mkdtemp(dir=os.path.dirname(place), prefix="new-")
    os.mkdir(os.path.join(new, name))
    make_tree(os.path.join(new, name), json.loads(manifest))
    refresh_index(os.path.join(new, name))
    try:
        os.rename(new, place)
    except OSError:  # another worker of this machine was faster
        remove(new)
    remove_old()
    return tree


def is_cancelled(key):
    """True if nobody waits for this task any more. Dask does not end a thread, so the task looks by itself."""
    from distributed import get_worker

    try:
        task = get_worker().state.tasks.get(key)
        return task is None or task.state == "cancelled"
    except (AttributeError, ValueError):
        return False


def run_session(program, digest, name, request):
    """Runs one session by this worker's testskew. Returns {"answer": ...}, or {"machine": what went wrong there}."""
    from distributed import get_worker

    place = os.path.join(cache(), "trees", digest)
    key = get_worker().get_current_task()
    try:
        os.utime(place)
        # The request is never written to a file, as it may hold secrets. Its pipe stays open: testskew ends the session
        # when it is closed, also if this worker is killed.
        process = subprocess.Popen(
            [*command(program), "session", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=os.path.join(place, name),
        )
        output = {}
        readers = [
            threading.Thread(target=lambda name, file: output.update({name: file.read()}), args=(name, file))
            for name, file in (("out", process.stdout), ("err", process.stderr))
        ]
        for reader in readers:
            reader.start()
        process.stdin.write(request.value + b"\n")
        process.stdin.flush()
        while readers[0].is_alive():
            readers[0].join(timeout=0.5)
            if readers[0].is_alive() and is_cancelled(key):
                process.terminate()
        readers[1].join()
        process.wait()
    except OSError as error:
        return {"machine": str(error)}
    if process.returncode == 0:
        return {"answer": output["out"]}
    lines = output["err"].decode(errors="replace").strip().splitlines()
    said = lines[-1] if lines else ""
    return {"machine": said.removeprefix("testskew: ") or "testskew ended with %d" % process.returncode}


def look(dask_scheduler=None):
    """Run on the scheduler: for how many seconds each worker was silent."""
    return {address: time.time() - state.last_seen for address, state in dask_scheduler.workers.items()}


def digest_of(content):
    """The name of a blob."""
    return hashlib.sha256(content).hexdigest()
