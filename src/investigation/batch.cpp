#include "investigation/batch.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "util/error.hpp"

namespace testskew::investigation {

BatchResult run_batch(runner::SessionRunner& runner, const Study& study, const attribute::Step& step,
                      std::chrono::milliseconds timeout, bool explain) {
    BatchResult result;
    std::vector<std::optional<LoggedSession>> logged(step.batch.size());
    std::vector<runner::SessionSpec> specs;
    std::mutex mutex;
    for (std::size_t i = 0; i < step.batch.size(); ++i) {
        LoggedSession one;
        one.entry.experiment = step.batch[i];
        auto spec = study.session(step.batch[i]);
        const auto known = spec ? study.known(step.batch[i]) : std::nullopt;
        if (!spec || known) {
            if (known)
                one.entry.observation = *known;
            else
                one.entry.observation.built = false;
            logged[i] = std::move(one);
            continue;
        }
        spec->timeout = timeout;
        spec->ended = [&, i, one](const runner::SessionOutcome& outcome) {
            const std::lock_guard lock(mutex);
            logged[i] = one;
            logged[i]->entry.observation = study.observation_of(one.entry.experiment, outcome);
            logged[i]->session = outcome.summary;
            result.offline = result.offline || (outcome.failure && outcome.failure->network);
        };
        if (explain) runner.status().note(fmt::format("{}: {}", to_string(spec->phase), spec->reason));
        specs.push_back(std::move(*spec));
    }
    try {
        runner.run(specs, std::max(1, step.parallel));
    } catch (const Interrupted&) {
        result.interrupted = true;
    }
    for (auto& one : logged)
        if (one) result.sessions.push_back(std::move(*one));
    return result;
}

}  // namespace testskew::investigation
