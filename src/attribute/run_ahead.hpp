#pragma once
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "attribute/ahead.hpp"

namespace testskew::attribute {

/// What came of the experiments that were run in idle slots before the engine asked for them, until it does. What it
/// never asks for tells it nothing. `Result` is whatever the caller has of a session.
template <class Result>
class RunAhead {
public:
    /// Keeps what came of an experiment that nobody has asked for yet.
    void keep(Experiment experiment, Result result) { kept_.emplace_back(std::move(experiment), std::move(result)); }

    /// What came of an experiment that is asked for now; nullopt if its session was not run ahead. A session answers
    /// one experiment only, as a second one is asked for to see whether it repeats.
    std::optional<Result> take(const Experiment& experiment) {
        const auto found = std::find_if(kept_.begin(), kept_.end(), is(experiment));
        if (found == kept_.end()) return std::nullopt;
        Result result = std::move(found->second);
        kept_.erase(found);
        return result;
    }

    /// What should run ahead while the sessions of a step run, of which `to_run` are not known already: as much as
    /// there are idle slots in the last row of sessions.
    std::vector<Experiment> wanted(const Question& question, const Log& log, const Step& step,
                                   std::size_t to_run) const {
        if (to_run == 0) return {};
        const auto slots = static_cast<std::size_t>(std::max(step.parallel, 1));
        auto result = ahead(question, log, step, (slots - to_run % slots) % slots);
        std::erase_if(result, [&](const Experiment& experiment) {
            return std::any_of(kept_.begin(), kept_.end(), is(experiment));
        });
        return result;
    }

    /// What nothing was asked of, in the order in which it was kept.
    const std::vector<std::pair<Experiment, Result>>& unused() const { return kept_; }

    /// Forgets all, as the files have changed since.
    void clear() { kept_.clear(); }

private:
    /// Whether something kept is what came of this experiment.
    static auto is(const Experiment& experiment) {
        return [&experiment](const auto& kept) { return same_session(kept.first, experiment); };
    }

    std::vector<std::pair<Experiment, Result>> kept_;
};

}  // namespace testskew::attribute
