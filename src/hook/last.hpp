#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hook/result.hpp"

namespace testskew::hook {

/// What the hook has last found out about a project: what `status` shows, and which tests come first the next time.
struct Last {
    std::string when;  ///< ISO 8601, UTC
    std::string ref, commit;
    Verdict verdict = Verdict::not_checked;
    std::vector<std::string> lines;               ///< what the user read
    std::vector<std::string> failed;              ///< node ids
    std::map<std::string, double> whole_seconds;  ///< by profile: how long all of its tests took
};

/// Reads what write_last() has written into this folder; nullopt without it, or if it is damaged.
std::optional<Last> read_last(const std::filesystem::path& own_folder);

/// Writes it. What fails is left: it is of no use but for the order of tests.
void write_last(const std::filesystem::path& own_folder, const Last& last) noexcept;

/// The ids that pytest's own cache below the project names as failed last (.pytest_cache/v/cache/lastfailed).
std::vector<std::string> failed_last_by_pytest(const std::filesystem::path& project);

/// What is known after this check. A test that failed counts as failed until it has run again.
Last after(const std::optional<Last>& before, const CommitCheck& check, const std::vector<std::string>& lines,
           const std::string& when);

}  // namespace testskew::hook
