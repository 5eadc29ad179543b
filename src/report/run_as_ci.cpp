#include "report/run_as_ci.hpp"

#include <algorithm>

#include "report/facts.hpp"
#include "report/install_words.hpp"

namespace testskew::report {
namespace {

/// One side as a leg. What fails on the good side alone is not what a CI is red for, so that this leg has failed only
/// if it ran no test.
CiLeg leg_of(const ReportSide& side, const std::string& name, bool bad) {
    CiLeg leg;
    leg.name = name;
    leg.python = side.python;
    leg.outcomes = side.outcomes;
    leg.seconds = side.seconds;
    leg.why = side.ended;
    const bool failing = std::any_of(side.outcomes.begin(), side.outcomes.end(),
                                     [](const auto& counted) { return is_failure(counted.first); });
    const bool failed = bad ? failing || !side.ended.empty() : side.outcomes.empty() && !side.ended.empty();
    leg.state = failed ? LegState::failed : LegState::passed;
    return leg;
}

}  // namespace

CiReport run_as_ci(const Report& report, const std::string& folder) {
    CiReport result;
    result.folder = folder;
    result.notes = report.notes;
    result.exit_code = report.exit_code;
    result.legs = {leg_of(report.bad, bad_name(report), true), leg_of(report.good, good_name(report), false)};
    if (report.cannot_install) {
        // The side is named as the problem names it, and no test of it ran.
        CiLeg& leg = result.legs[report.cannot_install->side == good_name(report) ? 1 : 0];
        leg.state = LegState::failed;
        leg.why = install_sentence(*report.cannot_install);
        return result;
    }
    CiComparison& comparison = result.comparisons.emplace_back();
    comparison.bad = 0;
    comparison.good = 1;
    comparison.report = report;
    return result;
}

}  // namespace testskew::report
