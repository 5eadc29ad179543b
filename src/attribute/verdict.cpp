#include "attribute/verdict.hpp"

#include <algorithm>
#include <cmath>

namespace testskew::attribute {

namespace {

double log_choose(int n, int k) { return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0); }

/// The factor repairs, and does not induce.
CellVerdict needed(CellResult induce) {
    using enum CellResult;
    if (induce == passes) return {VerdictKind::supported, Role::needed, "needed, not enough alone"};
    if (induce == other) return {VerdictKind::supported, Role::needed, "needed; alone it causes another failure"};
    return {VerdictKind::supported, Role::needed, "needed; whether it is enough could not be tested"};
}

/// The factor induces, and does not repair.
CellVerdict enough(CellResult repair) {
    using enum CellResult;
    if (repair == fails) return {VerdictKind::supported, Role::enough, "enough, not needed"};
    if (repair == other) return {VerdictKind::supported, Role::enough, "enough; repairing it uncovers another failure"};
    return {VerdictKind::supported, Role::enough, "enough; whether it is needed could not be tested"};
}

/// The factor does neither, and both was tested.
CellVerdict neither(bool in_a_set, bool complete) {
    if (in_a_set)
        return {VerdictKind::interaction, Role::none,
                "part of a combined cause, though neither needed nor enough alone"};
    if (!complete)
        return {VerdictKind::interaction, Role::none, "neither repairs nor induces, but the search was not complete"};
    return {VerdictKind::ruled_out, Role::none, "neither repairs nor induces the failure"};
}

}  // namespace

CellVerdict verdict_of(CellResult repair, CellResult induce, bool confirmed, bool in_a_set, bool complete) {
    using enum CellResult;
    const bool repairs = repair == passes, induces = induce == fails;
    if (repairs && induces) {
        if (confirmed) return {VerdictKind::proven, Role::none, "repairs and induces the failure"};
        return {VerdictKind::supported, Role::none, "repairs and induces the failure, but this was not confirmed"};
    }
    if (repairs) return needed(induce);
    if (induces) return enough(repair);
    if (repair == fails && induce == passes) return neither(in_a_set, complete);
    if (repair == other || induce == other) return {VerdictKind::unproven, Role::none, "only another failure was seen"};
    return {VerdictKind::untestable, Role::none, "could not be swapped alone"};
}

double fisher(int a, int b, int c, int d) {
    const int row = a + b, column = a + c, total = a + b + c + d;
    double p = 0;
    for (int x = a; x <= std::min(row, column); ++x)
        if (column - x <= total - row)
            p += std::exp(log_choose(row, x) + log_choose(total - row, column - x) - log_choose(total, column));
    return std::min(1.0, p);
}

CellResult single_result(const Cell& cell) {
    using enum CellResult;
    const int kinds = (cell.F > 0) + (cell.P > 0) + (cell.X > 0);
    if (kinds != 1) return nothing;
    return cell.F ? fails : cell.P ? passes : other;
}

}  // namespace testskew::attribute
