#include "model/enums.hpp"

#include <set>
#include <vector>

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;

namespace {

/// Checks that every value up to `last` has a name of its own, and that the name leads back to the value.
template <typename Enum>
void check_names(Enum last) {
    std::set<std::string> names;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const auto value = static_cast<Enum>(i);
        const std::string name = to_string(value);
        INFO(name);
        CHECK(names.insert(name).second);
        CHECK(find_value<Enum>(name) == value);
        CHECK(from_string<Enum>(name) == value);
    }
    CHECK_FALSE(names.count("?"));
    CHECK_FALSE(find_value<Enum>("colour"));
    CHECK_THROWS_AS(from_string<Enum>("colour"), Error);
}

}  // namespace

TEST_CASE("each value of an enum has one name, which leads back to it") {
    check_names(Factor::host);
    check_names(SideName::good);
    check_names(ServerExceptions::off);
    check_names(Phase::repeat);
    check_names(Relation::rate);
    check_names(Role::enough);
    check_names(CellResult::nothing);
    check_names(CollectOutcome::skipped);
    check_names(PhaseOutcome::error);
    check_names(TestPhase::unknown);
    check_names(DeltaKind::home);
    check_names(StateKind::thread);
    check_names(VerdictReason::as_noted);
    check_names(ApiKind::behaviour);
    check_names(ApiSpan::in);
    check_names(CaveatKind::package_changes);
    check_names(ObstacleKind::failed);
    check_names(InstallTrial::fails);
    check_names(NoResultKind::not_again);
}

TEST_CASE("the names are those of the files and the reports") {
    CHECK(to_string(Factor::environ) == "environ");
    CHECK(to_string(Phase::one_sided) == "one-sided");
    CHECK(to_string(Relation::all_needed) == "all-needed");
    CHECK(to_string(Relation::any_enough) == "any-enough");
    CHECK(to_string(Relation::none).empty());
    CHECK(to_string(Role::none).empty());
    CHECK(to_string(other(SideName::bad)) == "good");
    CHECK(to_string(other(SideName::good)) == "bad");
}

TEST_CASE("an unknown name is told with what was expected") {
    CHECK_THROWS_WITH(from_string<Factor>("colour"), "no factor is called 'colour'");
    CHECK_THROWS_WITH(from_string<Phase>("onesided"), "no phase is called 'onesided'");
}

TEST_CASE("a result has one letter") {
    const std::vector<std::pair<CellResult, char>> letters = {
        {CellResult::fails, 'F'}, {CellResult::passes, 'P'}, {CellResult::other, 'X'}, {CellResult::nothing, 'U'}};
    for (const auto& [result, expected] : letters) {
        CHECK(letter(result) == expected);
        CHECK(cell_result_of(expected) == result);
    }
    CHECK_FALSE(cell_result_of('-'));
    CHECK_FALSE(cell_result_of('f'));
}
