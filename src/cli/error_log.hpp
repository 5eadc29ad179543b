#pragma once
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/options.hpp"

/// An internal error is a bug of testskew. The user can only report it, so the log holds what such a report needs.
namespace testskew::cli {

/// The text of the log: the time, the versions of testskew and of what it runs on, the arguments, the exception and
/// where it was thrown. Secrets are taken out.
std::string error_log_text(const std::exception& error, const std::vector<std::string>& arguments);

/// The folder of the log: the nearest `.testskew` at `start` or above; if there is none, testskew's cache.
std::filesystem::path error_log_folder(const std::filesystem::path& start);

/// Writes the log (internal-error.log, which holds only the last error), says in one line what happened and where the
/// log is, and returns the exit status.
int report_internal_error(const Options& options, const std::vector<std::string>& arguments,
                          const std::exception& error) noexcept;

}  // namespace testskew::cli
