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

    /// A question: the hybrid that is to be run, and why.
    struct Ask {
        Bits bad;
        Phase phase = Phase::search;
        std::string reason;
    };

    /// Says whether inferred() may infer answers or only looks them up. At the start it may infer.
    void allow_inference(bool allowed) { infer_ = allowed; }

    /// The smallest hybrid that can be built and in which these deltas and the floor are bad.
    Bits hybrid(const Bits& bad) const { return c_.needs.down(c_.floor | bad); }
    /// The ceiling with these deltas repaired, and with them whatever needs them.
    Bits without(const Bits& good) const { return repaired(c_, layer_, good); }

    /// The direct answer of a hybrid; nullopt if it was not tried.
    std::optional<Answer> known(const Bits& bad) const;
    /// The direct answer, or the one that follows from other answers: more bad deltas do not repair, and fewer do not
    /// break.
    std::optional<Answer> inferred(const Bits& bad) const;

    /// The direct answers to all of these questions. If some are missing, wants all missing sessions side by side and
    /// throws Pending.
    std::vector<Answer> ask(const std::vector<Ask>& asks);

    /// `bad` failed to build without a stated reason. Wants the session that narrows down the reason most (and throws
    /// Pending); does nothing if no candidate reason is left or `failed_builds` is used up.
    void explain(const Bits& bad);
    /// True if so many builds failed without a stated reason that no more are risked.
    bool too_many_failed() const { return c_.builds.failures() > c_.question.options.failed_builds; }

    /// The atoms that could be the single cause according to every result so far; at most `most` of them.
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
