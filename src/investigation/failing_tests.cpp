#include "investigation/failing_tests.hpp"

#include <fmt/core.h>

namespace testskew::investigation {
namespace {

constexpr size_t most_isolated = 1000;  // the most ids on one command line

}  // namespace

runner::SessionSpec whole_session(const sides::Side& side, SideName which, Phase phase) {
    runner::SessionSpec spec;
    spec.side = side;
    spec.phase = phase;
    spec.from = which;
    return spec;
}

std::vector<runner::SessionSpec> whole_on_both(const sides::SidePair& sides, Phase phase) {
    return {whole_session(sides.bad, SideName::bad, phase), whole_session(sides.good, SideName::good, phase)};
}

std::vector<runner::SessionSpec> alone_on_both(runner::SessionRunner& runner, const sides::SidePair& sides,
                                               const Base& base, const std::vector<std::string>& ids, Phase phase) {
    const auto alone = [&](const sides::Side& side, SideName which, const Recording& recording) {
        auto spec = whole_session(side, which, phase);
        spec.side.selection =
            sides::isolated_selection(side.selection, ids, sides::collected(recording, runner.files().folder()));
        return spec;
    };
    return {alone(sides.bad, SideName::bad, base.bad), alone(sides.good, SideName::good, base.good)};
}

std::vector<std::string> capped(const std::vector<std::string>& ids, const std::string& what, Base& base) {
    if (ids.size() <= most_isolated) return ids;
    base.notes.push_back(fmt::format("only the first {} of {} {} were run: a command line holds no more of them",
                                     most_isolated, ids.size(), what));
    return {ids.begin(), ids.begin() + most_isolated};
}

}  // namespace testskew::investigation
