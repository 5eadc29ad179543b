#include "workspace/kept_files.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/git.hpp"
#include "workspace/own_files.hpp"
#include "workspace/project_tree.hpp"
#include "workspace/run_folder.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr off_t most_bytes = 8 << 20;       // of an untracked file
constexpr std::size_t most_files = 200000;  // that are new to the store at once

/// What tools write although the user changes nothing, in the words of a .gitignore.
constexpr const char* not_kept =
    ".testskew/\n.venv/\n__pycache__/\n.pytest_cache/\n.mypy_cache/\n.ruff_cache/\n.tox/\n.nox/\nnode_modules/\n"
    "*.pyc\n*.swp\n.coverage\n.coverage.*\n";

/// A path as a line of a .gitignore that means this path alone.
std::string as_pattern(const std::string& path) {
    std::string pattern = "/";
    for (const char c : path) {
        if (std::string_view("\\*?[ !#").find(c) != std::string_view::npos) pattern += '\\';
        pattern += c;
    }
    return pattern + "\n";
}

/// The lines that leave out of the store what is too large, is a virtual environment or a repository of its own.
std::string left_out(const fs::path& top, const std::vector<std::string>& untracked) {
    std::string lines;
    for (const std::string& path : untracked) {
        if (path.empty() || path.find('\n') != std::string::npos) continue;
        const auto status = status_of(top / path);
        const bool large = status && S_ISREG(status->st_mode) && status->st_size > most_bytes;
        if (path.ends_with('/') || large) lines += as_pattern(path);
        if (path.ends_with("/pyvenv.cfg")) lines += as_pattern(path.substr(0, path.size() - 10));
    }
    return lines;
}

}  // namespace

KeptFiles::KeptFiles(const fs::path& project) : project_(project) {
    const ProjectTree tree = find_project_tree(project);
    top_ = tree.top;
    if (tree.place) repository_ = tree.place->common;
    store_ = tree.project / ".testskew" / "files.git";
}

std::map<std::string, std::string> KeptFiles::here() const {
    return {{"GIT_DIR", store_.string()}, {"GIT_WORK_TREE", top_.string()}};
}

bool KeptFiles::ready() {
    if (is_file(store_ / "HEAD")) return true;
    make_own_folder(project_);
    if (!git({"init", "--quiet", "--bare", "--template=", store_.string()}, top_).ok()) return false;
    fs::permissions(store_, fs::perms::owner_all);
    fs::create_directories(store_ / "info");
    fs::create_directories(store_ / "objects" / "info");
    // Bytes are kept as they are: no line endings are changed, and no filter runs.
    write_file(store_ / "info" / "attributes", "* -text -eol -filter -ident -working-tree-encoding\n");
    if (repository_) write_file(store_ / "objects" / "info" / "alternates", (*repository_ / "objects").string() + "\n");
    return true;
}

std::optional<std::string> KeptFiles::keep() {
    const FileLock turn(make_own_folder(project_) / "files.lock");
    if (!ready()) return std::nullopt;
    const std::string own = repository_ ? read_file(*repository_ / "info" / "exclude").value_or("") + "\n" : "";
    write_file(store_ / "info" / "exclude", own + not_kept);
    const process::Exit untracked = git({"ls-files", "-o", "--exclude-standard", "-z"}, top_, here());
    if (!untracked.ok()) return std::nullopt;
    const auto paths = split(untracked.out, '\0');
    if (paths.size() > most_files) return std::nullopt;
    write_file(store_ / "info" / "exclude", own + not_kept + left_out(top_, paths));
    // A file that cannot be read is left out, and git says so by its exit status.
    git({"-c", "core.looseCompression=1", "add", "-A", "--ignore-errors", "."}, top_, here());
    if (repository_) {  // What is ignored and tracked all the same.
        const auto place = find_git(top_);
        const process::Exit both =
            place ? git({"ls-files", "-c", "-i", "--exclude-standard", "-z"}, top_, pointing_at(*place))
                  : process::Exit{};
        if (both.ok() && !both.out.empty()) {
            const fs::path list = store_ / "also";
            write_file(list, both.out);
            git({"--literal-pathspecs", "add", "-f", "--ignore-errors", "--pathspec-from-file=" + list.string(),
                 "--pathspec-file-nul"},
                top_, here());
        }
    }
    const process::Exit tree = git({"write-tree"}, top_, here());
    if (!tree.ok()) return std::nullopt;
    return std::string(trim(tree.out));
}

