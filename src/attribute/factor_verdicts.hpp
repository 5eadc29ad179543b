#pragma once
#include <string>
#include <utility>
#include <vector>

#include "attribute/case_view.hpp"
#include "model/attribution.hpp"

namespace testskew::attribute {

/// What is said of each factor, for one case.
class FactorVerdicts {
public:
    /// The view must outlive the object.
    explicit FactorVerdicts(const CaseView& view) : v_(view) {}

    /// The verdicts of a case that has a claim.
    std::vector<Verdict> of_claim() const;
    /// The verdicts of a case without one: what single runs there are, and never more than "unproven".
    std::vector<Verdict> without_claim() const;

private:
    /// The cells of a repair and of an induce.
    using Cells = std::pair<Cell, Cell>;

    /// The factor's own direct runs. A swap that had to carry part of the found cause along says nothing of this
    /// factor.
    Cells own_cells(const Bits& mask) const;
    /// All sessions of the claim, for a factor that holds all of it; those of the search if nothing was confirmed.
    Cells claim_cells() const;
    /// The same, without a swap that can only be built on the other interpreter. That is no swap of this factor: what
    /// it does on its own interpreter was never seen.
    Cells claim_cells_on_one_interpreter(const Bits& mask) const;

    Verdict verdict(Factor factor, const Bits& mask) const;
    /// Says what the cells alone cannot: that the factor was held, not tested, refuted or depends on its context. True
    /// if that is the last word.
    bool overruled(Verdict& verdict, const Bits& mask) const;

    /// The cause of one layer is proven given that the others are repaired.
    void judge_layers(Verdict& verdict, const Bits& mask) const;
    /// True if this layer shares a delta with another layer. Such a layer has no cause of its own: for example a+b
    /// fails, and a alone fails differently.
    bool is_shared(const Layer& layer) const;

    /// What cannot be swapped alone is proven together.
    void judge_welds(Verdict& verdict, const Bits& mask) const;

    const CaseView& v_;
};

}  // namespace testskew::attribute
