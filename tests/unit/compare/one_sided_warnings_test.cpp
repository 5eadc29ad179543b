#include "compare/one_sided_warnings.hpp"

#include "build.hpp"
#include "catch.hpp"

using namespace testskew;

namespace {

int left_out = 0;

std::vector<WarningRecord> one_sided_warnings(const Recording& recording, const Recording& other) {
    left_out = 0;
    return compare::one_sided_warnings(recording, other, left_out);
}

Recording with(std::vector<WarningRecord> warnings) {
    Recording recording = build::session("ci", {});
    recording.warnings = std::move(warnings);
    return recording;
}

WarningRecord warning(const std::string& category, const std::string& message, const std::string& path = "a.py") {
    return {category, message, path, 1, "runtest", "t", false};
}

}  // namespace

TEST_CASE("a kind of warning is shown once, and only if the other side did not give it") {
    const auto bad = with({warning("W", "took 3 ms"), warning("W", "took 9 ms"), warning("V", "took 3 ms"),
                           warning("W", "took 3 ms", "b.py"), warning("W", "both 1")});
    const auto good = with({warning("W", "both 2")});
    const auto found = one_sided_warnings(bad, good);
    REQUIRE(found.size() == 3);
    CHECK(left_out == 0);
    CHECK(found[0].message == "took 3 ms");
    CHECK(found[1].category == "V");
    CHECK(found[2].path == "b.py");
    CHECK(one_sided_warnings(good, bad).empty());
}

TEST_CASE("at most fifty are shown, and the others are counted") {
    std::vector<WarningRecord> many;
    for (char a = 'a'; a < 'i'; ++a)
        for (char b = 'a'; b < 'i'; ++b) many.push_back(warning("W", std::string{a, b}));
    CHECK(one_sided_warnings(with(many), with({})).size() == 50);
    CHECK(left_out == 14);
}
