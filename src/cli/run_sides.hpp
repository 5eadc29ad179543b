#pragma once
#include <filesystem>
#include <functional>

#include "cli/options.hpp"
#include "model/report.hpp"
#include "util/secrets.hpp"

namespace testskew::cli {

/// A run that has come to its end.
struct FinishedRun {
    const std::filesystem::path& folder;  ///< of the run
    const Report& report;
    const Secrets& secrets;
};

/// What `testskew run` does with these options: prepares the two sides, compares them, looks for the causes and keeps
/// the run's state. `finished` is called at the end, before the report is returned. Throws Error as the command does,
/// and Interrupted.
Report run_sides(const Options& options, const std::function<void(const FinishedRun&)>& finished);

}  // namespace testskew::cli
