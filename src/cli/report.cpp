// testskew report: prints the report of an earlier run in any format.
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/run_state.hpp"
#include "profile/profile.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {

ExitCode report(const Options& options) {
    // What testskew.toml says now does not matter.
    const auto root = profile::project_root(std::filesystem::current_path());
    const SavedRun saved = load_run(workspace::run_or_latest(root, options.run));
    render(options, saved.report, root);
    return saved.report.exit_code;
}

}  // namespace testskew::cli
