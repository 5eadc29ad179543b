#include "workspace/kept_excludes.hpp"

#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/git.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr off_t most_bytes = 8 << 20;  // of an untracked file

/// A path as a line of a .gitignore that means this path alone.
std::string as_pattern(const std::string& path) {
    std::string pattern = "/";
    for (const char c : path) {
        if (std::string_view("\\*?[ !#").find(c) != std::string_view::npos) pattern += '\\';
        pattern += c;
    }
    return pattern + "\n";
}

bool is_large(const fs::path& file) {
    const auto status = status_of(file);
    return status && S_ISREG(status->st_mode) && status->st_size > most_bytes;
}

}  // namespace

std::string left_out(const fs::path& top, const std::vector<std::string>& others, const std::vector<std::string>& kept,
                     const std::set<std::string>& tracked) {
    std::string lines;
    const auto usable = [&](const std::string& path) {
        return !path.empty() && path.find('\n') == std::string::npos && !tracked.count(path);
    };
    for (const std::string& path : others) {
        if (!usable(path)) continue;
        if (path.ends_with('/') || is_large(top / path)) lines += as_pattern(path);
        if (path.ends_with("/pyvenv.cfg")) lines += as_pattern(path.substr(0, path.size() - 10));
    }
    for (const std::string& path : kept)  // it may have grown
        if (usable(path) && is_large(top / path)) lines += as_pattern(path);
    return lines;
}

std::vector<std::string> user_excludes() {
    const auto variable = [](const char* name) { return fs::path(environment_variable(name).value_or("")); };
    const fs::path home = variable("HOME"), config = variable("XDG_CONFIG_HOME");
    for (const fs::path& file :
         {home / ".gitconfig", (config.empty() ? home / ".config" : config) / "git" / "config"}) {
        if (file.is_relative() || !is_file(file)) continue;
        const process::Exit exit =
            git({"config", "--file", file.string(), "--includes", "--type=path", "--get", "core.excludesFile"},
                file.parent_path(), {{"HOME", home.string()}});
        const std::string value(trim(exit.ok() ? exit.out : std::string()));
        if (!value.empty()) return {"-c", "core.excludesFile=" + value};
    }
    return {};
}

}  // namespace testskew::workspace
