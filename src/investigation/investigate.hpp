#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "attribute/forecast.hpp"
#include "investigation/base.hpp"
#include "investigation/hidden_failures.hpp"
#include "model/attribution.hpp"
#include "model/comparison.hpp"
#include "runner/session_runner.hpp"
#include "sides/side.hpp"

namespace testskew::investigation {

/// Returns the changes between the two sides that fit the failures of a comparison; no experiment has shown any.
using KnownChanges = std::function<std::vector<UntestedExplanation>(const Comparison&)>;

/// How an investigation is carried out.
struct InvestigationOptions {
    int repeats = 5;  ///< the number of confirmations of each side of each claim
    bool quick = false, explain_plan = false;
    /// Whether some failing tests are looked at more closely, in traced sessions.
    bool observe = true;
    /// Whether idle slots run what is likely to be asked for next.
    bool run_ahead = true;
    std::chrono::duration<double> budget{0};  ///< 0: the larger of 10 minutes and 10 times the base pair
    /// A file with every experiment and its observation; it is appended to, and read again to continue the run.
    std::filesystem::path log;
    /// For the failures that hide behind others, which only the recordings of experiments show; they stay unknown if
    /// this is empty.
    ReadRecording recording_of;
    /// For what evidence points to; may be empty.
    KnownChanges known_changes;
    /// Is called once, as soon as it is known to what evidence points; may be empty.
    std::function<void(const Comparison&, const std::vector<Suspicion>&)> suspected;
    /// Is called before the search, and again once it is known to what evidence points, with what is still to come; may
    /// be empty.
    std::function<void(const attribute::Forecast&)> expected;
};

/// What an investigation found.
struct InvestigationResult {
    Attribution attribution;
    /// The comparison that was given, with a cluster split if parts of it follow different causes.
    Comparison comparison;
    std::vector<std::string> notes;  ///< what was left out, for the report
    bool interrupted = false;        ///< the user ended the sessions: it holds what was known by then
};

/// Finds what the failures of the base sessions follow. It asks the engine, runs what the engine asks for, and tells it
/// the observations, until the engine concludes. What an existing log holds is not run again. If the user
/// interrupts the search, the result is what was known by then. Throws
/// Error if the log belongs to another question or cannot be written.
InvestigationResult investigate(runner::SessionRunner& runner, const sides::SidePair& sides, const Base& base,
                                const InvestigationOptions& options);

}  // namespace testskew::investigation
