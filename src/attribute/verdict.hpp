#pragma once
#include "model/attribution.hpp"
#include "model/enums.hpp"

namespace testskew::attribute {

/// What one factor's own two cells say.
struct CellVerdict {
    VerdictKind kind = VerdictKind::unproven;
    Role role = Role::none;
    VerdictReason reason = VerdictReason::none;
};

/// Applies the table of docs/attribution.md. `repair` is the result of the bad side with the factor from the good side,
/// and `induce` the result of the reverse. `confirmed` says that sessions fixed in advance confirm the claim,
/// `in_a_set` that the factor belongs to a failing set that was found, and `complete` that the search ended. Another
/// failure or a missing result never counts as one half of "proven" or of "ruled out".
CellVerdict verdict_of(CellResult repair, CellResult induce, bool confirmed, bool in_a_set, bool complete);

/// Fisher's exact test, one-sided: the chance of a table at least as lopsided as [a b; c d] with these margins, in
/// which a and d are the agreeing cells.
double fisher(int a, int b, int c, int d);

/// The one result of a cell; "nothing" if it has none, or if its sessions disagree.
CellResult single_result(const Cell& cell);

}  // namespace testskew::attribute
