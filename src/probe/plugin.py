"""pytest's hooks. Registered without a name and without an announcement, so that no listing of plugins shows it. Whatever goes wrong in
here is recorded as `trouble` and never reaches the session."""

import sys

record, chains, paths, reports = kit.part("record"), kit.part("chains"), kit.part("paths"), kit.part("reports")
later, flush, say, encode, cap = record.later, record.flush, record.say, record.encode, record.cap
pending, quoted, is_skip = record.pending, reports.quoted, reports.is_skip
PASSED = '{"t":"phase","id":"%s","when":"%s","outcome":"passed","s":%.6f}\n'
PASSED_THERE = '{"t":"phase","id":"%s","when":"%s","outcome":"passed","s":%.6f,"worker":"%s"}\n'
START = '{"t":"start","id":"%s"}\n'
KEY = "$testskew"  # what a worker's serialised report carries to the controller, taken off before anyone sees it
WARNINGS = 5000


def register(config, module):
    """Registers the probe on this Config and writes `loaded`; without that record the session has to be run again bare."""
    manager = config.pluginmanager
    chains.bind()
    plugin = make(module.hookimpl)
    announce = [base for base in type(manager).__mro__ if base.__module__.startswith("pluggy")][0].register
    announce(manager, plugin, "testskew")
    manager._name2plugin.pop("testskew", None)
    getattr(manager, "_plugin2hookcallers", {}).pop(plugin, None)
    facts = kit.part("facts")
    xdist = None if kit.worker else facts.distributions().get("pytest-xdist")
    say(
        {
            "t": "loaded",
            "pid": record.pid,
            "worker": kit.worker,
            "python": "%d.%d.%d" % sys.version_info[:3],
            "pytest": str(sys.modules["_pytest"].__version__),
            "xdist": xdist,
            "stack_signal": kit.part("stacks").signal_number,
        }
    )
    kit.part("environ").install()
    if kit.monitoring is not None:
        kit.monitoring.install()
    observe = kit.config.get("observe")
    if observe == "state":
        kit.observer = kit.part("state")
    elif isinstance(observe, dict) and "watch" in observe:
        kit.part("watch").install(observe["watch"])
    elif isinstance(observe, dict) and "trace" in observe:
        kit.part("trace").install(observe["trace"])


