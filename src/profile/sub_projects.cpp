#include "profile/sub_projects.hpp"

#include <algorithm>

#include "profile/test_files.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"
#include "util/once.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

constexpr int deepest_project = 3;
constexpr size_t most_projects = 8;

/// Whether the files of a folder say what is installed. A pyproject.toml that only configures tools does not.
bool declares(const fs::path& folder) {
    if (is_file(folder / "setup.py") || is_file(folder / "requirements.txt") || is_file(folder / "Pipfile"))
        return true;
    if (!is_file(folder / "pyproject.toml")) return false;
    const Node document = read_toml(folder / "pyproject.toml");
    return document.find("project") || document.find({"tool", "poetry"}) || document.find("dependency-groups");
}

}  // namespace

std::vector<fs::path> projects_of_targets(const fs::path& project, const std::vector<std::string>& targets) {
    std::vector<fs::path> folders;
    const fs::path root = project.lexically_normal();
    for (const auto& target : targets) {
        fs::path folder = (root / target.substr(0, target.find("::"))).lexically_normal();
        while (folder != root && folder.string().starts_with(root.string() + "/")) {
            if (declares(folder)) {
                append_once(folders, folder);
                break;
            }
            folder = folder.parent_path();
        }
    }
    return folders;
}

std::vector<fs::path> tested_projects_below(const fs::path& project) {
    std::vector<fs::path> found;
    std::error_code error;
    fs::recursive_directory_iterator entry(project, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_directory(ignored)) continue;
        const std::string name = entry->path().filename().string();
        const bool hidden =
            name.starts_with('.') || name == "node_modules" || fs::exists(entry->path() / "pyvenv.cfg", ignored);
        const bool declaring = !hidden && declares(entry->path());
        if (declaring && has_test_files(entry->path())) found.push_back(entry->path());
        if (declaring || hidden || entry.depth() + 1 >= deepest_project) entry.disable_recursion_pending();
    }
    std::sort(found.begin(), found.end());
    if (found.size() > most_projects) found.clear();
    return found;
}

}  // namespace testskew::profile
