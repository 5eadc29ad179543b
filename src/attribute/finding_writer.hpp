#pragma once
#include <algorithm>

#include "attribute/finding.hpp"

namespace testskew::attribute {

/// Writes the finding of one case: its sets and cause in finding.cpp, the factors' verdicts in finding_verdicts.cpp.
class FindingWriter {
public:
    FindingWriter(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c)
        : q_(question),
          needs_(needs),
          knowledge_(knowledge),
          case_(c),
          n_(question.deltas.size()),
          relevant_(c.story.relevant(n_)),
          floor_(c.story.alone || c.story.floor.size() != n_ ? Bits(n_) : c.story.floor),
          carried_(carried_along()) {}

    Finding write();

private:
    bool has_claim() const {
        return !case_.story.layers.empty() && !case_.story.layers.front().sets.empty() && !case_.story.many &&
               !case_.story.inconsistent;
    }

    std::string flaky_note() const;

    bool is_complete() const;
    bool finally_repaired() const { return case_.story.layers.back().repaired; }

    void sets();

    std::vector<std::string> names(const Bits& deltas) const;

    std::vector<std::string> factors_in(const Bits& deltas) const;

    Bits layer_deltas(const Layer& layer) const;

    /// The factor's own direct runs. A swap that had to carry part of the found cause along says nothing of this
    /// factor.
    std::pair<Cell, Cell> own_cells(const Bits& mask) const;

    /// A swap that can only be built on the other interpreter is no swap of this factor: what it does on its own
    /// interpreter was never seen.
    bool changes_interpreter(const Bits& carried) const;
    static Cell untested(const Cell& cell);

    /// All sessions of the claim, for a factor that holds all of its first layer; the search's own where nothing was
    /// confirmed.
    std::pair<Cell, Cell> claim_cells() const;

    Verdict verdict(const std::string& name, const Bits& mask);

    /// Some of what causes this layer is part of another one's cause as well: then it is no cause of its own (a and b
    /// fail, a alone fails in another way).
    template <class Layer>
    bool shared(const Layer& layer, const Bits& own) const {
        const auto& layers = case_.story.layers;
        return std::any_of(layers.begin(), layers.end(),
                           [&](const auto& other) { return &other != &layer && layer_deltas(other).intersects(own); });
    }

    /// The cause of one layer is proven given that the others are repaired.
    void layered(Verdict& v, const Bits& mask);

    /// What a swap of the cause has to carry along for reasons that nobody named. Of such a build one cannot say which
    /// part of it the cause is: that both were needed would look the same.
    Bits carried_along() const;

    /// What cannot be swapped alone is proven together.
    void welded(Verdict& v, const Bits& mask);

    /// Without a claim: what single runs there are, and never more than unproven.
    void plain_verdicts();

    void cause();

    /// The one factor of the cause could not be swapped in one of the directions without the other interpreter.
    bool half_tested(const std::vector<std::string>& factors) const;

    const Question& q_;
    const Needs& needs_;
    const Knowledge& knowledge_;
    const Case& case_;
    std::size_t n_;
    Bits relevant_, floor_, carried_;
    Finding finding_;
};

}  // namespace testskew::attribute
