#include "attribute/verdict.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::attribute;
using enum CellResult;

TEST_CASE("the table of verdicts") {
    struct Row {
        CellResult repair, induce;
        VerdictKind kind;
        std::string role;
    };
    using enum VerdictKind;
    const Row rows[] = {{P, F, proven, ""},          {P, P, supported, "needed"}, {P, X, supported, "needed"},
                        {P, U, supported, "needed"}, {F, F, supported, "enough"}, {F, P, ruled_out, ""},
                        {F, X, unproven, ""},        {F, U, untestable, ""},      {X, F, supported, "enough"},
                        {X, P, unproven, ""},        {X, X, unproven, ""},        {X, U, unproven, ""},
                        {U, F, supported, "enough"}, {U, P, untestable, ""},      {U, X, unproven, ""},
                        {U, U, untestable, ""}};
    for (const auto& row : rows) {
        CAPTURE(static_cast<int>(row.repair), static_cast<int>(row.induce));
        const auto verdict = verdict_of(row.repair, row.induce, true, false, true);
        CHECK(verdict.kind == row.kind);
        CHECK(verdict.role == row.role);
    }
    CHECK(verdict_of(P, F, false, true, true).kind == supported);
    CHECK(verdict_of(F, P, true, true, true).kind == interaction);
    CHECK(verdict_of(F, P, true, false, false).kind == interaction);
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
    CHECK(single_result(cell) == F);
    cell.P = 1;
    CHECK(single_result(cell) == U);
}
