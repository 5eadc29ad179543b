"""Registers pytest's hooks (plugin_*.py) without a name and without an announcement, so that no listing of plugins
shows them. A fault in a hook of the probe becomes a `trouble` record and never reaches the session."""

import sys

record, sources = kit.part("record"), kit.part("sources")
hookimpl = sys.modules["_pytest.config"].hookimpl  # This part is loaded after that module was imported.
# Wrappers of the new style exist from pluggy 1.2 on. A single wrapper of the old style makes pluggy take a slow path
# for all wrappers of a hook, and pluggy warns if the wrapped hook is interrupted.
NEW_WRAPPERS = "wrapper" in type(hookimpl).__call__.__code__.co_varnames
NAME = "testskew"
PARTS = ("plugin_session", "plugin_collecting", "plugin_phases")


def register(config):
    """Registers the probe on this Config and writes the `loaded` record. A session without that record has to be run
    again without the probe."""
    sources.bind()
    add_plugins(config.pluginmanager)
    say_loaded()
    kit.part("environ").install()
    kit.part("objects").install()
    if kit.monitoring is not None:
        kit.monitoring.install()
    observe(kit.config.get("observe"))


def add_plugins(manager):
    """Calls pluggy's own `register`, because pytest's `register` tells all plugins of each new one. It then removes the
    name at once."""
    announce = [base for base in type(manager).__mro__ if base.__module__.startswith("pluggy")][0].register
    pauses = kit.monitoring is not None and kit.part("monitoring_tool").CAN_PAUSE
    until = kit.config.get("until") is not None and not kit.worker
    for part in PARTS + (("plugin_pauses",) if pauses else ()) + (("plugin_until",) if until else ()):
        plugin = kit.part(part).Plugin()
        announce(manager, plugin, NAME)
        manager._name2plugin.pop(NAME, None)
        getattr(manager, "_plugin2hookcallers", {}).pop(plugin, None)


def say_loaded():
    """Writes the `loaded` record, which says that the probe is installed, and in which versions of Python and
    pytest."""
    record.say(
        {
            "t": "loaded",
            "pid": record.pid,
            "worker": kit.worker,
            "python": "%d.%d.%d" % sys.version_info[:3],
            "pytest": str(sys.modules["_pytest"].__version__),
            "xdist": None if kit.worker else kit.part("facts").distributions().get("pytest-xdist"),
            "stack_signal": kit.part("stacks").signal_number,
        }
    )


def observe(wanted):
    """Installs the observer of an observed session. `wanted` is "observe" of config.json."""
    if wanted == "state":
        kit.observer = kit.part("state")
    elif wanted == "state of modules":
        kit.observer = kit.part("state_modules")
    elif isinstance(wanted, dict) and "watch" in wanted:
        kit.part("watch").install(wanted["watch"])
    elif isinstance(wanted, dict) and "undo" in wanted:
        kit.part("undo").install(wanted["undo"])
    elif isinstance(wanted, dict) and "trace" in wanted:
        kit.part("trace").install(wanted["trace"])


def result_of(outcome):
    """Returns the result that a wrapper of the old style has around it. For an exception it returns None, because
    pluggy raises the exception by itself."""
    try:
        return outcome.get_result()
    except BaseException:
        return None
