#pragma once
#include <optional>
#include <string>
#include <vector>

#include "attribute/search.hpp"

namespace testskew::attribute {

/// What a session says of the failure of one layer.
enum class Answer { fails, not_so, nothing };

/// What is known of the failure of one layer, and the sessions that are wanted to know more.
class LayerAnswers {
public:
    /// All three must outlive the object.
    LayerAnswers(const SearchContext& context, const std::vector<Bits>& atoms, const Layer& layer)
        : c_(context), atoms_(atoms), layer_(layer) {}

    struct Ask {
        Bits bad;
        Phase phase = Phase::search;
        std::string reason;
    };

    /// Whether inferred() may infer, or only looks up. It may at the start.
    void allow_inference(bool allowed) { infer_ = allowed; }

    /// The nearest hybrid above these deltas and the floor that can be built.
    Bits hybrid(const Bits& bad) const { return c_.needs.down(c_.floor | bad); }
    /// The ceiling without these deltas, and without what needs them.
    Bits without(const Bits& good) const { return layer_.ceiling - (c_.needs.up(good) - c_.floor); }

    /// The direct answer of a hybrid; nullopt if it was not tried.
    std::optional<Answer> known(const Bits& bad) const;
    /// The direct answer, or what follows from others: more bad deltas do not repair, fewer do not break.
    std::optional<Answer> inferred(const Bits& bad) const;

    /// The direct answers to all of these. If some are missing, wants all that are, side by side, and throws Pending.
    std::vector<Answer> ask(const std::vector<Ask>& asks);

    /// `bad` failed to build without a stated reason. Wants the session that narrows down the reason most (and throws
    /// Pending); does nothing if no candidate reason is left or `failed_builds` is used up.
    void explain(const Bits& bad);
    /// True if so many builds failed without a stated reason that no more are risked.
    bool too_many_failed() const { return c_.builds.failures() > c_.question.options.failed_builds; }

    /// The atoms that agree with every result so far, if there is a single cause; at most `most` of them.
    std::vector<const Bits*> candidates(const Bits& ceiling, std::size_t most = 3) const;

private:
    Answer of(const Run& run) const;
    bool fits(const Bits& atom, const Bits& ceiling) const;

    const SearchContext& c_;
    const std::vector<Bits>& atoms_;
    const Layer& layer_;
    bool infer_ = true;
};

}  // namespace testskew::attribute
