#include "investigation/clues.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::investigation;
using Kind = sides::SwapDelta::Kind;

namespace {

/// A failure, and sides that differ in the interpreter, a package, two variables, a file and two modules.
struct Case {
    Cluster cluster;
    std::vector<CauseApi> changed;
    Recording bad;
    std::set<std::string> mocking;
    std::optional<Recording> states;
    std::vector<sides::SwapDelta> deltas = {
        {Kind::interpreter, Factor::interpreter, "Python", "3.11", "3.12"},
        {Kind::package, Factor::packages, "http-x", "0.28", "0.27"},
        {Kind::variable, Factor::environ, "API_KEY", std::nullopt, "k"},
        {Kind::variable, Factor::environ, "TZ", "UTC", "Asia/Tokyo"},
        {Kind::path, Factor::files, "data/rates.json", std::nullopt, "new"},
        {Kind::module, Factor::selection, "tests/test_a.py", "collected", std::nullopt},
        {Kind::module, Factor::selection, "tests/test_b.py", "collected", std::nullopt},
    };
    enum { python, package, key, zone, file, module_a, module_b };

    Case() { cluster.tests.push_back({"tests/test_c.py::one"}); }

    void fails(const std::string& type, const std::string& message, std::vector<Frame> frames = {}) {
        cluster.error.type = type;
        cluster.error.message = message;
        ExceptionRecord record;
        record.type = type, record.message = message, record.frames = std::move(frames);
        cluster.error.chain = {record};
    }
    /// The differences that the clues name, each clue in brackets.
    std::string told() const {
        std::string text;
        for (const Clue& clue : clues_of({cluster, changed, bad, deltas, mocking, states ? &*states : nullptr})) {
            text += "[";
            for (const std::size_t d : clue.deltas) text += (text.back() == '[' ? "" : " ") + deltas[d].name;
            text += "]";
        }
        return text;
    }
};

}  // namespace

TEST_CASE("that the sides differ is no clue") {
    Case c;
    c.fails("AssertionError", "assert 500 == 200");
    CHECK(c.told() == "");
}

TEST_CASE("a name that the atlas knows to differ points to the interpreter, one of a package to the package") {
    Case c;
    c.fails("TypeError", "rmtree() got an unexpected keyword argument 'onexc'");
    c.changed = {CauseApi{"shutil.rmtree", {}, "3.12", "", ""}};
    CHECK(c.told() == "[Python]");
    c.changed[0].package = "http-x";
    CHECK(c.told() == "[http-x]");
}

TEST_CASE("a variable is pointed to by what the runs part at, by the failure, and by a lookup in vain") {
    Case c;
    SECTION("where the runs part") {
        c.cluster.divergence =
            Divergence{"app.py", 3, "f", "", "os.environ.get('API_KEY')", "None", "a value", true, ""};
        CHECK(c.told() == "[API_KEY]");
    }
    SECTION("the failure") {
        c.fails("KeyError", "'API_KEY'");
        CHECK(c.told() == "[API_KEY]");
    }
    SECTION("a lookup of one of its tests") {
        c.bad.missing = {{"environ", "API_KEY", {}, "tests/test_c.py::one"}};
        CHECK(c.told() == "[API_KEY]");
    }
    SECTION("not a lookup of another test, and not a part of another word") {
        c.bad.missing = {{"environ", "API_KEY", {}, "tests/test_d.py::one"}};
        c.fails("KeyError", "'MY_API_KEY_2'");
        CHECK(c.told() == "");
    }
}

TEST_CASE("a file is pointed to by its name, and by a lookup in vain") {
    Case c;
    SECTION("name") {
        c.fails("FileNotFoundError", "[Errno 2] No such file or directory: '/w/data/rates.json'");
        CHECK(c.told() == "[data/rates.json]");
    }
    SECTION("lookup") {
        c.cluster.missing = {{"file", "/w/data/rates.json", {}, ""}};
        CHECK(c.told() == "[data/rates.json]");
    }
}

TEST_CASE("a package is pointed to if the exception was raised in it or is about it, not if it only called") {
    Case c;
    const Frame in_package{"<site>/http_x/client.py", 10, "get", "", false}, in_project{"app.py", 3, "f", "", true};
    SECTION("raised") {
        c.fails("ValueError", "bad", {in_project, in_package});
        CHECK(c.told() == "[http-x]");
    }
    SECTION("called") {
        c.fails("ValueError", "bad", {in_package, in_project});
        CHECK(c.told() == "");
    }
    SECTION("about") {
        c.fails("TypeError", "no argument 'proxies'", {in_project});
        c.cluster.error.chain[0].subject = Subject{"http_x.Client", "parameter proxies", "", "s"};
        CHECK(c.told() == "[http-x]");
    }
    SECTION("missing") {
        c.deltas[Case::package].bad = std::nullopt;
        c.fails("ModuleNotFoundError", "No module named 'http_x'");
        CHECK(c.told() == "[http-x]");
    }
}

TEST_CASE("a package is pointed to if it warned on the other side of what the failing tests do") {
    Case c;
    c.fails("AttributeError", "no attribute 'out_file'");
    c.cluster.warnings = {{"UserWarning", "slow", "<site>/http_x/core.py", 3, false, ""},
                          {"http_x.Removed", "soon", "tests/test_c.py", 3, true, ""}};
    CHECK(c.told() == "");
    c.cluster.warnings.push_back(
        {"http_x.RemovedIn8Warning", "setup() is deprecated", "tests/test_c.py", 3, false, ""});
    CHECK(c.told() == "[http-x]");
    c.cluster.warnings = {{"DeprecationWarning", "setup() is deprecated", "<site>/http_x/core.py", 3, false, ""}};
    CHECK(c.told() == "[http-x]");
}

TEST_CASE("a mock points to the modules that make mocks, and to the whole selection where none does") {
    Case c;
    c.fails("TypeError", "object MagicMock can't be used in 'await' expression");
    CHECK(c.told() == "[tests/test_a.py tests/test_b.py]");
    c.mocking = {"tests/test_b.py"};
    CHECK(c.told() == "[tests/test_b.py]");
}

TEST_CASE("what the failure names comes before what its kind suggests") {
    Case c;
    c.fails("AssertionError", "assert datetime.datetime(2024, 1, 1) == rates.json");
    CHECK(c.told() == "[data/rates.json][TZ]");
}

TEST_CASE("all modules that leave changed what the failure speaks of are suspected together") {
    Case c;
    c.fails("AssertionError", "assert rate == 7");
    c.states.emplace();
    const StateChange rate{StateKind::attribute, "app.money:rate", "7", "8", true},
        other{StateKind::attribute, "app.other:thing", "1", "2", true};
    c.states->states = {{"collect", "tests/test_a.py", {other, rate}, 0},
                        {"test", "tests/test_b.py::sets", {rate}, 0},
                        {"test", "tests/test_c.py::own", {rate}, 0}};
    CHECK(c.told() == "[tests/test_a.py tests/test_b.py]");
    c.states->states = {{"collect", "tests/test_a.py", {other}, 0}};
    CHECK(c.told() == "");
}