std::optional<std::vector<ChangedFile>> KeptFiles::changes(const std::string& before, const std::string& after) {
    const process::Exit exit = git(
        {"diff-tree", "-r", "-z", "--raw", "--no-renames", "--end-of-options", before + "^{tree}", after + "^{tree}"},
        top_, here());
    if (!exit.ok()) return std::nullopt;
    // ":100644 100644 <id> <id> M", then the path.
    const auto words = split(exit.out, '\0');
    std::vector<ChangedFile> changed;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        const auto parts = split(words[i], ' ');
        if (parts.size() < 5 || parts[0] == ":160000" || parts[1] == "160000") continue;
        const std::string& path = words[i + 1];
        if (path.ends_with(".jsonl") && is_recording(top_ / path)) continue;
        changed.push_back({path, parts[0] != ":000000", parts[1] != "000000"});
    }
    return changed;
}

bool KeptFiles::write_out(const std::string& state, const fs::path& to) {
    fs::create_directories(to);
    auto environ = here();
    environ["GIT_INDEX_FILE"] = (to.parent_path() / (to.filename().string() + ".index")).string();
    return git({"read-tree", "--end-of-options", state + "^{tree}"}, top_, environ).ok() &&
           git({"checkout-index", "-a", "-q", "--prefix=" + to.string() + "/"}, top_, environ).ok();
}

std::optional<std::string> KeptFiles::patch(const std::string& before, const std::string& after,
                                            const std::vector<std::string>& paths) {
    constexpr const char* no_files = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";  // git's name of the empty tree
    std::vector<std::string> words = {"--literal-pathspecs",
                                      "diff-tree",
                                      "-p",
                                      "--binary",
                                      "--full-index",
                                      "--no-renames",
                                      "--no-color",
                                      "--end-of-options",
                                      before.empty() ? no_files : before + "^{tree}",
                                      after + "^{tree}",
                                      "--"};
    words.insert(words.end(), paths.begin(), paths.end());
    const process::Exit exit = git(words, top_, here());
    if (!exit.ok()) return std::nullopt;
    return exit.out;
}

std::optional<std::string> KeptFiles::with(const std::string& state, const std::vector<std::string>& paths) {
    const FileLock turn(make_own_folder(project_) / "files.lock");
    auto environ = here();
    environ["GIT_INDEX_FILE"] = (store_ / "index.with").string();
    remove_tree(store_ / "index.with");
    if (!git({"read-tree", "--end-of-options", state + "^{tree}"}, top_, environ).ok()) return std::nullopt;
    for (const std::string& path : paths)
        if (status_of(top_ / path))
            git({"--literal-pathspecs", "add", "-f", "--ignore-errors", "--", path}, top_, environ);
    const process::Exit tree = git({"write-tree"}, top_, environ);
    if (!tree.ok()) return std::nullopt;
    return std::string(trim(tree.out));
}

std::string KeptFiles::commit(const std::string& word) {
    const auto place = repository_ ? find_git(top_) : std::nullopt;
    if (!place) return {};
    const auto exit =
        git({"rev-parse", "--verify", "--quiet", "--end-of-options", word + "^{commit}"}, top_, pointing_at(*place));
    return exit.ok() ? std::string(trim(exit.out)) : std::string();
}

std::string kept_state(const fs::path& project) {
    try {
        return KeptFiles(project).keep().value_or("");
    } catch (const Error&) {
    } catch (const fs::filesystem_error&) {
    }
    return {};
}

}  // namespace testskew::workspace
