#include "profile/named_groups.hpp"

#include <fmt/core.h>

#include <map>
#include <set>

#include "profile/declared.hpp"
#include "profile/poetry.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// The members of a table by their normalised names. Two names of a table may be the same one.
using Index = std::multimap<std::string, const Node*>;

Index index_of(const Node& table) {
    Index result;
    for (const auto& member : table.members) result.emplace(normalized_name(member.name), &member.value);
    return result;
}

/// How many extras or groups one of them may lead to: more were made to take long.
constexpr std::size_t most_included = 200;

/// Adds the lines of an extra. If an extra names another extra of the project itself ("name[other]"), the lines of that
/// one are added.
void expand_extra(const Index& extras, const std::string& name, const std::string& project, std::set<std::string>& seen,
                  std::vector<std::string>& lines) {
    const std::string normalized = normalized_name(name);
    if (seen.size() >= most_included || !seen.insert(normalized).second) return;
    for (auto [one, end] = extras.equal_range(normalized); one != end; ++one)
        for (const auto& line : one->second->strings()) {
            const size_t open = line.find('['), close = line.find(']');
            if (open != std::string::npos && close != std::string::npos && close > open &&
                name_of_requirement(line) == project)
                for (const auto& inner : split(std::string_view(line).substr(open + 1, close - open - 1), ','))
                    expand_extra(extras, std::string(trim(inner)), project, seen, lines);
            else
                lines.push_back(line);
        }
}

/// Adds the lines of a dependency group (PEP 735), with the groups that it includes.
void expand_group(const Index& groups, const std::string& name, std::set<std::string>& seen,
                  std::vector<std::string>& lines) {
    const std::string normalized = normalized_name(name);
    if (seen.size() >= most_included || !seen.insert(normalized).second) return;
    for (auto [one, end] = groups.equal_range(normalized); one != end; ++one)
        for (const auto& item : one->second->items) {
            if (item.is(Node::Kind::string))
                lines.push_back(item.text);
            else if (const Node* include = item.find("include-group"))
                expand_group(groups, include->text, seen, lines);
        }
}

/// The lines of a table of poetry's dependencies.
std::vector<std::string> table_lines(const Node* table) {
    std::vector<std::string> lines;
    if (table)
        for (const auto& member : table->members)
            for (auto& line : poetry_lines(member.name, member.value)) lines.push_back(std::move(line));
    return lines;
}

void add_poetry_groups(const Node& pyproject, std::vector<NamedGroup>& result) {
    using Kind = NamedGroup::Kind;
    const Node* poetry = pyproject.find({"tool", "poetry"});
    if (!poetry) return;
    if (const Node* dev = poetry->find("dev-dependencies"))
        result.push_back({Kind::poetry, "dev", table_lines(dev), true});
    if (const Node* groups = poetry->find("group"))
        for (const auto& member : groups->members) {
            const Node* optional = member.value.find("optional");
            result.push_back({Kind::poetry, member.name, table_lines(member.value.find("dependencies")),
                              !(optional && optional->boolean)});
        }
    if (const Node* extras = poetry->find("extras"); extras && !pyproject.find({"project", "optional-dependencies"}))
        for (const auto& member : extras->members)
            result.push_back({Kind::extra, member.name, member.value.strings(), false});
}

}  // namespace

std::string NamedGroup::shown() const {
    switch (kind) {
        case Kind::extra: return "the extra " + name;
        case Kind::group: return "the group " + name;
        case Kind::poetry: return "the poetry group " + name;
        case Kind::pdm: return "the pdm group " + name;
        case Kind::file: return name;
    }
    return name;
}

std::string named(const std::string& what, const std::vector<std::string>& names) {
    return fmt::format("the {}{} {}", what, names.size() == 1 ? "" : "s", enumerated(names));
}

std::vector<NamedGroup> named_groups(const Node& pyproject) {
    using Kind = NamedGroup::Kind;
    std::vector<NamedGroup> result;
    const Node* project = pyproject.find("project");
    const Node* name = project ? project->find("name") : nullptr;
    const std::string own = name ? normalized_name(name->text) : "";
    if (const Node* extras = project ? project->find("optional-dependencies") : nullptr) {
        const Index index = index_of(*extras);
        for (const auto& member : extras->members) {
            std::set<std::string> seen;
            NamedGroup extra{Kind::extra, member.name, {}, false};
            expand_extra(index, member.name, own, seen, extra.lines);
            result.push_back(std::move(extra));
        }
    }
    if (const Node* groups = pyproject.find("dependency-groups")) {
        const Index index = index_of(*groups);
        for (const auto& member : groups->members) {
            std::set<std::string> seen;
            NamedGroup group{Kind::group, member.name, {}, true};
            expand_group(index, member.name, seen, group.lines);
            result.push_back(std::move(group));
        }
    }
    add_poetry_groups(pyproject, result);
    if (const Node* groups = pyproject.find({"tool", "pdm", "dev-dependencies"}))
        for (const auto& member : groups->members)
            result.push_back({Kind::pdm, member.name, member.value.strings(), true});
    return result;
}

std::vector<std::string> main_dependencies(const Node& pyproject) {
    std::vector<std::string> lines = table_lines(pyproject.find({"tool", "poetry", "dependencies"}));
    if (const Node* own = pyproject.find({"project", "dependencies"}))
        for (const auto& line : own->strings()) lines.push_back(line);
    return lines;
}

}  // namespace testskew::profile
