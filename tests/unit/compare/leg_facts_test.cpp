#include "compare/leg_facts.hpp"

#include <algorithm>

#include "catch.hpp"

using namespace testskew;
using compare::leg_facts;

namespace {

const LegFact* found(const std::vector<LegFact>& facts, Factor factor, const std::string& name) {
    const auto it = std::find_if(facts.begin(), facts.end(),
                                 [&](const LegFact& one) { return one.factor == factor && one.name == name; });
    return it == facts.end() ? nullptr : &*it;
}

std::string value_of(const Recording& recording, Factor factor, const std::string& name) {
    const auto facts = leg_facts(recording);
    const LegFact* fact = found(facts, factor, name);
    return fact ? fact->value : "(none)";
}

std::string arguments_of(std::vector<std::string> argv) {
    Recording recording;
    recording.argv = std::move(argv);
    return value_of(recording, Factor::selection, "arguments");
}

}  // namespace

TEST_CASE("the interpreter of a leg is a release with an order, and words beside it") {
    Recording recording;
    CHECK(leg_facts(recording).front().factor != Factor::interpreter);  // a session that did not come so far
    recording.interpreter.version = "3.13.1";
    recording.interpreter.implementation = "cpython";
    recording.interpreter.free_threaded = true;
    const auto facts = leg_facts(recording);
    const LegFact* python = found(facts, Factor::interpreter, "python");
    REQUIRE(python);
    CHECK(python->value == "3.13.1");
    CHECK(python->kind == FactKind::release);
    CHECK(value_of(recording, Factor::interpreter, "implementation") == "cpython");
    CHECK(value_of(recording, Factor::interpreter, "free-threaded") == "yes");
    CHECK(value_of(recording, Factor::interpreter, "debug build") == "no");
    recording.interpreter.version.clear();
    recording.running_python = "3.9.2";
    CHECK(value_of(recording, Factor::interpreter, "python") == "3.9.2");
}

TEST_CASE("packages are releases that make a leg") {
    Recording recording;
    recording.distributions = {{"attrs", "23.1"}};
    const auto facts = leg_facts(recording);
    const LegFact* attrs = found(facts, Factor::packages, "attrs");
    REQUIRE(attrs);
    CHECK(attrs->value == "23.1");
    CHECK(attrs->kind == FactKind::release);
    CHECK(attrs->identity);
}

TEST_CASE("variables have a value where it may be told, a digest else, and neither where they name the run") {
    Recording recording;
    recording.environ = {{"DEBUG", "hmac:1"},  {"TOKEN", "hmac:2"}, {"GITHUB_JOB", "hmac:3"},   {"HOSTNAME", "hmac:4"},
                         {"TMPDIR", "hmac:5"}, {"PATH", "hmac:6"},  {"COVERAGE_FILE", "hmac:7"}};
    recording.values = {{"DEBUG", "1"}, {"GITHUB_JOB", "py311"}};
    const auto facts = leg_facts(recording);
    const LegFact* debug = found(facts, Factor::environ, "DEBUG");
    const LegFact* token = found(facts, Factor::environ, "TOKEN");
    const LegFact* job = found(facts, Factor::environ, "GITHUB_JOB");
    REQUIRE((debug && token && job));
    CHECK(debug->value == "1");
    CHECK(debug->digest == "hmac:1");
    CHECK(debug->kind == FactKind::word);
    CHECK(token->value.empty());
    CHECK(token->digest == "hmac:2");
    CHECK(token->kind == FactKind::digest);
    CHECK((job->value.empty() && job->digest.empty()));  // that it is there is all that says anything
    REQUIRE(found(facts, Factor::environ, "COVERAGE_FILE"));
    CHECK(found(facts, Factor::environ, "COVERAGE_FILE")->digest.empty());
    CHECK_FALSE(found(facts, Factor::environ, "TMPDIR"));
    CHECK_FALSE(found(facts, Factor::environ, "PATH"));
}

TEST_CASE("what pytest was called with comes from the selection, else from the command line") {
    CHECK(arguments_of({"/e/bin/pytest", "-x", "tests"}) == "-x tests");
    CHECK(arguments_of({"/e/bin/python", "-m", "pytest", "-q"}) == "-q");
    CHECK(arguments_of({"/e/bin/python", "/c/sessions/direct", "pytest", "/c/sessions/direct", "--", "-q"}) == "-q");
    CHECK(arguments_of({"/e/bin/tox"}) == "(none)");
    Recording recording;
    recording.argv = {"pytest", "-x"};
    recording.selection.options = {"-k", "a b"};
    recording.selection.targets = {"tests"};
    CHECK(value_of(recording, Factor::selection, "arguments") == "-k 'a b' tests");
}

TEST_CASE("options that only say where something goes are left out, with their values") {
    CHECK(arguments_of({"pytest", "--junitxml=r.xml", "-x", "--basetemp", "/tmp/a", "--cov-report", "xml", "tests"}) ==
          "-x tests");
    CHECK(arguments_of({"pytest", "--junitxml", "r.xml"}) == "(none)");
}

TEST_CASE("what belongs to the machine is a fact, but makes no leg") {
    Recording recording;
    recording.facts = {{"timezone", "UTC"},    {"cpus", "4"},      {"prefix", "/e"}, {"hostname", "a"},
                       {"os", "Debian 12"},    {"git.depth", "1"}, {"workers", "4"}, {"git.head", "abc"},
                       {"inifile", "tox.ini"}, {"umask", "022"}};
    recording.interpreter.platform = "linux-x86_64";
    const auto facts = leg_facts(recording);
    REQUIRE((found(facts, Factor::host, "timezone") && found(facts, Factor::host, "cpus")));
    CHECK(found(facts, Factor::host, "timezone")->identity);
    CHECK(found(facts, Factor::host, "umask")->identity);
    CHECK_FALSE(found(facts, Factor::host, "cpus")->identity);
    CHECK(found(facts, Factor::host, "os")->identity);
    CHECK(found(facts, Factor::host, "platform")->value == "linux-x86_64");
    CHECK_FALSE(found(facts, Factor::host, "prefix"));
    CHECK_FALSE(found(facts, Factor::host, "hostname"));
    REQUIRE(found(facts, Factor::files, "git.depth"));
    CHECK_FALSE(found(facts, Factor::files, "git.depth")->identity);
    CHECK_FALSE(found(facts, Factor::files, "git.head"));
    CHECK(found(facts, Factor::selection, "workers")->value == "4");
    CHECK(found(facts, Factor::selection, "config file")->value == "tox.ini");
}