def make(hookimpl):
    told = {}  # id(report) -> JSON of its chain, from where it was made to where it is written
    last = []  # (node id, JSON): the latest chain that no report took; for subtests, whose reports are copies
    modules, items_of, deselected = [], {}, []
    current = ["", ""]  # the node id of the test that runs, and how it stands in JSON
    state = {"warnings": 0, "controller": False}
    servers, monitoring = kit.servers, kit.monitoring

    def observer(method, *args):
        try:
            getattr(kit.observer, method)(*args)
        except Exception:
            kit.trouble("observe")

    def write_modules():
        for name in modules:
            later(encode({"t": "module", "id": name, "items": items_of.get(name, 0)}) + "\n")
        del modules[:]
        flush()

    def before_collect(collector):
        if is_file(collector):
            name = collector.nodeid
            modules.append(name)
            kit.node, kit.phase = name, "collect"
            say({"t": "collecting", "id": name})
            if kit.observer is not None:
                observer("before", "collect", name)

    def after_collect(collector, report):
        """`report` is None where collecting was ended (Ctrl-C, sys.exit)."""
        try:
            name, is_module = collector.nodeid, kit.phase == "collect"
            if is_module and kit.observer is not None:
                observer("after", "collect", name)
            if report is None:
                return
            if is_module and monitoring is not None:
                monitoring.end_collect(name, report.outcome == "failed")
            if report.outcome != "passed":
                excinfo = getattr(report.__dict__.get("call"), "excinfo", None)
                line = {"t": "collect", "id": name, "outcome": report.outcome}
                if report.outcome == "skipped":
                    line["message"] = reports.skip_reason(report)
                else:
                    line["message"] = cap(str(report.longrepr))
                    if excinfo is not None:
                        line["chain"] = chains.describe(chains.unwrap(excinfo.value))
                say(line)
        except Exception:
            kit.trouble("collect")
        finally:
            kit.node, kit.phase = "", ""

    def before_report(call):
        excinfo = call.excinfo
        if excinfo is not None and (not chains.KEEPS_TRIMMED or servers is not None and servers.raising):
            try:
                chains.drop_own_frames(excinfo.value)
            except Exception:
                kit.trouble("makereport")

    def after_report(item, call, report):
        try:
            excinfo = call.excinfo
            error = None if excinfo is None else excinfo.value
            if servers is not None:
                servers.finish_phase(error)
            if monitoring is not None:
                failed = (
                    report.outcome not in ("passed", "skipped") or excinfo is not None and not is_skip(report, excinfo)
                )
                monitoring.end_phase(item.nodeid, call.when, error, failed)
            if error is not None and report.outcome != "passed" and not is_skip(report, excinfo):
                text = encode(chains.describe(error))
                told[id(report)] = text
                last[:] = [item.nodeid, text]
        except Exception:
            kit.trouble("makereport")

    class Probe:
        # Innermost, as a wrapper of pytest's own may raise on its way out, and then no wrapper around it runs on.
        @hookimpl(hookwrapper=True, trylast=True)
        def pytest_cmdline_parse(self):
            outcome = yield
            usage(outcome)

        @hookimpl(hookwrapper=True, trylast=True)
        def pytest_cmdline_main(self):
            outcome = yield
            usage(outcome)

        @hookimpl(trylast=True)
        def pytest_configure(self, config):
            try:
                if kit.worker:
                    return
                state["controller"] = (
                    bool(getattr(config.option, "tx", None)) or getattr(config.option, "dist", "no") != "no"
                )
                say(kit.part("facts").session(config))
            except Exception:
                kit.trouble("configure")

        @hookimpl(optionalhook=True)
        def pytest_configure_node(self, node):
            try:
                kit.part("workers").shadow(node)
            except Exception:
                kit.trouble("configure_node")

        @hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_collection_modifyitems(self, items):
            try:
                for item in items:
                    module = item.nodeid.partition("::")[0]
                    items_of[module] = items_of.get(module, 0) + 1
                write_modules()
            except Exception:
                kit.trouble("modifyitems")
            yield

        def pytest_deselected(self, items):
            try:
                for item in items:
                    deselected.append(item.nodeid)
            except Exception:
                kit.trouble("deselected")

        @hookimpl(trylast=True)
        def pytest_collection_finish(self, session):
            try:
                write_modules()
                changed = kit.part("facts").changed_environ()
                if changed:
                    say({"t": "environ", "changed": changed})
                if not state["controller"]:
                    say({"t": "selected", "ids": [item.nodeid for item in session.items], "deselected": deselected})
            except Exception:
                kit.trouble("collection_finish")

        @hookimpl(tryfirst=True)
        def pytest_runtest_logstart(self, nodeid):
            try:
                if told and not state["controller"]:  # there, reports of other tests are still on their way
                    told.clear()
                del last[:]
                kit.node = nodeid
                if not kit.worker:
                    current[:] = nodeid, quoted(nodeid)
                    later(START % current[1])
                flush()
                if kit.observer is not None:
                    observer("before", "test", nodeid)
            except Exception:
                kit.trouble("logstart")

        @hookimpl(tryfirst=True)
        def pytest_runtest_logfinish(self, nodeid):
            kit.node = kit.phase = ""
            if kit.observer is not None:
                observer("after", "test", nodeid)

        @hookimpl(tryfirst=True)
        def pytest_runtest_setup(self):
            kit.phase = "setup"
            if monitoring is not None:
                monitoring.begin_test()

        @hookimpl(tryfirst=True)
        def pytest_runtest_call(self):
            kit.phase = "call"

        @hookimpl(tryfirst=True)
        def pytest_runtest_teardown(self):
            kit.phase = "teardown"

        # One wrapper of the old style makes pluggy take its slow way for all wrappers of a hook, and warns where what it wraps is interrupted.
        if "wrapper" in type(hookimpl).__call__.__code__.co_varnames:  # pluggy 1.2 and later

            @hookimpl(wrapper=True, tryfirst=True)
            def pytest_make_collect_report(self, collector):
                before_collect(collector)
                try:
                    report = yield
                except BaseException as error:
                    after_collect(collector, None)
                    error.__traceback__ = (
                        error.__traceback__.tb_next
                    )  # 3.11 and later: no frame of ours in what the user sees
                    raise
                after_collect(collector, report)
                return report

            @hookimpl(wrapper=True, tryfirst=True)
            def pytest_runtest_makereport(self, item, call):
                before_report(call)
                try:
                    report = yield
                except BaseException as error:
                    error.__traceback__ = error.__traceback__.tb_next
                    raise
                after_report(item, call, report)
                return report
        else:

            @hookimpl(hookwrapper=True, tryfirst=True)
            def pytest_make_collect_report(self, collector):
                before_collect(collector)
                outcome = yield
                after_collect(collector, result_of(outcome))

            @hookimpl(hookwrapper=True, tryfirst=True)
            def pytest_runtest_makereport(self, item, call):
                before_report(call)
                outcome = yield
                report = result_of(outcome)
                if report is not None:
                    after_report(item, call, report)

        @hookimpl(hookwrapper=True)
        def pytest_report_to_serializable(self, report):
            outcome = yield
            try:
                if kit.worker and (told or last):
                    chain = chain_of(report)
                    data = outcome.get_result()
                    if chain and type(data) is dict:
                        data[KEY] = chain
            except Exception:
                kit.trouble("to_serializable")

        @hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_report_from_serializable(self, data):
            chain = data.pop(KEY, None) if type(data) is dict else None
            outcome = yield
            if chain is not None:
                try:
                    told[id(outcome.get_result())] = chain
                except Exception:
                    kit.trouble("from_serializable")

        @hookimpl(tryfirst=True)
        def pytest_runtest_logreport(self, report):
            if kit.worker:
                return
            try:
                if (
                    report.outcome == "passed"
                    and report.longrepr is None
                    and not hasattr(report, "context")
                    and not hasattr(report, "wasxfail")
                ):
                    nodeid, when, worker = (
                        report.nodeid,
                        report.when,
                        reports.worker_of(report) if state["controller"] else "",
                    )
                    name = current[1] if nodeid == current[0] else quoted(nodeid)
                    if worker:
                        pending.append(PASSED_THERE % (name, when, report.duration, worker))
                    else:
                        pending.append(PASSED % (name, when, report.duration))
                    if when == "teardown":
                        return  # waits for the next test to start
                else:
                    later(reports.phase_record(report, chain_of(report)))
                flush()
            except Exception:
                kit.trouble("logreport")

        @hookimpl(optionalhook=True)  # new in pytest 6: with an older one its warnings are not recorded
        def pytest_warning_recorded(self, warning_message, when, nodeid):
            state["warnings"] += 1
            if kit.worker or state["warnings"] > WARNINGS:
                return
            try:
                later(
                    encode(
                        {
                            "t": "warning",
                            "when": when,
                            "id": nodeid,
                            "category": chains.type_name(warning_message.category),
                            "message": cap(chains.text_of(warning_message.message), 4000),
                            "path": paths.plain(str(warning_message.filename)),
                            "line": warning_message.lineno,
                        }
                    )
                    + "\n"
                )
            except Exception:
                kit.trouble("warning")

        def pytest_internalerror(self, excrepr, excinfo):
            try:
                say({"t": "internal", "message": cap(str(excrepr)), "chain": chains.describe(excinfo.value)})
            except Exception:
                kit.trouble("internalerror")

        def pytest_keyboard_interrupt(self, excinfo):
            try:
                say(
                    {
                        "t": "interrupt",
                        "id": kit.node,
                        "phase": kit.phase,
                        "message": cap(str(excinfo.value), 4000),
                        "chain": chains.describe(excinfo.value),
                    }
                )
            except Exception:
                kit.trouble("keyboard_interrupt")

        @hookimpl(trylast=True)
        def pytest_sessionfinish(self, session, exitstatus):
            try:
                if servers is not None:
                    servers.finish_phase(None)
                line = {"t": "finish", "status": int(exitstatus)}
                stopped = getattr(session, "shouldfail", False) or getattr(session, "shouldstop", False)
                if stopped:
                    line["stopped"] = str(stopped)
                if kit.worker:
                    flush()
                else:
                    say(line)
                kit.compiled.keep()
            except Exception:
                kit.trouble("sessionfinish")

        @hookimpl(trylast=True)
        def pytest_unconfigure(self):
            flush()

    def chain_of(report):
        chain = told.get(id(report))
        if not kit.worker:
            told.pop(id(report), None)
        if (
            chain is None
            and last
            and last[0] == report.nodeid
            and hasattr(report, "context")
            and report.outcome not in ("passed", "skipped")
        ):
            chain = last[1]
        return chain

    return Probe()


