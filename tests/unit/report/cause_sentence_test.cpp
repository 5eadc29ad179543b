#include "report/cause_sentence.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

const SideNames names{"ci", "local"};

/// A variable that only ci sets.
CauseDelta variable(const std::string& name, int index = 0) {
    CauseDelta delta;
    delta.index = index, delta.factor = Factor::environ, delta.name = name, delta.kind = DeltaKind::variable;
    delta.opened = true;
    return delta;
}

/// A module that runs only in ci and leaves a variable set.
CauseDelta polluter(const std::string& path, int line, const std::string& sets) {
    CauseDelta delta;
    delta.factor = Factor::selection, delta.name = path, delta.kind = DeltaKind::module, delta.bad = "collected";
    CausePlace place{path, line};
    place.deed = CauseDeed{StateKind::environ, sets, std::nullopt, "set", true, ""};
    delta.pollution = CausePollution{false, place, 2, ""};
    return delta;
}

Cause looked_into(std::vector<CauseSet> sets) {
    Cause cause;
    cause.looked_into = true;
    cause.sets = std::move(sets);
    for (const char* name : {"A", "B", "C"}) cause.variables.push_back({name, CauseValue{"1", true}, std::nullopt});
    return cause;
}

std::string said(std::vector<CauseSet> sets) { return cause_sentence(looked_into(std::move(sets)), names); }

const std::string a = "A is set in ci ('1') and not in local", b = "B is set in ci ('1') and not in local",
                  c = "C is set in ci ('1') and not in local";

}  // namespace

TEST_CASE("Minimal sets are joined by what is needed and what is enough") {
    CHECK(said({{{variable("A")}}}) == a);
    CHECK(said({{{variable("A"), variable("B")}}}) == "both are needed: " + a + "; " + b);
    CHECK(said({{{variable("A"), variable("B"), variable("C")}}}) == "all are needed: " + a + "; " + b + "; " + c);
    CHECK(said({{{variable("A")}}, {{variable("B")}}}) == "either is enough: " + a + "; or " + b);
    CHECK(said({{{variable("A")}}, {{variable("B")}}, {{variable("C")}}}) ==
          "any one of these is enough: " + a + "; or " + b + "; or " + c);
    CHECK(said({{{variable("A"), variable("B")}}, {{variable("C")}}}) ==
          "either is enough: together: " + a + ", " + b + "; or " + c);
    CHECK(said({{{variable("A"), variable("B")}, true}}) ==
          "one of these, which can only be exchanged together: " + a + "; " + b);
}

TEST_CASE("Places that all do the same are said once") {
    CHECK(said({{{polluter("a.py", 4, "X")}}, {{polluter("b.py", 7, "X")}}, {{polluter("c.py", 1, "X")}}}) ==
          "each of a.py:4, b.py:7 and c.py:1 sets the environment variable X when it is collected, and any one is "
          "enough");
    CHECK(said({{{polluter("a.py", 4, "X")}}, {{polluter("b.py", 7, "Y")}}}) ==
          "either is enough: a.py:4 sets the environment variable X when it is collected; or b.py:7 sets the "
          "environment variable Y when it is collected");
}

TEST_CASE("Two changes of which each is enough are told together") {
    CauseDelta delta = polluter("a.py", 4, "X");
    delta.pollution->also = {polluter("a.py", 9, "Y").pollution->place};
    CHECK(said({{{delta}}}) ==
          "a.py:4 sets the environment variable X when it is collected, and a.py:9 sets the environment variable Y "
          "when it is collected (either is enough)");
}

TEST_CASE("A module or test is told by what it does to the failing tests") {
    CauseDelta delta = polluter("a.py", 4, "X");
    delta.pollution->needed = true;
    CHECK(said({{{delta}}}) ==
          "2 tests pass only after a.py: a.py:4 sets the environment variable X when it is collected");
    delta.pollution->place.deed.reset();
    delta.pollution->tests = 1, delta.pollution->test = "t.py::t";
    CHECK(said({{{delta}}}) == "t.py::t passes only after a.py");
    delta.pollution->needed = false;
    CHECK(said({{{delta}}}) == "a.py leaves something behind that makes t.py::t fail");
    delta.pollution->place.line = 0;
    CHECK(said({{{delta}}}) == "a.py leaves something behind that makes t.py::t fail (which line is not shown)");
    delta.pollution->needed = true;
    CHECK(said({{{delta}}}) == "t.py::t passes only after a.py (which line is not shown)");
    delta.pollution.reset();
    CHECK(said({{{delta}}}) == "a.py runs in ci and not in local");
}

