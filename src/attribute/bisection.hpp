#pragma once
#include <optional>
#include <vector>

#include "attribute/layer_answers.hpp"

namespace testskew::attribute {

/// Halves a list of atoms of which the last one that is needed is looked for.
class Bisection {
public:
    /// All must outlive the object. `low` passes, and fails with all of `atoms`.
    Bisection(const SearchContext& context, LayerAnswers& answers, const Bits& low, std::vector<Bits> atoms)
        : c_(context), answers_(answers), low_(low), rest_(std::move(atoms)) {}

    /// The one of the atoms that is needed with those that are left in passed(); several united, if no session parts
    /// them. Throws Pending if a result is missing.
    Bits run();

    /// The atoms before the one that is needed.
    const std::vector<Bits>& passed() const { return passed_; }

private:
    /// One flag an atom of `rest_`.
    using Part = std::vector<bool>;

    /// The hybrid of `low_` with this part.
    Bits with(const Part& in) const;
    Answer bisected(const Bits& bad);
    /// Goes on with this part or with the others, as the answer says.
    void keep(const Part& in, Answer answer);

    /// The first half gave nothing. Another part, that halves the list as well as may be and can probably be built; if
    /// builds are not the trouble (a test was not collected), one of the nearest cuts. nullopt if there is none.
    std::optional<Part> other_part() const;
    /// How useful it is to ask for this part; 0 if it is of no use.
    double worth(const Part& in) const;

    const SearchContext& c_;
    LayerAnswers& answers_;
    Bits low_;
    std::vector<Bits> rest_, passed_;
};

}  // namespace testskew::attribute
