#include "runner/session_book.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace testskew::runner {

std::vector<SessionOutcome> SessionBook::run(const std::vector<SessionSpec>& specs, int jobs) {
    if (explain_)
        for (const auto& spec : specs) runner_.status().note(fmt::format("{}: {}", to_string(spec.phase), spec.reason));
    auto outcomes = runner_.run(specs, jobs);
    for (const auto& outcome : outcomes) sessions_.push_back(outcome.summary);
    return outcomes;
}

void SessionBook::join(SessionBook& other) {
    for (auto& session : other.take()) sessions_.push_back(std::move(session));
}

void SessionBook::note(const std::string& session, int cluster, CellResult result) {
    for (auto& summary : sessions_) {
        if (summary.id != session) continue;
        const auto known = std::find_if(summary.results.begin(), summary.results.end(),
                                        [&](const auto& pair) { return pair.first == cluster; });
        if (known == summary.results.end())
            summary.results.emplace_back(cluster, result);
        else if (known->second != result)
            known->second = CellResult::nothing;
    }
}

}  // namespace testskew::runner
