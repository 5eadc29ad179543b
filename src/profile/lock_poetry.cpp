// Reads poetry.lock, in the versions that poetry 1 and 2 write (lock-version 1.0 to 2.1).
#include <algorithm>

#include "profile/locked.hpp"
#include "profile/named_groups.hpp"
#include "profile/poetry.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

std::string text_at(const Node& table, std::string_view key) {
    const Node* node = table.find(key);
    return node && node->is(Node::Kind::string) ? node->text : "";
}

bool flag_at(const Node& table, std::string_view key) {
    const Node* node = table.find(key);
    return node && node->is(Node::Kind::boolean) && node->boolean;
}

/// A git URL as pip and uv take it: "git@github.com:a/b.git" is "ssh://git@github.com/a/b.git".
std::string git_url(std::string url) {
    const size_t colon = url.find(':');
    if (url.find("://") != std::string::npos || colon == std::string::npos || url.find('@') > colon) return url;
    url[colon] = '/';
    return "ssh://" + url;
}

/// The line that installs a package of the lock.
std::string poetry_line(const Node& package, const std::string& name, const std::string& version,
                        std::vector<std::string>& index_options) {
    const Node* source = package.find("source");
    const std::string type = source ? text_at(*source, "type") : "", url = source ? text_at(*source, "url") : "";
    const std::string exact = name + "==" + version;
    if (type.empty() || url.empty()) return exact;
    if (type == "git") {
        std::string commit = text_at(*source, "resolved_reference");
        if (commit.empty()) commit = text_at(*source, "reference");
        const std::string folder = text_at(*source, "subdirectory");
        return name + " @ git+" + git_url(url) + (commit.empty() ? "" : "@" + commit) +
               (folder.empty() ? "" : "#subdirectory=" + folder);
    }
    if (type == "url") return name + " @ " + url;
    if (type == "directory" || type == "file") {
        const bool plain = url.starts_with('.') || url.starts_with('/');
        return (type == "directory" && flag_at(package, "develop") ? "-e " : "") + std::string(plain ? "" : "./") + url;
    }
    const std::string option = "--extra-index-url " + url;  // "legacy": an index of its own
    if (url.find("pypi.org") == std::string::npos &&
        std::find(index_options.begin(), index_options.end(), option) == index_options.end())
        index_options.push_back(option);
    return exact;
}

/// The dependencies of one name: a constraint, a table, or a list of them.
void add_dependencies(const std::string& name, const Node& node, std::vector<LockDependency>& into) {
    for (const auto& item : node.items) add_dependencies(name, item, into);
    if (node.is(Node::Kind::array)) return;
    LockDependency dependency;
    dependency.name = normalized_name(name);
    dependency.constraint = node.is(Node::Kind::string) ? node.text : text_at(node, "version");
    dependency.marker = text_at(node, "markers");
    dependency.python = text_at(node, "python");
    if (const Node* extras = node.find("extras"))
        for (const auto& extra : extras->strings()) dependency.extras.insert(normalized_name(extra));
    if (flag_at(node, "optional")) dependency.only_with.insert("");  // until an extra of the package names it
    into.push_back(std::move(dependency));
}

LockedPackage poetry_package(const Node& node, LockFile& lock) {
    LockedPackage package;
    package.name = normalized_name(text_at(node, "name"));
    package.version = text_at(node, "version");
    package.python = text_at(node, "python-versions");
    package.line = poetry_line(node, package.name, package.version, lock.index_options);
    if (const Node* dependencies = node.find("dependencies"))
        for (const auto& member : dependencies->members)
            add_dependencies(member.name, member.value, package.dependencies);
    if (const Node* extras = node.find("extras"))
        for (const auto& member : extras->members)
            for (const auto& requirement : member.value.strings())
                for (auto& dependency : package.dependencies)
                    if (dependency.name == requirement_name(requirement) && !dependency.only_with.empty())
                        dependency.only_with.insert(normalized_name(member.name));
    if (const Node* groups = node.find("groups")) {
        lock.grouped = true;
        const Node* markers = node.find("markers");
        for (const auto& group : groups->strings()) {
            const Node* own = markers ? markers->find(group) : nullptr;
            package.markers[normalized_name(group)] = own                                          ? own->text
                                                      : markers && markers->is(Node::Kind::string) ? markers->text
                                                                                                   : "";
        }
    }
    return package;
}

}  // namespace

LockFile read_poetry_lock(const Node& document, const Node& pyproject) {
    LockFile lock;
    if (const Node* packages = document.find("package"))
        for (const auto& node : packages->items) lock.packages.push_back(poetry_package(node, lock));
    if (const Node* metadata = document.find("metadata")) lock.python = text_at(*metadata, "python-versions");
    const auto add_table = [&](const std::string& group, const Node* table) {
        if (table)
            for (const auto& member : table->members)
                if (member.name != "python")
                    add_dependencies(member.name, member.value, lock.roots[normalized_name(group)]);
    };
    for (const auto& group : named_groups(pyproject))
        if (group.kind != NamedGroup::Kind::poetry)
            for (const auto& line : group.lines)
                lock.roots[normalized_name(group.name)].push_back(parse_requirement(line));
    if (const Node* own = pyproject.find({"project", "dependencies"}))
        for (const auto& line : own->strings()) lock.roots["main"].push_back(parse_requirement(line));
    add_table("main", pyproject.find({"tool", "poetry", "dependencies"}));
    add_table("dev", pyproject.find({"tool", "poetry", "dev-dependencies"}));
    if (const Node* groups = pyproject.find({"tool", "poetry", "group"}))
        for (const auto& member : groups->members) add_table(member.name, member.value.find("dependencies"));
    return lock;
}

}  // namespace testskew::profile
