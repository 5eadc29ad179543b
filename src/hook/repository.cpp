#include "hook/repository.hpp"

#include <fmt/core.h>

#include "hook/documentation.hpp"
#include "util/text.hpp"

namespace testskew::hook {
namespace {

constexpr std::size_t most_arguments = 500;  // of one call of git

std::optional<std::string> ask(const workspace::GitPlace& place, const std::vector<std::string>& arguments) {
    process::Exit exit = workspace::git(arguments, place.top, workspace::pointing_at(place));
    if (!exit.ok()) return std::nullopt;
    if (exit.out.ends_with('\n')) exit.out.pop_back();
    return std::move(exit.out);
}

std::optional<std::string> commit_named(const workspace::GitPlace& place, const std::string& name) {
    return ask(place, {"rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"});
}

/// Whether git finds one of these patterns in these files of a commit.
bool finds(const workspace::GitPlace& place, const Commit& commit, const std::string& how,
           const std::vector<std::string>& patterns, const std::vector<std::string>& files) {
    std::vector<std::string> arguments = {"grep", "-q", "-I", how};
    for (const auto& pattern : patterns) arguments.insert(arguments.end(), {"-e", pattern});
    arguments.insert(arguments.end(), {commit.id, "--"});
    arguments.insert(arguments.end(), files.begin(), files.end());
    const process::Exit exit = workspace::git(arguments, place.top, workspace::pointing_at(place));
    return exit.signal != 0 || exit.status != 1;  // 1 is that of nothing found
}

/// Names that git cannot take for an option.
bool harmless(const std::string& name) { return !name.empty() && name.front() != '-'; }

}  // namespace

std::map<std::string, Commit> commits_of(const workspace::GitPlace& place, const std::vector<PushedRef>& refs) {
    std::vector<std::string> names;
    for (const auto& ref : refs)
        if (harmless(ref.local_id)) names.push_back(ref.local_id);
    const auto of = [&](const std::vector<std::string>& some, std::map<std::string, Commit>& into) {
        std::vector<std::string> arguments = {"rev-parse"};
        for (const auto& name : some) arguments.insert(arguments.end(), {name + "^{commit}", name + "^{tree}"});
        const auto answer = some.empty() ? std::nullopt : ask(place, arguments);
        const auto lines = answer ? split(*answer, '\n') : std::vector<std::string>();
        if (lines.size() != 2 * some.size()) return false;
        for (std::size_t i = 0; i < some.size(); ++i) into[some[i]] = {lines[2 * i], lines[2 * i + 1]};
        return true;
    };
    std::map<std::string, Commit> commits;
    for (auto first = names.begin(); first != names.end();) {
        const auto last =
            first + std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(most_arguments), names.end() - first);
        if (!of({first, last}, commits))
            for (auto name = first; name != last; ++name) of({*name}, commits);  // git refuses all for one that is none
        first = last;
    }
    return commits;
}

std::optional<std::string> base_of(const workspace::GitPlace& place, const std::string& remote, const PushedRef& ref,
                                   const Commit& commit) {
    if (!ref.is_new() && harmless(ref.remote_id))
        if (auto known = commit_named(place, ref.remote_id)) return known;
    const bool named = !remote.empty() && ask(place, {"config", "--get", fmt::format("remote.{}.url", remote)});
    const auto ahead = ask(place, {"rev-list", "--topo-order", "--reverse", commit.id, "--not",
                                   named ? "--remotes=" + remote : "--remotes"});
    if (!ahead) return std::nullopt;
    if (ahead->empty()) return commit.id;  // all of it is on the remote already
    return commit_named(place, ahead->substr(0, ahead->find('\n')) + "^");
}

std::vector<std::string> changed_paths(const workspace::GitPlace& place, const std::string& base,
                                       const Commit& commit) {
    const auto answer = ask(place, {"diff", "--name-only", "-z", "--no-renames", "--no-ext-diff",
                                    "--ignore-submodules=none", base, commit.id, "--"});
    std::vector<std::string> paths;
    if (answer)
        for (auto& path : split(*answer, '\0'))
            if (!path.empty()) paths.push_back(std::move(path));
    return paths;
}

bool documentation_is_read(const workspace::GitPlace& place, const Commit& commit,
                           const std::vector<std::string>& paths) {
    auto marks = package_marks(paths);
    const auto words = words_of_readers(paths);
    if (marks.size() > most_arguments || words.size() > most_arguments) return true;
    if (!marks.empty()) {
        marks.insert(marks.begin(), {"--literal-pathspecs", "ls-tree", "--full-tree", "--name-only", commit.id, "--"});
        const auto there = ask(place, marks);
        if (!there || !there->empty()) return true;
    }
    // setup.py and Sphinx's conf.py name what is shown, which no test reads because of that.
    return finds(place, commit, "-F", words,
                 {"*.py", ":(exclude,glob)**/setup.py", ":(exclude,glob)**/conf.py", ":(exclude,glob)**/noxfile.py"}) ||
           finds(place, commit, "-E", {tested_documentation},
                 {"*.py", "*.toml", "*.ini", "*.cfg", "*.yml", "*.yaml", "*.sh", "*Makefile", "*justfile"});
}

}  // namespace testskew::hook
