#include "cli/targets.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "model/node_id.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::cli {

void check_targets(const Profile& profile, const std::filesystem::path& project) {
    const auto& options = profile.selection.options;
    if (profile.files.kind != FilesSpec::Kind::worktree ||
        std::find(options.begin(), options.end(), "--pyargs") != options.end())
        return;
    for (const auto& target : profile.selection.targets) {
        const std::string path = module_of(target);
        if (path.empty() || !std::filesystem::exists(project / path))
            throw Error(fmt::format("{}: the target \"{}\" does not exist below {}", profile.name, printable(target),
                                    project.string()));
    }
}

}  // namespace testskew::cli
