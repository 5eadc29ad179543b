#include "investigation/ahead_sessions.hpp"

#include <algorithm>
#include <iterator>

namespace testskew::investigation {

void AheadSessions::keep(std::vector<LoggedSession> sessions) {
    sessions_.insert(sessions_.end(), std::make_move_iterator(sessions.begin()),
                     std::make_move_iterator(sessions.end()));
}

std::optional<LoggedSession> AheadSessions::take(const attribute::Experiment& experiment) {
    const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const LoggedSession& one) {
        return attribute::same_session(one.entry.experiment, experiment);
    });
    if (found == sessions_.end()) return std::nullopt;
    LoggedSession session = std::move(*found);
    sessions_.erase(found);
    session.entry.experiment = experiment;
    return session;
}

std::vector<attribute::Experiment> AheadSessions::wanted(const attribute::Question& question, const attribute::Log& log,
                                                         const attribute::Step& step, std::size_t to_run) const {
    const auto slots = static_cast<std::size_t>(std::max(step.parallel, 1));
    if (to_run == 0) return {};
    auto result = attribute::ahead(question, log, step, (slots - to_run % slots) % slots);
    std::erase_if(result, [&](const attribute::Experiment& experiment) {
        return std::any_of(sessions_.begin(), sessions_.end(), [&](const LoggedSession& one) {
            return attribute::same_session(one.entry.experiment, experiment);
        });
    });
    return result;
}

std::vector<SessionSummary> AheadSessions::unused() const {
    std::vector<SessionSummary> result;
    for (const auto& one : sessions_)
        if (!one.session.id.empty()) result.push_back(one.session);
    return result;
}

}  // namespace testskew::investigation
