#include "attribute/verdict.hpp"

#include <algorithm>
#include <cmath>

namespace testskew::attribute {

namespace {

double log_choose(int n, int k) { return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0); }

/// The verdict on a factor that repairs and does not induce. `induce` is what its induce gave.
CellVerdict needed(CellResult induce) {
    using enum CellResult;
    if (induce == passes) return {VerdictKind::supported, Role::needed, VerdictReason::needed_not_enough};
    if (induce == other) return {VerdictKind::supported, Role::needed, VerdictReason::needed_other_failure};
    return {VerdictKind::supported, Role::needed, VerdictReason::needed_untested};
}

/// The verdict on a factor that induces and does not repair. `repair` is what its repair gave.
CellVerdict enough(CellResult repair) {
    using enum CellResult;
    if (repair == fails) return {VerdictKind::supported, Role::enough, VerdictReason::enough_not_needed};
    if (repair == other) return {VerdictKind::supported, Role::enough, VerdictReason::enough_uncovers};
    return {VerdictKind::supported, Role::enough, VerdictReason::enough_untested};
}

/// The verdict on a factor that neither repairs nor induces, although both were tested.
CellVerdict neither(bool in_a_set, bool complete) {
    if (in_a_set) return {VerdictKind::interaction, Role::none, VerdictReason::part_of_cause};
    if (!complete) return {VerdictKind::interaction, Role::none, VerdictReason::search_incomplete};
    return {VerdictKind::ruled_out, Role::none, VerdictReason::neither};
}

}  // namespace

CellVerdict verdict_of(CellResult repair, CellResult induce, bool confirmed, bool in_a_set, bool complete) {
    using enum CellResult;
    const bool repairs = repair == passes, induces = induce == fails;
    if (repairs && induces) {
        if (confirmed) return {VerdictKind::proven, Role::none, VerdictReason::both};
        return {VerdictKind::supported, Role::none, VerdictReason::both_unconfirmed};
    }
    if (repairs) return needed(induce);
    if (induces) return enough(repair);
    if (repair == fails && induce == passes) return neither(in_a_set, complete);
    if (repair == other || induce == other) return {VerdictKind::unproven, Role::none, VerdictReason::other_failure};
    return {VerdictKind::untestable, Role::none, VerdictReason::not_swappable};
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
