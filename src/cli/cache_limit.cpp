#include "cli/cache_limit.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/run_state.hpp"
#include "environment/cached.hpp"
#include "profile/profile.hpp"
#include "util/text.hpp"
#include "workspace/kept_files.hpp"
#include "workspace/old_runs.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// The states of the files that the runs which are left still need.
std::set<std::string> states_of_runs(const fs::path& project) {
    std::set<std::string> states;
    for (const fs::path& folder : workspace::list_runs(project)) {
        try {
            if (auto state = load_run(folder).request.files; !state.empty()) states.insert(std::move(state));
        } catch (const Error&) {  // It has no results, or was written by another version: it cannot be verified.
        }
    }
    return states;
}

void keep_project_to_limit(const fs::path& project, std::uint64_t limit, std::string& said) {
    const auto removed = workspace::remove_old_runs(project, limit);
    if (removed.empty()) return;
    said += fmt::format("{}{} of this project", said.empty() ? "" : ", ",
                        count_of(static_cast<long>(removed.size()), "earlier run"));
    // While another testskew is at work, it may just have kept a state that no run names yet.
    if (!workspace::others_use_runs(project)) workspace::KeptFiles(project).drop_all_but(states_of_runs(project));
}

}  // namespace

void keep_to_limit(const Options& options) noexcept {
    if (!options.cache_limit) return;
    try {
        std::string said;
        const auto environments = environment::prune_to(*options.cache_limit);
        if (!environments.empty())
            said = count_of(static_cast<long>(environments.size()), "environment") + " of the cache";
        keep_project_to_limit(profile::project_root(fs::current_path()), *options.cache_limit, said);
        if (!said.empty() && options.verbosity >= 0) fmt::print(stderr, "removed to keep to --cache-limit: {}\n", said);
    } catch (...) {  // The next run tries again.
    }
}

}  // namespace testskew::cli
