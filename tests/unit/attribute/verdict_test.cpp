#include "attribute/verdict.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::attribute;

TEST_CASE("the table of verdicts") {
    using enum CellResult;
    struct Row {
        CellResult repair, induce;
        VerdictKind kind;
        Role role;
    };
    using enum VerdictKind;
    const Row rows[] = {{passes, fails, proven, Role::none},       {passes, passes, supported, Role::needed},
                        {passes, other, supported, Role::needed},  {passes, nothing, supported, Role::needed},
                        {fails, fails, supported, Role::enough},   {fails, passes, ruled_out, Role::none},
                        {fails, other, unproven, Role::none},      {fails, nothing, untestable, Role::none},
                        {other, fails, supported, Role::enough},   {other, passes, unproven, Role::none},
                        {other, other, unproven, Role::none},      {other, nothing, unproven, Role::none},
                        {nothing, fails, supported, Role::enough}, {nothing, passes, untestable, Role::none},
                        {nothing, other, unproven, Role::none},    {nothing, nothing, untestable, Role::none}};
    for (const auto& row : rows) {
        CAPTURE(static_cast<int>(row.repair), static_cast<int>(row.induce));
        const auto verdict = verdict_of(row.repair, row.induce, true, false, true);
        CHECK(verdict.kind == row.kind);
        CHECK(verdict.role == row.role);
    }
    CHECK(verdict_of(passes, fails, false, true, true).kind == supported);
    CHECK(verdict_of(fails, passes, true, true, true).kind == interaction);
    CHECK(verdict_of(fails, passes, true, false, false).kind == interaction);
}

TEST_CASE("Fisher's exact test, one-sided") {
    CHECK(fisher(5, 0, 0, 5) == Approx(1.0 / 252));
    CHECK(fisher(4, 0, 0, 4) == Approx(1.0 / 70));
    CHECK(fisher(6, 0, 0, 6) == Approx(1.0 / 924));
    CHECK(fisher(3, 2, 2, 3) == Approx(0.5));
    CHECK(fisher(0, 0, 0, 0) == Approx(1.0));
}

TEST_CASE("a cell whose sessions disagree says nothing") {
    Cell cell;
    cell.F = 2;
    cell.U = 3;
    CHECK(single_result(cell) == CellResult::fails);
    cell.P = 1;
    CHECK(single_result(cell) == CellResult::nothing);
}
