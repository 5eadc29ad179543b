#include "investigation/ahead_sessions.hpp"

#include <algorithm>
#include <utility>

namespace testskew::investigation {

BatchResult AheadSessions::run(const attribute::Question& question, const attribute::Log& log,
                               const attribute::Step& step, bool run_ahead, const RunBatch& run_batch) {
    attribute::Step left = step;
    left.batch.clear();
    std::vector<LoggedSession> answered;
    for (const auto& experiment : step.batch) {
        if (auto known = kept_.take(experiment)) {
            known->entry.experiment = experiment;  // as it is asked for now
            answered.push_back(std::move(*known));
        } else {
            left.batch.push_back(experiment);
        }
    }
    std::vector<attribute::Experiment> ahead;
    if (run_ahead) ahead = kept_.wanted(question, log, step, left.batch.size());
    BatchResult result;
    if (!left.batch.empty()) result = run_batch(left, ahead);
    for (LoggedSession& one : std::exchange(result.ahead, {})) {
        const attribute::Experiment experiment = one.entry.experiment;
        kept_.keep(experiment, std::move(one));
    }
    for (LoggedSession& one : answered) result.sessions.push_back(std::move(one));
    std::sort(result.sessions.begin(), result.sessions.end(), [](const LoggedSession& one, const LoggedSession& other) {
        return one.entry.experiment.id < other.entry.experiment.id;
    });
    return result;
}

std::vector<SessionSummary> AheadSessions::unused() const {
    std::vector<SessionSummary> result;
    for (const auto& [experiment, one] : kept_.unused())
        if (!one.session.id.empty()) result.push_back(one.session);
    return result;
}

}  // namespace testskew::investigation
