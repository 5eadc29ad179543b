#include "profile/tool_lock.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "profile/declared.hpp"
#include "profile/declared_files.hpp"
#include "profile/declared_pyproject.hpp"
#include "profile/locked.hpp"
#include "profile/named_groups.hpp"
#include "profile/offers.hpp"
#include "profile/rebase.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/once.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The groups of a Pipfile.lock, which says itself what belongs to them.
std::vector<NamedGroup> categories(const LockFile& lock) {
    std::vector<NamedGroup> result;
    for (const auto& package : lock.packages)
        for (const auto& [category, marker] : package.markers) {
            if (category == lock.main) continue;
            auto found = std::find_if(result.begin(), result.end(),
                                      [&name = category](const auto& g) { return g.name == name; });
            if (found == result.end())
                found = result.insert(found, {NamedGroup::Kind::group, category, {}, category == "develop"});
            found->lines.push_back(package.name);
        }
    return result;
}

/// What of one lock is chosen.
struct ToolLock {
    LockFile file;
    LockChoice choice;
    std::vector<NamedGroup> offers;
    std::vector<std::string> left_out;

    /// Divides the groups into those that are installed and those that are offered.
    void divide(const std::vector<NamedGroup>& groups) {
        for (const auto& group : groups) {
            const std::string name = normalized_name(group.name);
            // One table may make a group optional that another one defines.
            const bool by_default = std::all_of(groups.begin(), groups.end(), [&](const NamedGroup& other) {
                return normalized_name(other.name) != name || other.kind == NamedGroup::Kind::extra || other.by_default;
            });
            const bool wanted =
                is_test_name(name) || (by_default && group.kind != NamedGroup::Kind::extra && !is_other_purpose(name));
            if (wanted) {
                take(group);
            } else {
                offers.push_back(group);
                if (group.by_default) left_out.push_back(group.name);
            }
        }
    }

    void take(const NamedGroup& group) {
        (group.kind == NamedGroup::Kind::extra ? choice.extras : choice.groups).insert(normalized_name(group.name));
        std::erase(left_out, group.name);
    }

    std::string origin(const std::string& label) const {
        std::vector<std::string> parts, groups;
        for (const auto& group : choice.groups)
            if (group != file.main) groups.push_back(group);
        const std::vector<std::string> extras(choice.extras.begin(), choice.extras.end());
        if (!groups.empty()) parts.push_back(named("group", groups));
        if (!extras.empty()) parts.push_back(named("extra", extras));
        std::string text = label;
        if (!parts.empty()) text += " with " + enumerated(parts);
        if (!left_out.empty()) text += fmt::format(" (not {})", join(left_out, ", "));
        return text;
    }
};

ToolLock read(const fs::path& path, const std::string& label, const Node& pyproject, const Interpreter& interpreter) {
    ToolLock lock;
    const std::string name = path.filename().string();
    if (name == "Pipfile.lock") {
        lock.file = read_pipfile_lock(read_file(path).value_or(""), label);
        lock.divide(categories(lock.file));
    } else {
        const Node document = read_toml(path);
        lock.file = name == "pdm.lock" ? read_pdm_lock(document, pyproject) : read_poetry_lock(document, pyproject);
        lock.divide(named_groups(pyproject));
    }
    lock.choice.groups.insert(lock.file.main);
    lock.choice.variables = marker_variables(interpreter);
    return lock;
}

std::set<std::string> names_of(const std::map<std::string, const LockedPackage*>& packages) {
    std::set<std::string> names;
    for (const auto& [name, package] : packages) names.insert(name);
    return names;
}

/// Adds requirements files for what the tests need and the lock does not have.
void add_files(const fs::path& project, const std::vector<Need>& needs, const std::set<std::string>& provided,
               Requirements& result) {
    Declared files;
    offer_requirements_files(project, files);
    std::erase_if(files.offers, [](const NamedGroup& file) {
        const auto words = words_of_name(fs::path(file.name).stem().string());
        return std::none_of(words.begin(), words.end(), is_test_name) && !file.name.starts_with("test");
    });
    for (const auto& taken : needed_offers(files.offers, needs, provided)) {
        result.lines.push_back("-r " + taken.group.name);
        result.notes.push_back(taken.note);
        result.origin += " and " + taken.group.name;
    }
}

}  // namespace

bool is_tool_lock(const std::string& name) {
    return name == "poetry.lock" || name == "pdm.lock" || name == "Pipfile.lock";
}

Requirements requirements_of_tool_lock(const fs::path& path, const std::string& label, const fs::path& project,
                                       const Profile& profile, const Interpreter& interpreter) {
    const fs::path home = path.parent_path();
    const Node pyproject = is_file(home / "pyproject.toml") ? read_toml(home / "pyproject.toml") : Node();
    ToolLock lock = read(path, label, pyproject, interpreter);
    const auto needs = needs_of(project, profile.selection);
    Requirements result;
    for (const auto& taken : needed_offers(lock.offers, needs, names_of(chosen_packages(lock.file, lock.choice)))) {
        lock.take(taken.group);
        result.notes.push_back(taken.note);
    }
    result.origin = lock.origin(label);
    result.locked = lock.file.index_options;
    result.locked_by = label;
    Declared declared;
    add_pyproject(pyproject, home, declared);
    add_setup(home, declared);
    if (declared.installable) {
        const std::string extras = join({lock.choice.extras.begin(), lock.choice.extras.end()}, ",");
        result.locked->push_back(rebase_line("-e ." + (extras.empty() ? "" : "[" + extras + "]"), home, project));
    }
    const Node* own = own_name(pyproject);
    const auto chosen = chosen_packages(lock.file, lock.choice);
    for (const auto& [name, package] : chosen)
        if (!own || normalized_name(own->text) != name)
            append_once(*result.locked, rebase_line(package->line, home, project));
    if (!lock.file.python.empty() && !version_satisfies(interpreter.version, lock.file.python))
        result.notes.push_back(
            fmt::format("{} is for Python {}, and not for {}", label, lock.file.python, interpreter.version));
    add_files(project, needs, names_of(chosen), result);
    return result;
}

}  // namespace testskew::profile
