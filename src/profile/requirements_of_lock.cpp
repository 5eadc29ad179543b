#include "profile/requirements_of_lock.hpp"

#include <algorithm>

#include "profile/declared.hpp"
#include "profile/declared_files.hpp"
#include "profile/declared_needs.hpp"
#include "profile/declared_pyproject.hpp"
#include "profile/toml.hpp"
#include "profile/tool_lock.hpp"
#include "util/files.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The requirements from a uv.lock. It holds every extra and group of the project, so the lines say which of them are
/// installed.
Requirements from_uv_lock(const fs::path& lock, const std::string& label, const Wanted& wanted) {
    const fs::path home = is_file(lock.parent_path() / "pyproject.toml") ? lock.parent_path() : wanted.project;
    Declared declared = declared_by(home);
    declared.lines.clear();  // what poetry or pdm would install is not uv's business
    declared.from.clear();
    std::erase_if(declared.offers, [](const NamedGroup& group) {
        return group.kind != NamedGroup::Kind::extra && group.kind != NamedGroup::Kind::group;
    });
    offer_requirements_files(wanted.project, declared);
    add_needed(home, wanted.profile.selection, declared);
    Requirements result;
    if (declared.installable || !declared.extras.empty())
        result.lines.push_back(declared.extras.empty() ? "-e ." : "-e .[" + join(declared.extras, ",") + "]");
    for (const auto& group : declared.groups) result.lines.push_back("--group " + group);
    result.lines.insert(result.lines.end(), declared.lines.begin(), declared.lines.end());
    result.lock = lock;
    result.origin = origin_of(declared, label);
    result.notes = declared.notes;
    return result;
}

/// True if a pylock.toml holds the project in whose folder it lies. Throws Error if it is malformed.
bool holds_project(const fs::path& lock, const fs::path& project) {
    const Node document = read_toml(lock);
    const Node* packages = document.find("packages");
    if (!packages) return false;
    return std::any_of(packages->items.begin(), packages->items.end(), [&](const Node& package) {
        const Node* path = package.find({"directory", "path"});
        if (!path || !path->is(Node::Kind::string)) return false;
        const fs::path folder = (lock.parent_path() / path->text).lexically_normal();
        return folder == project.lexically_normal() || folder == (project / "").lexically_normal();
    });
}

/// The requirements from a pylock.toml. It holds everything but the project itself, which is installed too if it is a
/// package that the lock does not hold.
Requirements from_pylock(const fs::path& lock, const fs::path& project, const std::string& label) {
    Requirements result;
    result.lock = lock;
    result.origin = label;
    Declared declared = declared_by(project);
    add_setup(project, declared);
    if (declared.installable && !holds_project(lock, project)) {
        result.lines.push_back("-e .");
        result.origin += " and the project itself";
    }
    return result;
}

}  // namespace

Requirements requirements_of_lock(const fs::path& lock, const std::string& label, const Wanted& wanted) {
    const std::string name = lock.filename().string();
    if (name == "uv.lock") return from_uv_lock(lock, label, wanted);
    if (name.starts_with("pylock.") && name.ends_with(".toml")) return from_pylock(lock, wanted.project, label);
    if (is_tool_lock(name))
        return requirements_of_tool_lock(lock, label, wanted.project, wanted.profile, wanted.interpreter);
    Requirements result;
    result.lock = lock;
    result.origin = label;
    return result;
}

}  // namespace testskew::profile
