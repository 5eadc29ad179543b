#pragma once
#include <optional>
#include <vector>

#include "attribute/layer_answers.hpp"
#include "attribute/weights.hpp"

namespace testskew::attribute {

/// Bisects a list of atoms for the one that completes the failure: the sessions with the atoms before it pass, and the
/// session that has it as well fails.
class Bisection {
public:
    /// The arguments must outlive the object. The hybrid `low` passes, and fails once all of `atoms` are bad as well.
    Bisection(const SearchContext& context, LayerAnswers& answers, const Bits& low, std::vector<Bits> atoms)
        : c_(context),
          answers_(answers),
          low_(low),
          rest_(std::move(atoms)),
          weights_(weights(context.question, context.question.clusters[static_cast<std::size_t>(context.cluster)])) {}

    /// Returns the atom that brings the failure together with the atoms in passed(), or the union of several atoms if
    /// no session can tell them apart. Throws Pending if a result is missing.
    Bits run();

    /// The atoms that come before the one that run() found.
    const std::vector<Bits>& passed() const { return passed_; }

private:
    /// One flag for each atom of `rest_`.
    using Part = std::vector<bool>;

    /// The part before the cut that divides the weight of the list best.
    Part first_half() const;
    /// The hybrid in which this part is bad on top of `low_`.
    Bits with(const Part& in) const;
    Answer bisected(const Bits& bad);
    /// Continues with this part if it fails, and with the other atoms if it does not.
    void keep(const Part& in, Answer answer);

    /// Chooses another part to ask for after the first half gave no result. The part should halve the list well and be
    /// likely to build. If no build failed and several sessions had no result all the same (for example, because a test
    /// was not collected), it is one of the cuts nearest to the middle. Returns nullopt if there is none.
    std::optional<Part> other_part() const;
    /// How useful it is to ask for this part. The value is 0 if it is of no use.
    double worth(const Part& in) const;

    const SearchContext& c_;
    LayerAnswers& answers_;
    Bits low_;
    std::vector<Bits> rest_, passed_;
    std::vector<double> weights_;  ///< of each delta
    int untold_ = 0;               ///< sessions without a result
};

}  // namespace testskew::attribute
