#include "sides/factors.hpp"

#include <algorithm>

#include "catch.hpp"

using namespace testskew;
using namespace testskew::sides;

namespace {

Side side(const std::string& version, const std::string& httpx, std::map<std::string, std::string> environ) {
    Side s;
    s.interpreter.executable = "/python" + version;
    s.interpreter.version = version;
    s.resolution.packages = {{"httpx", {httpx, "httpx==" + httpx}}, {"six", {"1.16.0", "six==1.16.0"}}};
    s.environ = std::move(environ);
    return s;
}

std::vector<std::string> names(const Factors& f) {
    std::vector<std::string> result;
    for (const auto& delta : f.deltas) result.push_back(to_string(delta.factor) + " " + delta.name);
    return result;
}

}  // namespace

TEST_CASE("factors lists only what differs") {
    const auto f = factors(side("3.11.7", "0.27.0", {{"A", "1"}, {"B", "x"}}),
                           side("3.12.1", "0.28.0", {{"A", "1"}, {"B", "y"}, {"C", ""}}), {}, {}, false);
    CHECK(names(f) == std::vector<std::string>{"interpreter Python", "packages httpx", "environ B", "environ C"});
    CHECK_FALSE(f.deltas[3].bad);
    CHECK(f.deltas[3].good == "");
}

TEST_CASE("hybrid takes single deltas and leaves the rest") {
    Side bad = side("3.11.7", "0.27.0", {{"B", "x"}}), good = side("3.12.1", "0.28.0", {{"C", "z"}});
    bad.host.umask = 022;
    const auto f = factors(bad, good, {}, {}, false);
    REQUIRE(f.deltas.size() == 5);
    const auto h = hybrid(f, {false, true, true, false, true});
    REQUIRE(h);
    CHECK(h->interpreter.version == "3.11.7");
    CHECK(h->resolution.packages.at("httpx").version == "0.28.0");
    CHECK(h->environ.empty());
    CHECK_FALSE(h->host.umask);
    CHECK(hybrid(f, {true, true, true, true, true})->environ.count("C") == 1);
}

TEST_CASE("a path is taken from the good side's state, all of them as that state itself") {
    Side bad, good;
    bad.files.base.kind = FilesSpec::Kind::tracked;
    using What = workspace::FileDelta::What;
    const std::vector<workspace::FileDelta> paths = {{"a.json", What::missing_in_bad, false, 1, ""},
                                                     {"b.json", What::content, false, 1, ""}};
    const auto f = factors(bad, good, {}, paths, false);
    REQUIRE(f.deltas.size() == 2);
    CHECK_FALSE(f.deltas[0].bad);
    Side differing = bad;
    auto g = f;
    g.good.host.umask = 022;
    g.deltas.push_back({SwapDelta::Kind::umask, Factor::host, "umask", std::nullopt, "022"});
    CHECK(hybrid(g, {true, false, false})->files.taken.size() == 1);
    CHECK(hybrid(g, {true, true, false})->files == good.files);
}

TEST_CASE("every kind of difference of the host, of git and of the setup is a delta of its own, and can be taken") {
    Side bad = side("3.11.7", "0.27.0", {}), good = bad;
    good.host.umask = 077;
    good.host.terminal = true;
    good.host.user = "nobody";
    good.host.cpus = 1;
    good.host.limits["nofile"] = 64;
    good.private_home = !bad.private_home;
    good.files.git = {5, false, "main"};
    good.setup = {{"make", "data"}};
    good.resolution.local.emplace_back().path = ".";
    const auto f = factors(bad, good, {}, {}, false);
    CHECK(names(f) == std::vector<std::string>{"files git depth", "files git tags", "files git branch",
                                               "files installation of the project", "files setup", "host umask",
                                               "host terminal", "host user", "host cpus", "host nofile", "host home"});
    // Each delta alone changes one thing, and all of them together give the good side.
    for (size_t i = 0; i < f.deltas.size(); ++i) {
        std::vector<bool> one(f.deltas.size());
        one[i] = true;
        const auto mixed = hybrid(f, one);
        REQUIRE(mixed);
        CHECK(factors(*mixed, good, {}, {}, false).deltas.size() == f.deltas.size() - 1);
        CHECK(factors(bad, *mixed, {}, {}, false).deltas.size() == 1);
    }
}

TEST_CASE("what people read of a delta: octal masks, terminals and what one side lacks") {
    Side bad, good;
    bad.host.umask = 022;
    good.host.terminal = true;
    good.host.columns = 80;
    good.host.rows = 24;
    const auto deltas = factors(bad, good, {}, {}, false).deltas;
    REQUIRE(deltas.size() == 2);
    CHECK(deltas[0].bad == "022");
    CHECK_FALSE(deltas[0].good);
    CHECK(deltas[1].bad == "pipe");
    CHECK(deltas[1].good == "terminal 80x24");
}

TEST_CASE("a mixture is exclusive if one of the two sides is") {
    Side bad = side("3.11.7", "0.27.0", {{"A", "1"}, {"B", "1"}}), good = side("3.11.7", "0.27.0", {});
    good.exclusive = true;
    const auto f = factors(bad, good, {}, {}, false);
    CHECK(hybrid(f, {true, false})->exclusive);
    CHECK_FALSE(hybrid(f, {false, false})->exclusive);
}

TEST_CASE("options that say which tests run are told from those that do not") {
    for (const char* name : {"-k slow", "-m integration", "--ignore x", "--deselect y"})
        CHECK(selects_tests({SwapDelta::Kind::option, Factor::selection, name, {}, {}}));
    CHECK_FALSE(selects_tests({SwapDelta::Kind::option, Factor::selection, "-n", {}, {}}));
    CHECK_FALSE(selects_tests({SwapDelta::Kind::variable, Factor::environ, "-k", {}, {}}));
}
