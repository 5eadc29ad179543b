"""Tests that the probe undoes exactly one change of state, of every kind that it observes."""

from cases import check, project, sample

STORE = """overrides = same = {"k": 1}
names = ["a"]
numbers = {1}
class Store:
    def get(self): return 1
class App:
    def __init__(self): self.dependency_overrides = {}
application = App()
"""
ZONE = {"LC_ALL": "C.UTF-8", "PROBE_TEST_THERE": "here"}
# For each test of samples/leaves.py, the kind and the name of what it changes. A victim has the name of its polluter.
KINDS = {
    "modules": ("sys.modules", "app.store"),
    "module_that_was_not_there": ("sys.modules", "shelf"),
    "environ": ("environ", "PROBE_TEST_ZZ"),
    "environ_removed": ("environ", "PROBE_TEST_THERE"),
    "time_zone": ("environ", "TZ"),
    "class": ("attribute", "app.store:Store.get"),
    "class_added": ("attribute", "app.store:Store.put"),
    "function": ("attribute", "json:dumps"),
    "attribute_added": ("attribute", "app.store:added"),
    "inside": ("container", "app.store:application.dependency_overrides[x]"),
    "key": ("container", "app.store:overrides[k]"),
    "list": ("container", "app.store:names"),
    "set": ("container", "app.store:numbers"),
    "cwd": ("cwd", "cwd"),
    "umask": ("umask", "umask"),
    "path": ("sys.path", "sys.path"),
    "finder": ("meta_path", "meta_path"),
    "path_hook": ("path_hooks", "path_hooks"),
    "recursion_limit": ("recursion_limit", "recursion_limit"),
    "hook": ("hooks", "excepthook"),
    "builtin": ("builtins", "zzz"),
    "signal": ("signal", "12"),
    "logger": ("logging", "app"),
    "handler": ("logging", "app.x"),
    "logging_off": ("logging", "disable"),
    "locale": ("locale", "locale"),
    "decimal": ("decimal", "context"),
}


def passing(environment, folder, changes=None, when="end", forget=()):
    """Runs the session with changes undone, if there are any. Returns the names of the victims that pass, and the
    result."""
    observe = {"undo": {"changes": changes, "when": when, "forget": list(forget)}} if changes is not None else None
    result = environment.probed(folder, "-q", environ=ZONE, config={"observe": observe})
    check(not result.all("trouble"), result.all("trouble"))
    passed = {
        line["id"].partition("::test_")[2]
        for line in result.all("phase")
        if line["id"].startswith("test_b.py") and line["when"] == "call" and line["outcome"] == "passed"
    }
    return passed, result


def change(name):
    what, piece = KINDS[name]
    return {"what": what, "name": piece, "ids": ["test_a.py::test_" + name]}


def case_undo_each_kind(environment):
    with project(**{"app__store": STORE, "test_a": sample("leaves"), "test_b": sample("victims")}) as folder:
        check(passing(environment, folder)[0] == set(), "without undoing")
        for name in KINDS:
            passed, result = passing(environment, folder, [change(name)])
            undone = [(line["id"], line["what"], line["name"]) for line in result.all("undone")]
            check(passed == {name}, name, passed, undone)
            check(undone == [("test_a.py::test_" + name,) + KINDS[name]], name, undone)
        zone = {"what": "timezone", "name": "timezone", "ids": ["test_a.py::test_time_zone"]}
        check(passing(environment, folder, [zone])[0] == {"time_zone"}, "the time zone")
        filters = {"what": "warnings", "name": "filters", "ids": ["test_a.py"]}
        check(passing(environment, folder, [filters])[0] == {"warnings"}, "the filters of warnings")


def case_undo_several_and_by_line(environment):
    with project(**{"app__store": STORE, "test_a": sample("leaves"), "test_b": sample("victims")}) as folder:
        every = [change(name) for name in KINDS] + [{"what": "warnings", "name": "filters", "ids": ["test_a.py"]}]
        for when in ("end", "line"):
            passed, _ = passing(environment, folder, every, when)
            check(passed == set(KINDS) | {"warnings"}, when, (set(KINDS) | {"warnings"}) - passed)


def case_undo_before_it_is_imported(environment):
    """What a polluter imports after its change holds the change. Undoing right after the line reaches that as well, or
    forgetting what was imported."""
    files = {
        "app__store": "def get(): return 1\n",
        "app__views": "from app.store import get\ndef view(): return get()\n",
        "test_a": "import sys\nfrom unittest.mock import MagicMock\nsys.modules['app.store'] = MagicMock()\n"
        "import app.views\ndef test_view(): pass\n",
        "test_b": "from app.views import view\ndef test_view(): assert view() == 1\n",
    }
    change = {"what": "sys.modules", "name": "app.store", "ids": ["test_a.py"]}
    with project(**files) as folder:
        states = environment.probed(folder, "-q", config={"observe": "state"})
        check([line["fresh"] for line in states.all("state") if line["id"] == "test_a.py"] == [1], states.all("state"))
        check(passing(environment, folder, [change])[0] == set(), "at the end")
        check(passing(environment, folder, [change], "line")[0] == {"view"}, "after the line")
        check(passing(environment, folder, [change], "end", ["test_a.py"])[0] == {"view"}, "forgetting")
        check(passing(environment, folder, [], "end", ["test_a.py"])[0] == set(), "forgetting alone")


def case_undo_leaves_the_folder_of_pytest(environment):
    files = {
        "tests__helper": "value = 1\n",
        "tests__test_a": "import sys\nsys.path.insert(0, '/nowhere')\ndef test_a(): import helper\n",
        "tests__test_b": "import sys\ndef test_path():\n    import helper\n    assert '/nowhere' not in sys.path\n",
    }
    change = {"what": "sys.path", "name": "sys.path", "ids": ["tests/test_a.py"]}
    with project(**files) as folder:
        for when in ("end", "line"):
            result = environment.probed(
                folder, "-q", mode="script", config={"observe": {"undo": {"changes": [change], "when": when}}}
            )
            check([line["outcome"] for line in result.phases("test_path")] == ["passed"], when, result.out)
            check([line["outcome"] for line in result.phases("test_a")] == ["passed"], when, result.out)


def case_state_says_what_a_failure_reaches(environment):
    files = {
        "lib__shelf": "def keep(item): return 1\n",
        "lib__convert": "import os\ndef convert(item):\n    import shelf\n    os.environ.get('SHELF_NAME')\n"
        "    answer = shelf.keep(item)\n    return answer.status\n",
        "test_a": "import os, sys\nfrom unittest.mock import MagicMock\nsys.path.insert(0, 'lib')\n"
        "def test_a():\n    sys.modules.setdefault('shelf', MagicMock())\n"
        "    sys.modules['shelf'].keep = MagicMock(return_value=None)\n"
        "    os.environ['OTHER'] = os.environ['SHELF_NAME'] = '1'\n",
        "test_b": "from convert import convert\ndef test_b(): convert(1)\n",
    }
    with project(**files) as folder:
        result = environment.probed(folder, "-q", config={"observe": "state"})
        changed = {each["name"]: each for line in result.all("state") for each in line["changed"]}
        check(changed["shelf"]["project"] is True and changed["OTHER"]["project"] is False, changed)
        (reach,) = result.all("reach")
        check(reach["id"] == "test_b.py::test_b" and reach["mock"] is True, reach)
        check(reach["held"] == [{"what": "sys.modules", "name": "shelf"}], reach)
        check({"what": "environ", "name": "SHELF_NAME"} in reach["reached"], reach)
        check({"what": "environ", "name": "OTHER"} not in reach["reached"], reach)
