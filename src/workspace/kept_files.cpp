#include "workspace/kept_files.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/made_objects.hpp"
#include "util/text.hpp"
#include "workspace/git.hpp"
#include "workspace/kept_excludes.hpp"
#include "workspace/own_files.hpp"
#include "workspace/project_tree.hpp"
#include "workspace/run_folder.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

constexpr const char* no_files = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";  // git's name of the empty tree
constexpr std::size_t most_files = 200000;                                    // that are new to the store at once

/// True if no folder on the way to the path is a symbolic link, beyond which git adds nothing.
bool inside_real_folders(const fs::path& top, const fs::path& path) {
    for (fs::path folder = path.parent_path(); !folder.empty(); folder = folder.parent_path()) {
        const auto status = status_of(top / folder);
        if (!status || !S_ISDIR(status->st_mode)) return false;
    }
    return true;
}

/// True if a file is there and can be read, so that only git's own trouble can have kept it out of the store.
bool is_readable(const fs::path& file) {
    const auto status = status_of(file);
    if (!status || S_ISDIR(status->st_mode)) return false;
    return S_ISLNK(status->st_mode) || ::access(file.c_str(), R_OK) == 0;
}

}  // namespace

KeptFiles::KeptFiles(const fs::path& project) : project_(project) {
    const ProjectTree tree = find_project_tree(project);
    top_ = tree.top;
    if (tree.place) repository_ = tree.place->common;
    store_ = tree.project / ".testskew" / "files.git";
}

const std::vector<std::string>& KeptFiles::excludes() {
    if (!excludes_) excludes_ = user_excludes();
    return *excludes_;
}

std::map<std::string, std::string> KeptFiles::here() const {
    return {{"GIT_DIR", store_.string()}, {"GIT_WORK_TREE", top_.string()}};
}

bool KeptFiles::ready() {
    make_own_folder(project_);
    if (!is_file(store_ / "HEAD")) {
        if (!git({"init", "--quiet", "--bare", "--template=", store_.string()}, top_).ok()) return false;
        fs::permissions(store_, fs::perms::owner_all);
    }
    fs::create_directories(store_ / "info");
    fs::create_directories(store_ / "objects" / "info");
    // Bytes are kept as they are: no line endings are changed, and no filter runs.
    write_file(store_ / "info" / "attributes", "* -text -eol -filter -ident -working-tree-encoding\n");
    // The project may have been moved, or put into git, since the store was made.
    if (repository_)
        write_file(store_ / "objects" / "info" / "alternates",
                   alternates_line(*repository_ / "objects") + alternates_line(made_objects(*repository_)));
    // Whoever made it has died, as the files are locked by now.
    remove_tree(store_ / "index.lock");
    return true;
}

std::set<std::string> KeptFiles::tracked() const {
    std::set<std::string> paths;
    const auto place = repository_ ? find_git(top_) : std::nullopt;
    const process::Exit exit = place ? git({"ls-files", "--stage", "-z"}, top_, pointing_at(*place)) : process::Exit{};
    // "100644 <id> 0", a tab, and the path. Repositories inside (160000) are not kept.
    for (const std::string& line : split(exit.ok() ? exit.out : std::string(), '\0'))
        if (const std::size_t tab = line.find('\t'); tab != std::string::npos && !line.starts_with("160000 "))
            paths.insert(line.substr(tab + 1));
    return paths;
}

bool KeptFiles::with_paths(std::vector<std::string> command, const std::set<std::string>& paths) {
    if (paths.empty()) return true;
    const fs::path list = store_ / "paths";
    std::string text;
    for (const std::string& path : paths) text += path + '\0';
    write_file(list, text);
    command.insert(command.begin(), "--literal-pathspecs");
    command.insert(command.end(), {"--pathspec-from-file=" + list.string(), "--pathspec-file-nul"});
    return added(git(command, top_, here()), here());
}

