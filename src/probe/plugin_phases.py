"""pytest's hooks about the phases of tests. They record what runs now and how each phase ended. They also take the
chains of exceptions from where a report is made to where it is written, which under xdist is another process."""

import sys

record, chains, reports, plugin = kit.part("record"), kit.part("chains"), kit.part("reports"), kit.part("plugin")
servers, monitoring = kit.servers, kit.monitoring
hookimpl = plugin.hookimpl
TestReport = sys.modules["_pytest.reports"].TestReport
flush, put, pending, quoted = record.flush, record.put, record.pending, reports.quoted
PASSED = '{"t":"phase","id":"%s","when":"%s","outcome":"passed","s":%.6f}\n'
PASSED_THERE = '{"t":"phase","id":"%s","when":"%s","outcome":"passed","s":%.6f,"worker":"%s"}\n'
START = '{"t":"start","id":"%s"}\n'
# Under this key, a worker's serialised report carries its chain to the controller. The chain is removed before anyone
# sees it.
KEY = "$testskew"


class Plugin:
    """The hooks of the phases."""

    def __init__(self):
        self.chains = {}  # Maps id(report) to the JSON of its chain until the chain is written.
        # This is the chain that no report took. It is meant for subtests, because their reports are copies.
        self.latest_id = self.latest_chain = ""
        # These are the node id of the running test, and its form inside a JSON string.
        self.node, self.quoted_node = "", ""

    @hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid):
        try:
            # In the controller, the reports of other tests are still on their way.
            if self.chains and not kit.controller:
                self.chains.clear()
            self.latest_id = self.latest_chain = ""
            kit.node = nodeid
            if kit.worker:
                flush()
            else:
                self.node, self.quoted_node = nodeid, quoted(nodeid)
                put(START % self.quoted_node)
            if kit.observer is not None:
                kit.observe("before", "test", nodeid)
        except Exception:
            kit.trouble("logstart")

    @hookimpl(tryfirst=True)
    def pytest_runtest_logfinish(self, nodeid):
        kit.node = kit.phase = ""
        if kit.observer is not None:
            kit.observe("after", "test", nodeid)

    @hookimpl(tryfirst=True)
    def pytest_runtest_setup(self):
        kit.phase = "setup"
        if monitoring is not None:
            monitoring.begin_test()

    @hookimpl(tryfirst=True)
    def pytest_runtest_call(self):
        kit.phase = "call"
        if monitoring is not None:
            monitoring.resume()

    @hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self):
        kit.phase = "teardown"
        if monitoring is not None:
            monitoring.resume()

    if plugin.NEW_WRAPPERS:

        @hookimpl(wrapper=True, tryfirst=True)
        def pytest_runtest_makereport(self, item, call):
            if call.excinfo is not None:
                before_report(call)
            try:
                report = yield
            except BaseException as error:
                error.__traceback__ = error.__traceback__.tb_next
                raise
            if call.excinfo is not None or report.outcome != "passed":
                self.after_report(item, call, report)
            else:
                after_passed(item, call)
            return report

    else:

        @hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_runtest_makereport(self, item, call):
            before_report(call)
            outcome = yield
            report = plugin.result_of(outcome)
            if report is not None:
                self.after_report(item, call, report)

    def after_report(self, item, call, report):
        """Ends a phase: writes what the phase swallowed, and makes the chain of the exception that it ended with."""
        try:
            excinfo = call.excinfo
            error = None if excinfo is None else excinfo.value
            failed = report.outcome not in ("passed", "skipped")
            failed = failed or excinfo is not None and not reports.is_skip(report, excinfo)
            failure = kit.part("failures").Failure(error, report.longrepr) if failed or error is not None else None
            if servers is not None:
                servers.finish_phase(failure)
            if monitoring is not None:
                monitoring.end_phase(item.nodeid, call.when, failure, failed)
            if failure is not None:
                kit.failed(failure)
            if failed and error is not None:
                kit.observe_failure(item.nodeid, error)
            if error is not None and report.outcome != "passed" and not reports.is_skip(report, excinfo):
                chain = record.encode(chains.describe(error))
                self.chains[id(report)] = chain
                self.latest_id, self.latest_chain = item.nodeid, chain
        except Exception:
            kit.trouble("makereport")

    @hookimpl(hookwrapper=True)
    def pytest_report_to_serializable(self, report):
        outcome = yield
        try:
            if kit.worker and (self.chains or self.latest_chain):
                chain = self.chain_of(report)
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
                self.chains[id(outcome.get_result())] = chain
            except Exception:
                kit.trouble("from_serializable")

    @hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report):
        if kit.worker:
            return
        try:
            if type(report) is not TestReport or "wasxfail" in report.__dict__ or report.longrepr is not None:
                plainly = reports.plainly_passed(report)
            else:
                plainly = report.outcome == "passed"
            if not plainly:
                put(reports.phase_record(report, self.chain_of(report)))
                return
            nodeid = report.nodeid
            name = self.quoted_node if nodeid == self.node else quoted(nodeid)
            worker = reports.worker_of(report) if kit.controller else ""
            if worker:
                line = PASSED_THERE % (name, report.when, report.duration, worker)
            else:
                line = PASSED % (name, report.when, report.duration)
            if report.when == "teardown":
                pending.append(line)  # It is written when the next test starts.
            else:
                put(line)
        except Exception:
            kit.trouble("logreport")

    def chain_of(self, report):
        """Returns the JSON of the chain of a report, or None if it has none. A worker keeps the chain, because the
        report may be serialised again."""
        chain = self.chains.get(id(report))
        if not kit.worker:
            self.chains.pop(id(report), None)
        if chain is None and self.latest_chain and self.latest_id == report.nodeid:
            if hasattr(report, "context") and report.outcome not in ("passed", "skipped"):
                return self.latest_chain
        return chain


def after_passed(item, call):
    """Ends a phase that passed, which nearly all phases do. It does what after_report does of such a phase."""
    try:
        if servers is not None and (servers.loose or servers.active or servers.recent or servers.count):
            servers.finish_phase(None)
        if monitoring is not None:
            # pytest makes the node id anew each time, and it is only needed for what is written.
            monitoring.end_phase(item.nodeid if monitoring.EVERYTHING else "", call.when, None, False)
    except Exception:
        kit.trouble("makereport")


def before_report(call):
    """Removes the probe's own frames from a traceback that pytest is about to show, unless they never were in it."""
    excinfo = call.excinfo
    if excinfo is not None and (not chains.KEEPS_TRIMMED or servers is not None and servers.raising):
        try:
            chains.drop_own_frames(excinfo.value)
        except Exception:
            kit.trouble("makereport")
