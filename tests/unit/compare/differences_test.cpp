#include "compare/differences.hpp"

#include "build.hpp"
#include "catch.hpp"

using namespace testskew;
using namespace testskew::build;

namespace {

/// The only delta of the only difference of two recordings, as "factor name bad good". "-" stands for a value that is
/// not there.
std::string only(const Recording& bad, const Recording& good) {
    const auto found = compare::differences(bad, good);
    REQUIRE(found.size() == 1);
    REQUIRE(found[0].deltas.size() == 1);
    const auto& delta = found[0].deltas[0];
    return to_string(found[0].factor) + " " + delta.name + " " + delta.bad.value_or("-") + " " +
           delta.good.value_or("-");
}

}  // namespace

TEST_CASE("differences name each factor and leave noise out") {
    Recording bad = session("ci", {}), good = session("local", {});
    CHECK(compare::differences(bad, good).empty());
    bad.interpreter.version = "3.11.7", good.interpreter.version = "3.12.1";
    bad.interpreter.libc = "glibc 2.36", good.interpreter.libc = "glibc 2.39";
    bad.distributions = {{"a", "1"}, {"same", "1"}}, good.distributions = {{"a", "2"}, {"same", "1"}, {"b", "1"}};
    bad.environ = {{"TMPDIR", "hmac:1"}, {"LANG", "hmac:2"}},
    good.environ = {{"TMPDIR", "hmac:9"}, {"LANG", "hmac:2"}, {"KEY", "hmac:3"}};
    bad.selection.targets = {"tests"};
    bad.modules = {"t.py", "u.py"}, good.modules = {"t.py"};
    bad.facts = {{"umask", "002"}, {"git.depth", "1"}}, good.facts = {{"umask", "022"}, {"git.depth", "full"}};
    const auto d = compare::differences(bad, good);
    std::vector<Factor> factors;
    for (const auto& each : d) factors.push_back(each.factor);
    using enum Factor;
    CHECK(factors == std::vector<Factor>{interpreter, packages, environ, files, selection, host, host});
    CHECK(d[1].deltas.size() == 2);
    REQUIRE(d[2].deltas.size() == 1);
    CHECK(d[2].deltas[0].name == "KEY");
    CHECK_FALSE(d[2].deltas[0].bad);
    CHECK(d[4].deltas.back().name == "u.py");
    CHECK_FALSE(d[6].swappable);
}

TEST_CASE("a session that died before it could say what is installed is no side without packages") {
    Recording bad = session("ci", {}), good = session("local", {});
    good.distributions = {{"a", "2"}};
    CHECK(compare::differences(bad, good).empty());
    CHECK(compare::differences(good, bad).empty());
}

TEST_CASE("digests under different keys are compared by presence only") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.machine = "m1", good.machine = "m2";
    bad.environ = {{"LANG", "hmac:1"}, {"TZ", "hmac:2"}},
    good.environ = {{"LANG", "hmac:3"}, {"TZ", "hmac:4"}, {"KEY", "hmac:5"}};
    const auto d = compare::differences(bad, good);
    REQUIRE(d.at(0).factor == Factor::environ);
    CHECK(d[0].deltas.size() == 1);
}

TEST_CASE("what the interpreters say of themselves is compared, builds only within one version") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.interpreter.version = good.interpreter.version = "3.12.1";
    bad.interpreter.build = "gcc 12", good.interpreter.build = "clang 17";
    CHECK(only(bad, good) == "interpreter build gcc 12 clang 17");
    good.interpreter.build = bad.interpreter.build;
    good.interpreter.free_threaded = true;
    CHECK(only(bad, good) == "interpreter free-threaded no yes");
    good.interpreter.free_threaded = false, bad.interpreter.debug = true;
    CHECK(only(bad, good) == "interpreter debug build yes no");
    bad.interpreter.debug = false, bad.interpreter.implementation = "cpython", good.interpreter.implementation = "";
    CHECK(compare::differences(bad, good).empty());  // one side does not say its value
}

TEST_CASE("files differ by what was asked for, then by what git has") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.files.kind = FilesSpec::Kind::ref, bad.files.ref = "abc";
    CHECK(only(bad, good) == "files files ref:abc worktree");
    good.files.kind = FilesSpec::Kind::tracked;
    CHECK(only(bad, good) == "files files ref:abc tracked");
    bad.files = good.files;
    bad.facts = {{"git.tags", "no"}};
    CHECK(only(bad, good) == "files git.tags no -");
}

