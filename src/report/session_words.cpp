#include "report/session_words.hpp"

#include <fmt/core.h>

#include "report/facts.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {

std::string mixture_words(const Report& report, const SessionSummary& session) {
    constexpr std::size_t most = 3;
    const bool bad = session.from == SideName::bad;
    const std::string from = bad ? bad_name(report) : good_name(report);
    if (session.taken.empty()) return from;
    std::vector<std::string> names;
    for (const DeltaName& taken : session.taken) names.push_back(taken.delta);
    names = shortened(names, most);
    // A trial of a release that neither side has is not taken from the other side.
    if (session.phase == Phase::drill) return fmt::format("{} with {}", from, enumerated(names));
    return fmt::format("{}, but {} as in {}", from, enumerated(names), bad ? good_name(report) : bad_name(report));
}

std::string result_word(CellResult result) {
    switch (result) {
        case CellResult::fails: return "fails";
        case CellResult::passes: return "passes";
        case CellResult::other: return "fails otherwise";
        case CellResult::nothing: break;
    }
    return "nothing";
}

std::string results_words(const SessionSummary& session) {
    std::vector<std::string> words;
    for (const auto& [cluster, result] : session.results)
        words.push_back(session.results.size() == 1 ? result_word(result)
                                                    : fmt::format("{} {}", cluster, result_word(result)));
    if (!session.as_planned) words.emplace_back("not as planned");
    return join(words, ", ");
}

}  // namespace testskew::report
