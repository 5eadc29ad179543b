#include "cli/hook_first.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <set>

#include "model/node_id.hpp"
#include "profile/pytest_configuration.hpp"
#include "util/files.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

constexpr double quick_suite = 10;  // seconds; all tests of such a suite run at once
constexpr std::size_t largest_source = 400'000, most_sources = 20'000;

/// The Python files of a folder. What is very large is left out.
hook::Sources sources_of(const fs::path& project) {
    hook::Sources sources;
    const auto skip = [](std::string_view, std::string_view name, bool folder) {
        return folder && (name.starts_with('.') || name == "node_modules" || name == "__pycache__");
    };
    for (const auto& entry : workspace::walk(project, skip)) {
        if (!S_ISREG(entry.mode) || !entry.path.ends_with(".py") || entry.size > static_cast<off_t>(largest_source) ||
            sources.size() >= most_sources)
            continue;
        sources[entry.path] = read_file(project / entry.path).value_or("");
    }
    return sources;
}

/// The changed paths of the project, relative to it.
std::set<std::string> changed_in(const HookPlace& place, const std::vector<std::string>& paths) {
    const std::string below = place.relative.empty() ? "" : place.relative.string() + "/";
    std::set<std::string> changed;
    for (const auto& path : paths)
        if (path.starts_with(below)) changed.insert(path.substr(below.size()));
    return changed;
}

/// The test modules that pytest would collect for these targets; none if a target is no path.
std::vector<std::string> within_targets(std::vector<std::string> modules, const std::vector<std::string>& targets) {
    const auto in_target = [&](const std::string& module) {
        return std::any_of(targets.begin(), targets.end(), [&](std::string target) {
            while (target.ends_with('/')) target.pop_back();
            while (target.starts_with("./")) target.erase(0, 2);
            return target == "." || module == target || module.starts_with(target + "/");
        });
    };
    if (!targets.empty()) std::erase_if(modules, [&](const auto& module) { return !in_target(module); });
    return modules;
}

}  // namespace

FirstModules::FirstModules(const HookPlace& place, const fs::path& project, const std::vector<std::string>& changed,
                           const std::vector<std::string>& failed)
    : project_(project) {
    hook::Sources sources = sources_of(project);
    for (const auto& [path, text] : sources)
        if (hook::is_test_module(path)) all_.push_back(path);
    const auto own = changed_in(place, changed);
    // What was removed still has users.
    for (const auto& path : own)
        if (path.ends_with(".py")) sources.emplace(path, "");
    std::vector<std::string> modules;
    for (const auto& id : failed) modules.push_back(module_of(id));
    first_ = hook::modules_first(sources, own, modules);
    const std::set<std::string> there(all_.begin(), all_.end());
    std::erase_if(first_, [&](const auto& module) { return !there.count(module); });
}

std::vector<std::string> FirstModules::of(const Profile& profile, double whole_seconds) const {
    std::vector<std::string> targets = profile.selection.targets;
    if (targets.empty()) targets = profile::pytest_configuration(project_).testpaths;
    const auto& options = profile.selection.options;
    const bool other_names = std::find(options.begin(), options.end(), "--pyargs") != options.end();
    if (other_names || std::any_of(targets.begin(), targets.end(), within_module)) return {};
    const bool quick = whole_seconds > 0 && whole_seconds <= quick_suite;
    auto first = within_targets(first_, targets);
    return quick || 2 * first.size() > within_targets(all_, targets).size() ? std::vector<std::string>() : first;
}

}  // namespace testskew::cli
