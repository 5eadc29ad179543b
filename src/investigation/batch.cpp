#include "investigation/batch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "util/error.hpp"

namespace testskew::investigation {

BatchResult run_batch(runner::SessionRunner& runner, const Study& study, const attribute::Step& step,
                      const std::vector<attribute::Experiment>& ahead, const BatchLimits& limits, bool explain) {
    BatchResult result;
    const std::size_t asked = step.batch.size();
    std::vector<std::optional<LoggedSession>> logged(asked + ahead.size());
    std::vector<runner::SessionSpec> specs;
    std::mutex mutex;
    for (std::size_t i = 0; i < logged.size(); ++i) {
        const attribute::Experiment& experiment = i < asked ? step.batch[i] : ahead[i - asked];
        LoggedSession one;
        one.entry.experiment = experiment;
        auto spec = study.session(experiment);
        const auto known = spec ? study.known(experiment) : std::nullopt;
        if (!spec || known) {
            if (known)
                one.entry.observation = *known;
            else
                one.entry.observation.built = false;
            logged[i] = std::move(one);
            continue;
        }
        spec->timeout = limits.timeout;
        spec->latest_start = limits.latest_start;
        spec->alone = step.alone;
        spec->ended = [&, i, one](const runner::SessionOutcome& outcome) {
            const std::lock_guard lock(mutex);
            logged[i] = one;
            logged[i]->entry.observation = study.observation_of(one.entry.experiment, outcome);
            logged[i]->session = outcome.summary;
            result.offline = result.offline || (i < asked && outcome.failure && outcome.failure->network);
        };
        if (i >= asked) spec->reason = "it may be asked for next: " + spec->reason;
        if (explain) runner.status().note(fmt::format("{}: {}", to_string(spec->phase), spec->reason));
        specs.push_back(std::move(*spec));
    }
    try {
        runner.run(specs, std::max(1, step.parallel));
    } catch (const Interrupted&) {
        result.interrupted = true;
    }
    for (std::size_t i = 0; i < logged.size(); ++i)
        if (logged[i]) (i < asked ? result.sessions : result.ahead).push_back(std::move(*logged[i]));
    return result;
}

}  // namespace testskew::investigation
