// testskew report: prints the report of an earlier run in any format.
#include <filesystem>

#include "cli/commands.hpp"
#include "cli/render.hpp"
#include "cli/run_state.hpp"
#include "profile/profile.hpp"
#include "workspace/run_folder.hpp"

namespace testskew::cli {

ExitCode report(const Options& options) {
    const auto project = profile::find_project(std::filesystem::current_path());
    const SavedRun saved = load_run(workspace::run_or_latest(project.root, options.run));
    render(options, saved.report, project.root);
    return saved.report.exit_code;
}

}  // namespace testskew::cli
