#pragma once
#include <string>

#include "cli/options.hpp"
#include "model/matrix.hpp"
#include "util/error.hpp"

namespace testskew::cli {

/// Throws Error if `compare --attribute` could not print the report of its run: the table takes stdout in another form.
void check_attribute(const Options& options);

/// Runs these two recordings as the sides of `testskew run`, and prints its report. Throws what `run` throws.
ExitCode attribute_pair(const Options& options, const std::string& bad, const std::string& good);

/// The same with the nearest pair of legs of the failure that `--attribute` names. Throws Error if the table has no
/// such failure, or no passing leg for it.
ExitCode attribute_nearest(const Options& options, const MatrixReport& report);

}  // namespace testskew::cli
