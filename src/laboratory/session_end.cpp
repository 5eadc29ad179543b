#include "laboratory/session_end.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/outcomes.hpp"
#include "util/text.hpp"

namespace testskew::laboratory {

std::string counted(const Recording& recording) {
    if (recording.timed_out) return fmt::format("stopped after {:.0f} s: it took too long", recording.seconds);
    auto counts = counts_of(recording, recording.tests.empty() ? CountedAs::pytest : CountedAs::failures_first);
    if (!recording.left) return counts_line(counts);
    for (auto& [outcome, count] : counts)
        if (outcome == Outcome::not_run) count -= std::min(count, recording.left);
    counts.erase(std::remove_if(counts.begin(), counts.end(), [](const auto& one) { return one.second == 0; }),
                 counts.end());
    return fmt::format("{}{} not needed", counts.empty() ? "" : counts_line(counts) + ", ", recording.left);
}

std::string fault_of(const session::SessionResult& result, const Recording& recording, const Secrets& secrets) {
    if (!result.setup_failure.empty()) return "setup failed: " + result.setup_failure;
    if (!result.exit.start_error.empty()) return "could not be started: " + result.exit.start_error;
    if (result.incomplete)
        return "cannot be used: its recording is incomplete, as a test keeps the probe from writing (by RLIMIT_FSIZE, "
               "or a "
               "full disk)";
    const bool began = result.probe_loaded || !recording.tests.empty() || !recording.collection.empty() ||
                       !recording.usage_error.empty();
    // The dynamic loader exits with 127 if it cannot load a program. A shell exits with 126 if it cannot run one.
    if (!began && (result.exit.status == 127 || result.exit.status == 126))
        return fmt::format("could not be started: {}",
                           secrets.hide(printable(std::string(trim(result.exit.err)).substr(0, 300))));
    return "";
}

}  // namespace testskew::laboratory