def result_of(outcome):
    """What an old-style wrapper has around it, None for an exception, which pluggy raises by itself."""
    try:
        return outcome.get_result()
    except BaseException:
        return None


def is_file(collector):
    """A collected file: a test module, a text file with doctests, a file of a plugin's own kind; not a package or a folder."""
    names = [base.__name__ for base in type(collector).__mro__]
    return (
        ("File" in names or "FSCollector" in names)
        and "Package" not in names
        and "Directory" not in names
        and "Session" not in names
    )


def usage(outcome):
    """A command line, a configuration or a conftest that stopped pytest."""
    try:
        info = outcome.excinfo if hasattr(outcome, "excinfo") else outcome._excinfo
        if info is None:
            return
        error = info[1]
        if type(error).__name__ not in ("UsageError", "ConftestImportFailure", "PluginValidationError") or getattr(
            kit, "usage_said", None
        ) == id(error):
            return
        kit.usage_said = id(error)
        inner = chains.unwrap(error)
        line = {
            "t": "usage",
            "message": cap(
                "\n".join([str(part) for part in error.args]) if type(error).__name__ == "UsageError" else str(error)
            ),
        }
        if inner is not error:
            line["chain"] = chains.describe(inner)
            line["id"] = paths.plain(str(getattr(error, "path", "")))
        say(line)
    except Exception:
        kit.trouble("usage")
