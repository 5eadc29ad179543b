#pragma once
#include <string>
#include <vector>

#include "attribute/case.hpp"
#include "attribute/needs.hpp"

namespace testskew::attribute {

/// A case, and what follows from it, for the code that writes its finding.
class CaseView {
public:
    /// The arguments must outlive the object. `whole_knowledge` covers the whole log.
    CaseView(const Question& question, const Needs& what_needs, const Knowledge& whole_knowledge, const Case& of);

    const Question& q;
    const Needs& needs;
    const Knowledge& knowledge;
    const Case& c;
    const std::size_t n;  ///< how many deltas there are
    const Bits relevant;  ///< the deltas of the claim
    const Bits floor;     ///< the deltas that were held at their bad value
    /// The deltas that a swap of the cause has to carry along for reasons that no build named. Nothing can show which
    /// part of such a build is the cause, because the results would be the same if both parts were needed.
    const Bits carried;
    const bool has_claim;
    /// The search ended, nothing contradicts it, and every layer was repaired.
    const bool complete;
    /// True if sessions that were planned in advance confirm the claim.
    const bool confirmed;

    /// The names of these deltas.
    std::vector<std::string> names(const Bits& deltas) const;
    /// The factors to which these deltas belong.
    std::vector<Factor> factors_in(const Bits& deltas) const;
    /// The deltas of all sets of one layer.
    Bits deltas_of(const Layer& layer) const;
    /// True if repairing the innermost layer repairs the tests.
    bool finally_repaired() const { return c.story.layers.back().repaired; }
    /// True if the cause is one delta, or one block that cannot be built apart.
    bool single_cause() const;

private:
    Bits carried_along() const;
    bool is_complete() const;
};

}  // namespace testskew::attribute