bool KeptFiles::added(const process::Exit& exit, const std::map<std::string, std::string>& environ) {
    if (exit.ok()) return true;
    if (!exit.start_error.empty() || exit.signal != 0 || exit.timed_out || exit.status != 1) return false;
    // git ends with 1 if it could not read a file, which is left out then, and if it could not write one (a full disk),
    // which leaves an index that is not the present state.
    std::vector<std::string> words = excludes();
    words.insert(words.end(), {"ls-files", "-z", "-m", "-o", "--exclude-standard"});
    const process::Exit left = git(words, top_, environ);
    const auto paths = split(left.out, '\0');
    return left.ok() && std::none_of(paths.begin(), paths.end(), [&](const std::string& path) {
               return !path.empty() && is_readable(top_ / path);
           });
}

std::optional<std::string> KeptFiles::keep_once() {
    const std::string own = repository_ ? read_file(*repository_ / "info" / "exclude").value_or("") + "\n" : "";
    write_file(store_ / "info" / "exclude", own + written_by_tools);
    const auto paths_of = [&](const std::vector<std::string>& options) -> std::optional<std::vector<std::string>> {
        std::vector<std::string> words = excludes();
        words.insert(words.end(), {"ls-files", "-z"});
        words.insert(words.end(), options.begin(), options.end());
        const process::Exit exit = git(words, top_, here());
        if (!exit.ok()) return std::nullopt;
        return split(exit.out, '\0');
    };
    const auto others = paths_of({"-o", "--exclude-standard"}), kept = paths_of({"-c"});
    if (!others || !kept || others->size() > most_files) return std::nullopt;
    const std::set<std::string> tracked_paths = tracked();
    write_file(store_ / "info" / "exclude", own + written_by_tools + left_out(top_, *others, *kept, tracked_paths));
    std::vector<std::string> add = excludes();
    add.insert(add.end(), {"-c", "core.looseCompression=1", "add", "-A", "--ignore-errors", "."});
    if (!added(git(add, top_, here()), here())) return std::nullopt;
    // What was kept once and is ignored or too large now.
    const auto ignored = paths_of({"-c", "-i", "--exclude-standard"});
    if (!ignored) return std::nullopt;
    std::set<std::string> out;
    for (const std::string& path : *ignored)
        if (!path.empty() && !tracked_paths.count(path)) out.insert(path);
    if (!with_paths({"rm", "--cached", "-f", "-q", "--ignore-unmatch"}, out)) return std::nullopt;
    // What is tracked, and ignored all the same.
    const auto now = paths_of({"-c"});
    if (!now) return std::nullopt;
    std::set<std::string> missing = tracked_paths;
    for (const std::string& path : *now) missing.erase(path);
    std::erase_if(missing, [&](const std::string& path) {
        const auto status = status_of(top_ / path);
        return !status || S_ISDIR(status->st_mode) || !inside_real_folders(top_, path);
    });
    if (!with_paths({"add", "-f", "--ignore-errors"}, missing)) return std::nullopt;
    const process::Exit tree = git({"write-tree"}, top_, here());
    if (!tree.ok()) return std::nullopt;
    return std::string(trim(tree.out));
}

std::optional<std::string> KeptFiles::keep() {
    const FileLock turn(make_own_folder(project_) / "files.lock");
    if (!ready()) return std::nullopt;
    if (auto state = keep_once()) return state;
    // The index may name objects that are gone, or be damaged: it is made anew.
    remove_tree(store_ / "index.lock");
    remove_tree(store_ / "index");
    return keep_once();
}

std::optional<std::vector<std::pair<ChangedFile, bool>>> KeptFiles::all_changes(const std::string& before,
                                                                                const std::string& after) {
    const process::Exit exit = git({"diff-tree", "-r", "-z", "--raw", "--no-renames", "--end-of-options",
                                    before.empty() ? no_files : before + "^{tree}", after + "^{tree}"},
                                   top_, here());
    if (!exit.ok()) return std::nullopt;
    // ":100644 100644 <id> <id> M", then the path.
    const auto words = split(exit.out, '\0');
    std::vector<std::pair<ChangedFile, bool>> changed;
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
        const auto parts = split(words[i], ' ');
        if (parts.size() < 5) continue;
        const bool repository = parts[0] == ":160000" || parts[1] == "160000";
        changed.push_back({{words[i + 1], parts[0] != ":000000", parts[1] != "000000"}, repository});
    }
    return changed;
}

