#include "model/outcomes.hpp"

#include <array>
#include <map>

#include "model/json.hpp"
#include "util/text.hpp"

namespace testskew {
namespace {

using Order = std::array<Outcome, 9>;

constexpr Order as_pytest = {Outcome::failed, Outcome::passed,  Outcome::skipped,   Outcome::xfailed, Outcome::xpassed,
                             Outcome::error,  Outcome::crashed, Outcome::timed_out, Outcome::not_run};
constexpr Order failures_first = {Outcome::failed,    Outcome::error,   Outcome::crashed,
                                  Outcome::timed_out, Outcome::passed,  Outcome::skipped,
                                  Outcome::xfailed,   Outcome::xpassed, Outcome::not_run};

}  // namespace

OutcomeCounts counts_of(const Recording& recording, CountedAs as) {
    std::map<Outcome, int> counts;
    for (const TestRecord& test : recording.tests) ++counts[test.outcome];
    if (as == CountedAs::pytest)
        for (const CollectRecord& collect : recording.collection)
            if (collect.outcome == CollectOutcome::failed) ++counts[Outcome::error];
    OutcomeCounts result;
    for (const Outcome outcome : as == CountedAs::pytest ? as_pytest : failures_first)
        if (counts[outcome]) result.emplace_back(outcome, counts[outcome]);
    return result;
}

bool is_failure(Outcome outcome) {
    return outcome == Outcome::failed || outcome == Outcome::error || outcome == Outcome::crashed ||
           outcome == Outcome::timed_out;
}

std::string skip_reason(const TestRecord& test) {
    for (const PhaseRecord& phase : test.phases)
        if (phase.outcome == PhaseOutcome::skipped && !phase.skip_reason.empty()) return phase.skip_reason;
    return "";
}

std::string counts_line(const OutcomeCounts& counts) {
    std::vector<std::string> parts;
    for (const auto& [outcome, count] : counts) {
        const bool plural = outcome == Outcome::error && count > 1;  // the only noun among them, as pytest has it
        parts.push_back(std::to_string(count) + " " + to_string(outcome) + (plural ? "s" : ""));
    }
    return parts.empty() ? "no tests" : join(parts, ", ");
}

}  // namespace testskew
