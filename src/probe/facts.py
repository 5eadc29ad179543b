"""Gathers the facts that can differ between two machines and that can be seen from inside the session."""

import os
import sys

paths = kit.part("paths")
listdir, read_file = os.listdir, open
# Maps an entry of sys.path to the distributions in it. It is a cache, because the probe asks for them twice.
listed = {}


def normalized(name):
    """Returns the name of a distribution in the normal form of PEP 503."""
    parts = [part for part in name.lower().replace("_", "-").replace(".", "-").split("-") if part]
    return "-".join(parts)


def distributions():
    """Returns the version of every installed distribution by its name. If a distribution is installed twice, the first
    entry of sys.path wins. Only the names of folders are used, because reading metadata is slow."""
    found = {}
    for entry in sys.path:
        if entry not in listed:
            listed[entry] = distributions_in(entry or ".")
        for title, version in listed[entry].items():
            found.setdefault(title, version)
    return found


def distributions_in(folder):
    found = {}
    try:
        names = listdir(folder)
    except OSError:
        return found
    for name in names:
        stem, dot, ending = name.rpartition(".")
        if ending == "dist-info":
            title, _, version = stem.rpartition("-")
        elif ending in ("egg-info", "egg"):
            head, mark, tail = stem.rpartition("-py")
            title, _, version = (head if mark and tail[:1].isdigit() else stem).partition("-")
            if not version:
                version = version_of(os.path.join(folder, name))
        else:
            continue
        if title and not name.startswith("~"):
            found.setdefault(normalized(title), version)
    return found


def version_of(folder):
    try:
        with read_file(os.path.join(folder, "PKG-INFO"), "rb") as file:
            for line in file.read(4000).decode("utf-8", "replace").splitlines():
                if line.startswith("Version:"):
                    return line[8:].strip()
    except OSError:
        pass
    return ""


def attempt(function, *args):
    try:
        return function(*args)
    except Exception:
        return None


def umask():
    value = os.umask(0o022)
    os.umask(value)
    return "%03o" % value


def limits(facts):
    resource = kit.borrow("resource")
    for name in ("NOFILE", "STACK", "NPROC", "AS", "CORE", "MEMLOCK"):
        if hasattr(resource, "RLIMIT_" + name):
            value = resource.getrlimit(getattr(resource, "RLIMIT_" + name))[0]
            facts["limits." + name.lower()] = "unlimited" if value == resource.RLIM_INFINITY else str(value)


def memory():
    """Returns the most memory that this process and, added to it, the largest of its ended children had at a time, in
    megabytes. getrusage tells kilobytes, on macOS bytes."""
    resource = kit.borrow("resource")
    most = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(most) // (1024 * 1024 if sys.platform == "darwin" else 1024)


def gather():
    """Returns all facts as a dictionary from name to text."""
    facts = {"umask": umask(), "uid": str(os.getuid()), "gid": str(os.getgid()), "cpus": str(os.cpu_count())}
    if hasattr(os, "sched_getaffinity"):
        facts["cpus_usable"] = str(len(os.sched_getaffinity(0)))
    facts["terminal"] = ",".join([name for name, tty in zip(("in", "out", "err"), kit.begun) if tty]) or "none"
    size = attempt(os.get_terminal_size, 0)
    facts["columns"] = os.environ.get("COLUMNS") or (str(size.columns) if size else "")
    names = sys.modules["time"].tzname if "time" in sys.modules else ()
    facts["timezone"] = "/".join(names)
    locale = sys.modules.get("_locale")
    if locale:
        facts["locale"] = attempt(locale.setlocale, locale.LC_ALL, None) or ""
        facts["encoding"] = attempt(locale.nl_langinfo, locale.CODESET) or ""
    facts["fs_encoding"] = sys.getfilesystemencoding()
    facts["out_encoding"] = getattr(sys.__stdout__, "encoding", None) or ""
    facts["utf8_mode"] = str(sys.flags.utf8_mode)
    facts["hash_seed"] = os.environ.get("PYTHONHASHSEED", "random")
    facts["hash_randomization"] = str(sys.flags.hash_randomization)
    facts["optimize"] = str(sys.flags.optimize)
    facts["dev_mode"] = str(int(sys.flags.dev_mode))
    facts["max_str_digits"] = str(getattr(sys, "get_int_max_str_digits", lambda: "")())
    facts["recursion_limit"] = str(sys.getrecursionlimit())
    facts["path_length"] = str(len(os.getcwd()))
    facts["gil"] = str(int(getattr(sys, "_is_gil_enabled", lambda: True)()))
    system = os.uname()
    facts["system"], facts["release"], facts["arch"] = system.sysname, system.release, system.machine
    attempt(limits, facts)
    return facts


def changed_environ():
    """Returns the names of variables whose value is no longer the one of start-up, without those that pytest sets
    itself."""
    now, then = dict(os.environ), kit.started
    own = (
        "PYTEST_CURRENT_TEST",
        "PYTEST_VERSION",
        "PYTEST_XDIST_WORKER",
        "PYTEST_XDIST_WORKER_COUNT",
        "PYTEST_XDIST_TESTRUNUID",
    )
    return sorted([name for name in set(now) | set(then) if now.get(name) != then.get(name) and name not in own])


def plugins(manager):
    """Returns texts such as "pytest-asyncio 1.0.0". They come from the names of folders, because reading metadata
    imports half of the email package."""
    found = []
    for _, dist in attempt(manager.list_plugin_distinfo) or []:
        folder = getattr(getattr(dist, "_dist", dist), "_path", None) or getattr(dist, "egg_info", "")
        stem = os.path.basename(str(folder)).rpartition(".")[0]
        title, _, version = stem.rpartition("-")
        text = "%s %s" % (normalized(title), version)
        if title and text not in found:
            found.append(text)
    return found


def warning_errors(config):
    """Returns what makes errors of warnings: "-W", "filterwarnings" or "PYTHONWARNINGS"; "" if nothing does."""
    sources = (
        ("-W", getattr(config.option, "pythonwarnings", None)),
        ("filterwarnings", attempt(config.getini, "filterwarnings")),
        ("PYTHONWARNINGS", sys.warnoptions),
    )
    for source, filters in sources:
        for text in filters or []:
            action = text.partition(":")[0].strip()
            if action and "error".startswith(action):
                return source
    return ""


def session(config):
    """Returns the `facts` record of a controller."""
    option = config.option
    facts = gather()
    facts["warning_errors"] = attempt(warning_errors, config) or ""
    workers = getattr(option, "numprocesses", None) or len(getattr(option, "tx", None) or [])
    inifile = getattr(config, "inipath", None) or getattr(config, "inifile", None)
    return {
        "t": "facts",
        "facts": facts,
        "distributions": distributions(),
        "plugins": plugins(config.pluginmanager),
        "environ_changed": changed_environ(),
        "rootdir": paths.plain(kit.rootdir),
        "inifile": paths.plain(str(inifile)) if inifile else "",
        "sys_path": [paths.plain(str(entry)) for entry in sys.path],
        "argv": list(sys.argv),
        "workers": str(workers or 0),
    }
