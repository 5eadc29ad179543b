#include "workspace/project_tree.hpp"

#include <fmt/core.h>

#include "util/error.hpp"
#include "util/files.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

bool covers_home(const fs::path& top) {
    if (top == top.root_path()) return true;
    std::error_code error;
    const fs::path home = fs::canonical(environment_variable("HOME").value_or("/"), error);
    return !error && is_within(home, top);
}

}  // namespace

fs::path existing_folder(const fs::path& path) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error || !fs::is_directory(real)) throw Error(fmt::format("the project {} is no folder", path.string()));
    return real;
}

ProjectTree find_project_tree(const fs::path& project) {
    ProjectTree tree;
    tree.project = existing_folder(project);
    tree.place = find_git(tree.project);
    if (tree.place && tree.place->top != tree.project && covers_home(tree.place->top)) {
        tree.place.reset();
        tree.repository_ignored = true;
    }
    tree.top = tree.place ? tree.place->top : tree.project;
    tree.relative = tree.project.lexically_relative(tree.top);
    return tree;
}

}  // namespace testskew::workspace
