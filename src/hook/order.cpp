#include "hook/order.hpp"

#include <algorithm>
#include <deque>

#include "hook/imports.hpp"
#include "util/text.hpp"

namespace testskew::hook {
namespace {

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// The folder of a path; "" for the project itself.
std::string_view folder_of(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string in_folder(std::string_view folder, std::string_view name) {
    return folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name);
}

bool is_conftest(std::string_view path) { return name_of(path) == "conftest.py"; }

/// What the modules of a project are called, and which files depend on which.
class Graph {
public:
    explicit Graph(const Sources& sources) : sources_(sources) {
        for (const auto& [path, text] : sources) add_names(path);
        for (const auto& [path, text] : sources) add_imports(path, text);
    }

    /// The files that depend on each of these, with the length of the shortest way.
    std::map<std::string, int> reached_from(const std::set<std::string>& changed) {
        std::map<std::string, int> distance;
        std::deque<std::string> open;
        const auto reach = [&](const std::string& path, int steps) {
            if (distance.emplace(path, steps).second) open.push_back(path);
        };
        for (const auto& path : changed) {
            if (sources_.count(path))
                reach(path, 0);
            else
                for (const auto& user : that_name(name_of(path))) reach(user, 1);
        }
        while (!open.empty()) {
            const std::string path = open.front();
            open.pop_front();
            for (const auto& user : users_of(path)) reach(user, distance[path] + 1);
        }
        return distance;
    }

private:
    /// A file is known by every dotted name that some folder above it on sys.path would give it: a folder without an
    /// __init__.py.
    void add_names(const std::string& path) {
        std::string stem = path.substr(0, path.size() - 3);
        if (name_of(path) == "__init__.py") stem = std::string(folder_of(path));
        if (stem.empty()) return;
        std::string dotted(name_of(stem));
        std::string_view folder = folder_of(stem);
        for (;;) {
            if (!sources_.count(in_folder(folder, "__init__.py"))) names_[dotted].insert(path);
            if (folder.empty()) break;
            dotted = std::string(name_of(folder)) + "." + dotted;
            folder = folder_of(folder);
        }
    }

    void add_imports(const std::string& path, const std::string& text) {
        for (const auto& module : imported_modules(text)) {
            const std::size_t dots = std::min(module.find_first_not_of('.'), module.size());
            if (dots == 0)
                use_named(path, module);
            else
                use_relative(path, dots, module.substr(dots));
        }
    }

    /// A module with each package above it, whose __init__.py runs as well.
    void use_named(const std::string& user, const std::string& module) {
        for (std::size_t end = module.find('.');; end = module.find('.', end + 1)) {
            const auto found = names_.find(module.substr(0, end));
            if (found != names_.end())
                for (const auto& path : found->second) users_[path].insert(user);
            if (end == std::string::npos) break;
        }
    }

    void use_relative(const std::string& user, std::size_t dots, std::string module) {
        std::string_view folder = folder_of(user);
        for (std::size_t up = 1; up < dots; ++up) folder = folder_of(folder);
        std::replace(module.begin(), module.end(), '.', '/');
        std::string path(folder);
        use_file(user, in_folder(path, "__init__.py"));
        for (const auto& part : split(module, '/')) {
            if (part.empty()) continue;
            path = in_folder(path, part);
            use_file(user, path + ".py");
            use_file(user, in_folder(path, "__init__.py"));
        }
    }

    void use_file(const std::string& user, const std::string& path) {
        if (user != path && sources_.count(path)) users_[path].insert(user);
    }

    std::set<std::string> users_of(const std::string& path) {
        std::set<std::string> users = users_[path];
        if (!is_conftest(path)) return users;
        const std::string below = folder_of(path).empty() ? "" : std::string(folder_of(path)) + "/";
        for (auto it = sources_.lower_bound(below); it != sources_.end() && it->first.starts_with(below); ++it)
            if (is_test_module(it->first)) users.insert(it->first);
        return users;
    }

    /// The files that have the name of a data file in their text.
    std::vector<std::string> that_name(std::string_view name) const {
        std::vector<std::string> users;
        if (name.size() < 3) return users;
        for (const auto& [path, text] : sources_)
            if (text.find(name) != std::string::npos) users.push_back(path);
        return users;
    }

    const Sources& sources_;
    std::map<std::string, std::set<std::string>> names_;  ///< dotted name -> files
    std::map<std::string, std::set<std::string>> users_;  ///< file -> files that import it
};

}  // namespace

bool is_test_module(std::string_view path) {
    const std::string_view name = name_of(path);
    return name.ends_with(".py") && (name.starts_with("test_") || name.ends_with("_test.py"));
}

std::vector<std::string> modules_first(const Sources& sources, const std::set<std::string>& changed,
                                       const std::vector<std::string>& failed) {
    std::vector<std::string> first;
    std::set<std::string> seen;
    const auto add = [&](const std::string& path) {
        if (sources.count(path) && seen.insert(path).second) first.push_back(path);
    };
    for (const auto& path : failed) add(path);
    std::vector<std::pair<int, std::string>> reached;
    for (const auto& [path, steps] : Graph(sources).reached_from(changed))
        if (is_test_module(path)) reached.emplace_back(steps, path);
    std::sort(reached.begin(), reached.end());
    for (const auto& [steps, path] : reached) add(path);
    return first;
}

}  // namespace testskew::hook