TEST_CASE("An option, or the order of the targets, is told with what runs before the failing tests") {
    CauseDelta delta = polluter("a.py", 4, "X");
    delta.kind = DeltaKind::option, delta.name = delta.bad.emplace("-p random");
    const std::string does = "a.py:4 sets the environment variable X when it is collected";
    CHECK(said({{{delta}}}) == "pytest is given `-p random` in ci and not in local: " + does +
                                   ", which runs before 2 tests in ci and not in local");
    delta.kind = DeltaKind::targets;
    delta.pollution->needed = true;
    CHECK(said({{{delta}}}) == does + ", which 2 tests need to run first, and does not in ci");
}

TEST_CASE("A package, an interpreter and the paths of a folder are told by what was found inside them") {
    Cause cause = looked_into({});
    cause.packages = {{"httpx", "0.28.1", "0.27.2", "0.28.0"}};
    cause.interpreter = CauseInterpreter{"3.11", "3.12", "3.11"};
    CauseDelta package, python, folder;
    package.factor = Factor::packages, package.kind = DeltaKind::package, package.name = "httpx";
    package.bad = "0.28.1", package.good = "0.27.2";
    python.name = "Python", python.bad = "3.11.7", python.good = "3.12.1";
    folder.factor = Factor::files, folder.kind = DeltaKind::path, folder.name = "data", folder.good = "missing in bad";
    const auto told = [&](CauseDelta delta) {
        delta.opened = true;
        return found_words(cause, delta, names);
    };
    CHECK(told(package) == "httpx 0.28.0 is the first release that fails (0.28.1 in ci, 0.27.2 in local)");
    CHECK(found_words(cause, package, names) == "httpx is 0.28.1 in ci and 0.27.2 in local");
    CHECK(told(python) == "Python 3.11 fails and 3.12 passes with the same packages");
    CHECK(found_words(cause, python, names) == "the interpreter is 3.11.7 in ci and 3.12.1 in local");
    CHECK(told(folder) == "data is missing in ci");
    folder.paths = {"data/a", "data/b"};
    CHECK(told(folder) == "data/a is missing in ci and data/b is missing in ci");
}

TEST_CASE("A cause into which nobody has looked is told by the names of its deltas, in their order") {
    Cause cause;
    cause.factors = {Factor::packages, Factor::environ};
    CHECK(cause_sentence(cause, names) == "the failure follows packages and environ");
    cause.sets = {{{variable("B", 2)}}, {{variable("A", 1)}}};
    CHECK(cause_sentence(cause, names) == "the failure follows A, B");
    cause.relation = Relation::any_enough;
    CHECK(cause_sentence(cause, names) == "the failure follows A, B, each of which is enough");
    CHECK(sentence_tells_sets(cause));
    cause.relation = Relation::all_needed;
    CHECK(cause_sentence(cause, names) == "the failure follows A, B, all of them together");
    cause.relation = Relation::mixed;
    CHECK_FALSE(sentence_tells_sets(cause));
    cause.many = true;
    CHECK(cause_sentence(cause, names) == "the failure follows many differences of packages, environ");
}

TEST_CASE("What hides behind a failure ends the sentence") {
    Cause cause = looked_into({{{variable("A")}}});
    cause.layers = {{{{Factor::packages, "jinja2"}, {Factor::packages, "markupsafe"}}}, {{{Factor::environ, "TZ"}}}};
    CHECK(cause_sentence(cause, names) ==
          a + "; behind it hides another failure, which follows jinja2, markupsafe and TZ");
}

TEST_CASE("A delta that says no more than the others of its set is left out") {
    CauseDelta order = variable("B");
    order.told = false;
    CHECK(said({{{variable("A"), order}}}) == a);
    CHECK(said({{{variable("A")}}, {{order}}}) == a);
}

TEST_CASE("The sets are told by a sentence that names each delta") {
    CHECK(sentence_tells_sets(looked_into({{{variable("A"), variable("B")}}})));
    CHECK(sentence_tells_sets(looked_into({{{polluter("a.py", 4, "X")}}})));
    CauseDelta test = polluter("a.py", 4, "X");
    test.kind = DeltaKind::test, test.name = "a.py::t";  // the sentence names its line and not the test
    CHECK_FALSE(sentence_tells_sets(looked_into({{{test}}})));
    CauseDelta depth;
    depth.factor = Factor::files, depth.kind = DeltaKind::git_depth, depth.name = "git depth";
    CHECK_FALSE(sentence_tells_sets(looked_into({{{depth, variable("A")}}})));
}
