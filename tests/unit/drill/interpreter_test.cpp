// Tests how the first Python that fails is found, among those at hand.
#include "catch.hpp"
#include "drill/drills.hpp"
#include "drill_case.hpp"

using namespace testskew;
using namespace testskew::drill;

namespace {

Interpreter python(int minor, const std::string& patch = "1") {
    Interpreter interpreter;
    interpreter.major = 3;
    interpreter.minor = minor;
    interpreter.version = "3." + std::to_string(minor) + "." + patch;
    interpreter.executable = "/usr/bin/python" + interpreter.version;
    return interpreter;
}

sides::Side on(const char* name, const Interpreter& interpreter) {
    sides::Side side = support::side_with(name, {});
    side.interpreter = interpreter;
    return side;
}

/// The bad side has Python 3.13 and the good one 3.9. The first version that fails is 3.11.
struct Case : DrillCase {
    explicit Case(const Interpreter& bad = python(13), const Interpreter& good = python(9))
        : DrillCase(on("ci", bad), on("local", good)) {
        for (const int minor : {8, 10, 11, 12, 14}) runner.environments().at_hand.push_back(python(minor));
        fails_if([](const sides::Side& side) { return side.interpreter.minor >= 11; });
    }
    Found drilled() {
        Bench b = bench();
        return drill_interpreter(b, drilled_cluster, {0}, 0);
    }
};

}  // namespace

TEST_CASE("the first Python that fails is found among those between the two") {
    Case c;
    const auto found = c.drilled();
    REQUIRE(found.interpreter);
    CHECK(found.interpreter->first_bad == "3.11");
    CHECK(sentence_of(found) == "Python 3.11 fails and 3.10 passes with the same packages (3.13 in ci, 3.9 in local)");
    CHECK(caveat_of(found).empty());
    for (const auto& spec : c.runner.asked)
        CHECK((spec.side.interpreter.minor > 8 && spec.side.interpreter.minor < 14));
}

TEST_CASE("an older Python can be the one that fails") {
    Case c(python(9), python(13));
    c.fails_if([](const sides::Side& side) { return side.interpreter.minor <= 11; });
    const auto found = c.drilled();
    CHECK(found.interpreter->first_bad == "3.11");
    CHECK(sentence_of(found) == "Python 3.11 fails and 3.12 passes with the same packages (3.9 in ci, 3.13 in local)");
}

TEST_CASE("neighbouring Pythons need no session, and two builds of one have no first one") {
    Case c(python(12), python(11));
    CHECK(c.drilled().interpreter->first_bad == "3.12");
    CHECK(c.runner.asked.empty());
    Case same(python(12, "5"), python(12, "1"));
    const auto found = same.drilled();
    CHECK(found.interpreter->first_bad.empty());
    CHECK(sentence_of(found) == "Python 3.12.5 fails and 3.12.1 passes with the same packages");
}

TEST_CASE("Pythons of another kind are no neighbours") {
    Case c;
    for (auto& one : c.runner.environments().at_hand) one.free_threaded = true;
    const auto found = c.drilled();
    CHECK(found.interpreter->first_bad.empty());
    CHECK(c.runner.asked.empty());
}

TEST_CASE("a Python on which the packages cannot be built is passed over") {
    Case c;
    c.runner.environments().build = [](const sides::Side& side) {
        if (side.interpreter.minor == 10)
            throw environment::BuildError("no wheel", environment::BuildFailure{"no wheel", {}, false, true, false});
    };
    const auto found = c.drilled();
    CHECK(found.interpreter->first_bad.empty());
    CHECK(caveat_of(found) == "which Python was the first to fail is not known: 1 in between could not be tried");
}
