#include "profile/declared_needs.hpp"

#include <algorithm>
#include <set>

#include "profile/declared_files.hpp"
#include "profile/declared_pyproject.hpp"
#include "profile/named_groups.hpp"
#include "profile/needs.hpp"
#include "profile/offers.hpp"
#include "profile/toml.hpp"
#include "util/files.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

/// The names of what is installed according to `declared`, as far as the files in the folder say it.
std::set<std::string> provided_by(const Declared& declared, const fs::path& folder) {
    std::set<std::string> names;
    const auto add = [&](const std::vector<std::string>& lines) {
        for (auto& name : names_in_lines(lines, folder)) names.insert(std::move(name));
    };
    add(declared.own);
    add(declared.lines);
    if (!is_file(folder / "pyproject.toml")) return names;
    const Node pyproject = read_toml(folder / "pyproject.toml");
    add(main_dependencies(pyproject));
    for (const auto& group : named_groups(pyproject)) {
        const auto& chosen = group.kind == NamedGroup::Kind::extra ? declared.extras : declared.groups;
        if (std::find(chosen.begin(), chosen.end(), group.name) != chosen.end()) add(group.lines);
    }
    return names;
}

/// Adds the plugins without which pytest refuses the `addopts` of its own configuration, if nothing that is installed
/// names them: a file that is not read, such as a noxfile, does. Both sides get them.
void add_plugins_of_addopts(const fs::path& folder, const std::vector<Need>& needs, Declared& declared) {
    const auto provided = provided_by(declared, folder);
    for (const Need& need : needs) {
        const bool option = need.why.starts_with("--") && need.why.find("in the addopts of") != std::string::npos;
        if (!need.plugin || !option || need.any_of.empty()) continue;
        if (std::any_of(need.any_of.begin(), need.any_of.end(), [&](const auto& name) { return provided.count(name); }))
            continue;
        const std::string& name = need.any_of.front();
        if (std::find(declared.lines.begin(), declared.lines.end(), name) != declared.lines.end()) continue;
        declared.lines.push_back(name);
        declared.notes.push_back(name + ": for " + need.why + ", as nothing that is installed names it");
    }
}

}  // namespace

void add_needed(const fs::path& folder, const Selection& selection, Declared& declared) {
    auto provided = provided_by(declared, folder);
    if (declared.names_pytest) provided.insert("pytest");
    const auto needs = needs_of(folder, selection);
    for (const auto& taken : needed_offers(declared.offers, needs, std::move(provided))) {
        const NamedGroup& group = taken.group;
        if (group.kind == NamedGroup::Kind::file) {
            declared.lines.push_back("-r " + group.name);
            declared.from.push_back(group.name);
            std::erase(declared.left_out, group.name);
        } else {
            take_group(group, declared);
        }
        declared.notes.push_back(taken.note);
    }
    add_plugins_of_addopts(folder, needs, declared);
}

}  // namespace testskew::profile