TEST_CASE("selections differ by words, workers, config files and the order of modules") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.selection.options = {"-m", "not slow"};
    CHECK(only(bad, good) == "selection options -m 'not slow' -");
    bad.selection.options.clear();
    bad.selection.invocation = Invocation::python_m_pytest;
    CHECK(only(bad, good) == "selection invocation python -m pytest pytest");
    bad.selection.invocation = Invocation::pytest;
    bad.facts = {{"workers", "4"}};
    CHECK(only(bad, good) == "selection workers 4 -");
    bad.facts = {{"inifile", "tox.ini"}}, good.facts = {{"inifile", "pytest.ini"}};
    CHECK(only(bad, good) == "selection config file tox.ini pytest.ini");
    good.facts = bad.facts;
    bad.modules = {"a.py", "b.py"}, good.modules = {"b.py", "a.py"};
    CHECK(only(bad, good) == "selection order of modules as recorded another");
}

TEST_CASE("PATH differs on every machine by the environment's own folder; noise differs always") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.environ = {{"PATH", "hmac:1"}, {"UV_CACHE", "hmac:1"}, {"SAME", "hmac:0"}, {"PYTEST_XDIST_WORKER", "hmac:2"}};
    good.environ = {{"PATH", "hmac:2"}, {"SAME", "hmac:0"}};
    CHECK(compare::differences(bad, good).empty());
    bad.environ.erase("PATH");
    CHECK(only(bad, good) == "environ PATH - hmac:2");
}

TEST_CASE("another machine, or another system, cannot be swapped") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.machine = "m1", good.machine = "m2";
    CHECK(only(bad, good) == "host machine m1 m2");
    CHECK_FALSE(compare::differences(bad, good)[0].swappable);
    good.machine = "m1";
    bad.facts = {{"kernel", "6.1"}, {"os", "Debian 12"}}, good.facts = {{"kernel", "6.8"}};
    CHECK(only(bad, good) == "host kernel 6.1 6.8");
    bad.facts = {{"umask", "022"}, {"pid", "1"}}, good.facts = {{"umask", "002"}, {"pid", "2"}};
    CHECK(only(bad, good) == "host umask 022 002");
    CHECK(compare::differences(bad, good)[0].swappable);
}

TEST_CASE("digests are comparable if one agrees, or if both are of one machine") {
    Recording bad = session("ci", {}), good = session("local", {});
    CHECK(compare::comparable_digests(bad, good));
    bad.environ = {{"A", "hmac:1"}, {"HOME", "hmac:2"}}, good.environ = {{"A", "hmac:9"}, {"HOME", "hmac:2"}};
    CHECK_FALSE(compare::comparable_digests(bad, good));  // HOME is noise
    bad.machine = good.machine = "m";
    CHECK(compare::comparable_digests(bad, good));
    bad.machine = "other";
    bad.environ["B"] = good.environ["B"] = "hmac:3";
    CHECK(compare::comparable_digests(bad, good));
    CHECK(compare::incomparable_variables(bad, good) == 0);
}

TEST_CASE("recordings say themselves whether their digests were made under one key") {
    Recording bad = session("ci", {}), good = session("local", {});
    bad.machine = good.machine = "m";
    bad.environ = {{"A", "hmac:1"}, {"B", "hmac:2"}, {"HOME", "hmac:3"}, {"PATH", "hmac:4"}, {"C", "hmac:5"}};
    good.environ = {{"A", "hmac:9"}, {"B", "hmac:2"}, {"HOME", "hmac:8"}, {"PATH", "hmac:7"}};
    bad.facts["environ.key"] = "hmac:k", good.facts["environ.key"] = "hmac:l";
    CHECK(only(bad, good) == "environ C hmac:5 -");
    CHECK(compare::incomparable_variables(bad, good) == 2);
    good.facts["environ.key"] = "hmac:k";
    bad.environ.erase("C");
    CHECK(only(bad, good) == "environ A hmac:1 hmac:9");
    CHECK(compare::incomparable_variables(bad, good) == 0);
}
