#include "profile/leg_commit.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <vector>

#include "profile/git_in.hpp"
#include "util/files.hpp"
#include "util/made_objects.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t shown_id = 12;

bool is_id(const std::string& text) {
    return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// The tree and the parents that a commit object names.
struct CommitObject {
    std::string tree;
    std::vector<std::string> parents;
};

CommitObject parsed(const std::string& object) {
    CommitObject result;
    for (const std::string& line : split(object, '\n')) {
        if (line.empty()) break;  // the message begins
        if (line.starts_with("tree ")) result.tree = line.substr(5);
        if (line.starts_with("parent ")) result.parents.push_back(line.substr(7));
    }
    return result;
}

/// One repository, with the objects that were made for it.
class Repository {
public:
    explicit Repository(const fs::path& project) : project_(project) {
        if (const auto common = ask({"rev-parse", "--git-common-dir"})) {
            const fs::path folder = trimmed(*common);
            common_ = folder.is_absolute() ? folder : project / folder;
            made_ = made_objects(common_);
        }
    }

    bool has(const std::string& id) const { return is_id(id) && run({"cat-file", "-e", id + "^{commit}"}, false).ok(); }

    /// The remote to fetch from: "origin" unless there are only others.
    std::string remote() const {
        const auto all = split(ask({"remote"}).value_or(""), '\n');
        for (const std::string& one : all)
            if (one == "origin") return one;
        return all.front().empty() ? "origin" : printable(all.front());
    }

    /// Makes the merge again. Returns why that did not work; "" if the commit is there now.
    std::string make(const std::string& id, const std::string& object, const CommitObject& merge) const {
        if (made_.empty()) return "testskew has no cache to keep it in";
        fs::create_directories(made_);
        const auto tree = run({"merge-tree", "--write-tree", merge.parents[0], merge.parents[1]}, true);
        if (!tree.ok()) {
            const std::string said(trim(tree.err.substr(0, tree.err.find('\n'))));
            if (tree.err.find("usage") != std::string::npos || said.find("--write-tree") != std::string::npos)
                return "git 2.38 or newer is needed for that";
            return said.empty() ? "git finds conflicts between them" : printable(said);
        }
        const TemporaryFolder folder(fs::temp_directory_path(), "merge-");
        write_file(folder.path / "commit", object);
        const auto commit =
            run({"hash-object", "-t", "commit", "-w", "--no-filters", (folder.path / "commit").string()}, true);
        if (!commit.ok() || trimmed(commit.out) != id || trimmed(tree.out) != merge.tree)
            return "the merge comes out otherwise here";
        return {};
    }

private:
    static std::string trimmed(const std::string& text) { return std::string(trim(text)); }

    std::optional<std::string> ask(const std::vector<std::string>& arguments) const {
        const auto exit = run(arguments, false);
        return exit.ok() ? std::optional(exit.out) : std::nullopt;
    }

    /// Runs git. What it writes, with `writes`, goes to the folder of what was made.
    process::Exit run(const std::vector<std::string>& arguments, bool writes) const {
        std::map<std::string, std::string> environ = {{"GIT_NO_LAZY_FETCH", "1"}, {"LC_ALL", "C"}};
        std::error_code error;
        if (writes) {
            environ["GIT_OBJECT_DIRECTORY"] = made_.string();
            environ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = (common_ / "objects").string();
        } else if (!made_.empty() && fs::is_directory(made_, error)) {
            environ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = made_.string();
        }
        std::vector<std::string> words = {"-c", "safe.directory=*"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        return git_in(project_, words, environ);
    }

    fs::path project_, common_, made_;
};

std::string not_here(const std::string& id, const std::string& label, const std::string& why,
                     const std::string& command) {
    return fmt::format(
        "the commit {} of {} is not in this repository{}, so the files on disk are taken: `{}` fetches "
        "what is missing",
        id.substr(0, shown_id), label, why, command);
}

}  // namespace

LegCommit leg_commit(const fs::path& project, const std::string& id, const std::string& merge,
                     const std::string& label) {
    const Repository repository(project);
    if (repository.has(id)) return {true, {}};
    if (!is_id(id)) return {false, fmt::format("{} does not name its commit: the files on disk are taken", label)};
    const std::string fetch = "git fetch " + repository.remote() + " ";
    const CommitObject object = parsed(merge);
    if (object.parents.size() != 2 || !is_id(object.parents[0]) || !is_id(object.parents[1]))
        return {false, not_here(id, label, "", fetch + id)};
    const std::string of = fmt::format(", a merge of {} and {}", object.parents[0].substr(0, shown_id),
                                       object.parents[1].substr(0, shown_id));
    std::string missing;
    for (const std::string& parent : object.parents)
        if (!repository.has(parent)) missing += (missing.empty() ? "" : " ") + parent;
    if (!missing.empty())
        return {false, not_here(id, label, of + " that cannot be made again without them", fetch + missing)};
    const std::string why = repository.make(id, merge, object);
    if (!why.empty()) return {false, not_here(id, label, of + " that was not made again (" + why + ")", fetch + id)};
    return {true, fmt::format("the commit {} of {} is{}: made again from them, the same to the last byte",
                              id.substr(0, shown_id), label, of.substr(1))};
}

}  // namespace testskew::profile
