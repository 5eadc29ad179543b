#include "attribute/verdict.hpp"

#include <algorithm>
#include <cmath>

namespace testskew::attribute {

CellVerdict verdict_of(CellResult repair, CellResult induce, bool confirmed, bool in_a_set, bool complete) {
    using enum CellResult;
    const bool repairs = repair == P, induces = induce == F;
    if (repairs && induces) {
        if (confirmed) return {VerdictKind::proven, "", "repairs and induces the failure"};
        return {VerdictKind::supported, "", "repairs and induces the failure, but this was not confirmed"};
    }
    if (repairs) {
        if (induce == P) return {VerdictKind::supported, "needed", "needed, not enough alone"};
        if (induce == X) return {VerdictKind::supported, "needed", "needed; alone it causes another failure"};
        return {VerdictKind::supported, "needed", "needed; whether it is enough could not be tested"};
    }
    if (induces) {
        if (repair == F) return {VerdictKind::supported, "enough", "enough, not needed"};
        if (repair == X) return {VerdictKind::supported, "enough", "enough; repairing it uncovers another failure"};
        return {VerdictKind::supported, "enough", "enough; whether it is needed could not be tested"};
    }
    if (repair == F && induce == P) {
        if (in_a_set)
            return {VerdictKind::interaction, "", "part of a combined cause, though neither needed nor enough alone"};
        if (!complete)
            return {VerdictKind::interaction, "", "neither repairs nor induces, but the search was not complete"};
        return {VerdictKind::ruled_out, "", "neither repairs nor induces the failure"};
    }
    if (repair == X || induce == X) return {VerdictKind::unproven, "", "only another failure was seen"};
    return {VerdictKind::untestable, "", "could not be swapped alone"};
}

namespace {
double log_choose(int n, int k) { return std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0); }
}  // namespace

double fisher(int a, int b, int c, int d) {
    const int row = a + b, column = a + c, total = a + b + c + d;
    double p = 0;
    for (int x = a; x <= std::min(row, column); ++x)
        if (column - x <= total - row)
            p += std::exp(log_choose(row, x) + log_choose(total - row, column - x) - log_choose(total, column));
    return std::min(1.0, p);
}

CellResult single_result(const Cell& cell) {
    const int kinds = (cell.F > 0) + (cell.P > 0) + (cell.X > 0);
    if (kinds != 1) return CellResult::U;
    return cell.F ? CellResult::F : cell.P ? CellResult::P : CellResult::X;
}

}  // namespace testskew::attribute
