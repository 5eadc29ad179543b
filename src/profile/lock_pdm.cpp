// Reads pdm.lock, in the versions that pdm 2 writes (lock_version 4.x).
#include <algorithm>

#include "profile/locked.hpp"
#include "profile/named_groups.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

std::string pdm_text(const Node& table, std::string_view key) {
    const Node* node = table.find(key);
    return node && node->is(Node::Kind::string) ? node->text : "";
}

/// The line that installs a package of the lock: at its version, from a repository, a URL or a folder.
std::string pdm_line(const Node& node, const std::string& name, const std::string& version) {
    const std::string folder = pdm_text(node, "subdirectory");
    const std::string fragment = folder.empty() ? "" : "#subdirectory=" + folder;
    if (const auto git = pdm_text(node, "git"); !git.empty()) {
        std::string commit = pdm_text(node, "revision");
        if (commit.empty()) commit = pdm_text(node, "ref");
        return name + " @ git+" + git + (commit.empty() ? "" : "@" + commit) + fragment;
    }
    if (const auto url = pdm_text(node, "url"); !url.empty()) return name + " @ " + url + fragment;
    if (const auto path = pdm_text(node, "path"); !path.empty()) {
        const Node* editable = node.find("editable");
        const bool plain = path.starts_with('.') || path.starts_with('/');
        return (editable && editable->boolean ? "-e " : "") + std::string(plain ? "" : "./") + path;
    }
    return name + "==" + version;
}

LockedPackage pdm_package(const Node& node, LockFile& lock) {
    LockedPackage package;
    package.name = normalized_name(pdm_text(node, "name"));
    package.version = pdm_text(node, "version");
    package.python = pdm_text(node, "requires_python");
    package.line = pdm_line(node, package.name, package.version);
    if (const Node* extras = node.find("extras"))
        for (const auto& extra : extras->strings()) package.extras.insert(normalized_name(extra));
    if (const Node* dependencies = node.find("dependencies"))
        for (const auto& requirement : dependencies->strings())
            package.dependencies.push_back(parse_requirement(requirement));
    if (const Node* groups = node.find("groups")) {
        lock.grouped = true;
        for (const auto& group : groups->strings()) package.markers[normalized_name(group)] = pdm_text(node, "marker");
    }
    return package;
}

}  // namespace

LockFile read_pdm_lock(const Node& document, const Node& pyproject) {
    LockFile lock;
    lock.main = "default";
    if (const Node* packages = document.find("package"))
        for (const auto& node : packages->items) lock.packages.push_back(pdm_package(node, lock));
    for (const auto& group : named_groups(pyproject))
        for (const auto& line : group.lines) lock.roots[normalized_name(group.name)].push_back(parse_requirement(line));
    for (const auto& line : main_dependencies(pyproject)) lock.roots["default"].push_back(parse_requirement(line));
    return lock;
}

}  // namespace testskew::profile