std::optional<std::vector<ChangedFile>> KeptFiles::changes(const std::string& before, const std::string& after,
                                                           bool with_recordings) {
    const auto all = all_changes(before, after);
    if (!all) return std::nullopt;
    std::vector<ChangedFile> changed;
    for (const auto& [file, repository] : *all) {
        const bool recording = file.path.ends_with(".jsonl") && is_recording(top_ / file.path);
        if (repository || (recording && !with_recordings)) continue;
        changed.push_back(file);
    }
    return changed;
}

std::optional<std::string> KeptFiles::content(const std::string& state, const std::string& path) {
    const process::Exit exit = git({"cat-file", "blob", state + ":" + path}, top_, here());
    if (!exit.ok()) return std::nullopt;
    return exit.out;
}

bool KeptFiles::write_out(const std::string& state, const fs::path& to) {
    fs::create_directories(to);
    auto environ = here();
    environ["GIT_INDEX_FILE"] = (to.parent_path() / (to.filename().string() + ".index")).string();
    return git({"read-tree", "--end-of-options", state + "^{tree}"}, top_, environ).ok() &&
           git({"checkout-index", "-a", "-q", "--prefix=" + to.string() + "/"}, top_, environ).ok();
}

std::optional<std::string> KeptFiles::patch(const std::string& before, const std::string& after,
                                            const PatchOptions& options) {
    const auto all = all_changes(before, after);
    if (!all) return std::nullopt;
    std::vector<std::string> words = {
        "diff-tree",       "-p",         "--binary",         "--full-index",
        "--no-renames",    "--no-color", "--end-of-options", before.empty() ? no_files : before + "^{tree}",
        after + "^{tree}", "--"};
    for (const std::string& path : options.paths) words.push_back(":(top,literal)" + path);
    for (const std::string& path : options.without) words.push_back(":(top,exclude,literal)" + path);
    // A repository inside has no files here, so a patch could only remove it.
    for (const auto& [file, repository] : *all)
        if (repository) words.push_back(":(top,exclude,literal)" + file.path);
    process::Exit exit = git(words, top_, here());
    // git takes a file for text if its first 8000 bytes are. A shell drops a NUL that comes later.
    if (exit.ok() && exit.out.find('\0') != std::string::npos) {
        const fs::path attributes = store_ / "attributes.binary";
        write_file(attributes, "* -diff\n");
        words.insert(words.begin(), {"-c", "core.attributesFile=" + attributes.string()});
        exit = git(words, top_, here());
    }
    if (!exit.ok()) return std::nullopt;
    return exit.out;
}

std::optional<std::string> KeptFiles::with(const std::string& state, const std::vector<std::string>& paths) {
    const FileLock turn(make_own_folder(project_) / "files.lock");
    auto environ = here();
    environ["GIT_INDEX_FILE"] = (store_ / "index.with").string();
    remove_tree(store_ / "index.with");
    if (!git({"read-tree", "--end-of-options", state + "^{tree}"}, top_, environ).ok()) return std::nullopt;
    // What the state has is as it was then, and not as it is on disk now.
    const auto holds = [&](const std::string& path) {
        const auto exit = git({"--literal-pathspecs", "ls-files", "-z", "-c", "--", path}, top_, environ);
        return exit.ok() && !exit.out.empty();
    };
    for (const std::string& path : paths)
        if (status_of(top_ / path) && !holds(path) &&
            !added(git({"--literal-pathspecs", "add", "-f", "--ignore-errors", "--", path}, top_, environ), environ))
            return std::nullopt;
    const process::Exit tree = git({"write-tree"}, top_, environ);
    if (!tree.ok()) return std::nullopt;
    return std::string(trim(tree.out));
}

void KeptFiles::drop_all_but(const std::set<std::string>& states) {
    if (!is_file(store_ / "HEAD")) return;
    const FileLock turn(make_own_folder(project_) / "files.lock");
    // What the index names is kept as well, which is the state that was kept last.
    std::vector<std::string> words = {"prune", "--expire=10.minutes.ago"};
    for (const std::string& state : states)
        if (git({"cat-file", "-e", state + "^{tree}"}, top_, here()).ok()) words.push_back(state);
    git(words, top_, here());
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
