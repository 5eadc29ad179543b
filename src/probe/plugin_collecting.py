"""pytest's hooks about collection. They record which modules were collected, what failed or was skipped while
collecting, and which tests were selected."""

record, chains, reports, plugin = kit.part("record"), kit.part("chains"), kit.part("reports"), kit.part("plugin")
hookimpl = plugin.hookimpl
say = record.say


class Plugin:
    """The hooks of collection."""

    def __init__(self):
        self.modules = []  # These are the node ids of the files for which no `module` record was written yet.
        self.items_of = {}  # Maps a module to the number of its tests before any of them were deselected.
        self.deselected = []

    def before_collect(self, collector):
        if is_file(collector):
            name = collector.nodeid
            self.modules.append(name)
            kit.node, kit.phase = name, "collect"
            say({"t": "collecting", "id": name})
            kit.observe("before", "collect", name)

    def after_collect(self, collector, report):
        """Notes that a collector is done. `report` is None if collecting was ended (Ctrl-C, sys.exit)."""
        try:
            name, is_module = collector.nodeid, kit.phase == "collect"
            if is_module:
                kit.observe("after", "collect", name)
                kit.part("objects").install()
            if report is None:
                return
            if is_module and kit.monitoring is not None:
                kit.monitoring.end_collect(name, report.outcome == "failed")
            if report.outcome != "passed":
                say(collect_record(name, report))
        except Exception:
            kit.trouble("collect")
        finally:
            kit.node, kit.phase = "", ""

    if plugin.NEW_WRAPPERS:

        @hookimpl(wrapper=True, tryfirst=True)
        def pytest_make_collect_report(self, collector):
            self.before_collect(collector)
            try:
                report = yield
            except BaseException as error:
                self.after_collect(collector, None)
                # From 3.11 on, this removes the probe's frame from what the user sees.
                error.__traceback__ = error.__traceback__.tb_next
                raise
            self.after_collect(collector, report)
            return report

    else:

        @hookimpl(hookwrapper=True, tryfirst=True)
        def pytest_make_collect_report(self, collector):
            self.before_collect(collector)
            outcome = yield
            self.after_collect(collector, plugin.result_of(outcome))

    @hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        try:
            for item in items:
                module = item.nodeid.partition("::")[0]
                self.items_of[module] = self.items_of.get(module, 0) + 1
            self.write_modules()
        except Exception:
            kit.trouble("modifyitems")
        yield

    def pytest_deselected(self, items):
        try:
            for item in items:
                self.deselected.append(item.nodeid)
        except Exception:
            kit.trouble("deselected")

    @hookimpl(trylast=True)
    def pytest_collection_finish(self, session):
        try:
            self.write_modules()
            changed = kit.part("facts").changed_environ()
            if changed:
                say({"t": "environ", "changed": changed})
            if not kit.controller:
                ids = [item.nodeid for item in session.items]
                say({"t": "selected", "ids": ids, "deselected": self.deselected})
        except Exception:
            kit.trouble("collection_finish")

    def write_modules(self):
        for name in self.modules:
            record.later(record.encode({"t": "module", "id": name, "items": self.items_of.get(name, 0)}) + "\n")
        del self.modules[:]
        record.flush()


def collect_record(name, report):
    """Returns the `collect` record of a node whose collection failed or was skipped."""
    line = {"t": "collect", "id": name, "outcome": report.outcome}
    if report.outcome == "skipped":
        line["message"] = reports.skip_reason(report)
        return line
    line["message"] = record.cap(str(report.longrepr))
    excinfo = getattr(report.__dict__.get("call"), "excinfo", None)
    if excinfo is not None:
        error = chains.unwrap(excinfo.value)
        line["chain"] = chains.describe(error)
        kit.failed(kit.part("failures").Failure(error))
    return line


def is_file(collector):
    """Returns True for a collected file: a test module, a text file with doctests, or a file of a plugin's own kind.
    Returns False for a package or a folder."""
    names = [base.__name__ for base in type(collector).__mro__]
    if "Package" in names or "Directory" in names or "Session" in names:
        return False
    return "File" in names or "FSCollector" in names
