#pragma once
#include <string>
#include <utility>
#include <vector>

#include "attribute/case_view.hpp"
#include "model/attribution.hpp"

namespace testskew::attribute {

/// Works out the verdict on each factor for one case.
class FactorVerdicts {
public:
    /// The view must outlive the object.
    explicit FactorVerdicts(const CaseView& view) : v_(view) {}

    /// The verdicts of a case that has a claim.
    std::vector<Verdict> of_claim() const;
    /// The verdicts of a case that has no claim. They come from whatever single runs there are, and never say more than
    /// "unproven".
    std::vector<Verdict> without_claim() const;

private:
    /// The cells of a repair and of an induce.
    using Cells = std::pair<Cell, Cell>;

    /// The direct runs in which only this factor was swapped. A swap that had to carry a part of the found cause along
    /// says nothing about this factor.
    Cells own_cells(const Bits& mask) const;
    /// All confirming sessions of the claim, for a factor that holds the whole claim; the sessions of the search if
    /// nothing was confirmed.
    Cells claim_cells() const;
    /// The same as claim_cells(), but without a swap that can only be built on the other interpreter. Such a swap says
    /// nothing about this factor, because what the factor does on its own interpreter was never seen.
    Cells claim_cells_on_one_interpreter(const Bits& mask) const;

    /// The sessions of the claim in which all of a failure's causes are repaired but those of one layer, which are
    /// `own`, and those in which they alone are repaired.
    Cells layer_cells(const Bits& own) const;

    Verdict verdict(Factor factor, const Bits& mask) const;
    /// Writes what the cells alone cannot say: that the factor was held, was not tested, was refuted or depends on its
    /// context. Returns true if this settles the verdict.
    bool overruled(Verdict& verdict, const Bits& mask) const;

    /// Raises the verdict on a factor that is the cause of one layer: it is proven given that the other layers are
    /// repaired.
    void judge_layers(Verdict& verdict, const Bits& mask) const;
    /// True if this layer shares a delta with another layer. Such a layer has no cause of its own: for example a+b
    /// fails, and a alone fails differently.
    bool is_shared(const Layer& layer) const;

    /// Deals with factors that cannot be swapped alone: they are proven together.
    void judge_welds(Verdict& verdict, const Bits& mask) const;

    const CaseView& v_;
};

}  // namespace testskew::attribute
