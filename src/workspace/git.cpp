#include "workspace/git.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include "process/environ.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/made_objects.hpp"
#include "util/text.hpp"
#include "workspace/copy.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

std::string line_of(const fs::path& path) { return std::string(trim(read_file(path).value_or(""))); }

/// Whether this is the folder of a repository, whose files git can read without waiting for a FIFO among them.
bool is_git_folder(const fs::path& folder) {
    for (const char* name : {"HEAD", "index", "config", "packed-refs"}) {
        std::error_code error;
        const auto kind = fs::status(folder / name, error).type();
        if (kind == fs::file_type::fifo || kind == fs::file_type::character) return false;
    }
    return status_of(folder / "HEAD") && (status_of(folder / "objects") || status_of(folder / "commondir"));
}

fs::path resolved(const fs::path& path, const fs::path& base) {
    std::error_code error;
    const fs::path whole = (path.is_absolute() ? path : base / path).lexically_normal();
    const fs::path real = fs::canonical(whole, error);
    return error ? whole : real;
}

bool ends_with(std::string_view text, std::string_view end) {
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// Returns true for what a private repository leaves out.
bool not_for_a_copy(std::string_view path, std::string_view name, bool folder) {
    if (path == "worktrees" || path == "gitdir" || path == "commondir" || path == "locked") return true;
    if (!folder && ends_with(name, ".lock")) return true;  // A git command is running now.
    return !folder && path.substr(0, 8) == "objects/" && name.substr(0, 8) == "tmp_obj_";
}

/// Makes the paths absolute by which the original borrows objects from other repositories.
void mend_alternates(const fs::path& original_objects, const fs::path& copied_objects) {
    const auto text = read_file(copied_objects / "info" / "alternates");
    if (!text) return;
    std::string mended;
    for (const std::string& line : split(*text, '\n')) {
        if (line.empty()) continue;
        mended +=
            (line.front() == '/' || line.front() == '#' ? line : resolved(line, original_objects).string()) + "\n";
    }
    write_file(copied_objects / "info" / "alternates", mended);
}

/// Lets a repository without objects read those of the original.
void borrow_objects(const fs::path& original_objects, const fs::path& own_objects) {
    fs::create_directories(own_objects / "info");
    write_file(own_objects / "info" / "alternates", alternates_line(original_objects));
}

void mend_config(const fs::path& file) {
    if (!status_of(file)) return;
    git({"config", "--file", file.string(), "--unset-all", "core.worktree"}, "/");
    git({"config", "--file", file.string(), "core.bare", "false"}, "/");
}

void check_out_submodules(const fs::path& git_folder, const fs::path& original) {
    const fs::path top = git_folder.parent_path();
    const auto here = pointing_at({top, git_folder, git_folder, git_folder});
    for (const std::string& line : split(git_output({"ls-files", "--stage", "-z"}, top, here), '\0')) {
        if (line.substr(0, 7) != "160000 ") continue;
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || line.size() < 47) continue;
        const std::string commit = line.substr(7, line.find(' ', 7) - 7), path = line.substr(tab + 1);
        if (!safe_relative(path)) continue;
        const auto place = read_git_place(original / path);
        if (!place) continue;  // The submodule was never initialised, and is an empty folder, as in a clone.
        const fs::path folder = top / path / ".git";
        fs::create_directories(folder.parent_path());
        copy_repository(*place, folder);
        if (!git({"cat-file", "-e", commit + "^{commit}"}, top / path,
                 pointing_at({top / path, folder, folder, folder}))
                 .ok()) {
            // The commit of the submodule was not fetched here, so the submodule counts as not initialised.
            remove_tree(folder);
            continue;
        }
        write_file(folder / "HEAD", commit + "\n");
        check_out(folder, original / path);
    }
}

}  // namespace

std::optional<GitPlace> read_git_place(const fs::path& top) {
    const fs::path link = top / ".git";
    const auto status = status_of(link);
    if (!status) return std::nullopt;
    if (S_ISDIR(status->st_mode)) {
        if (!is_git_folder(link)) return std::nullopt;
        const std::string common = line_of(link / "commondir");
        return GitPlace{top, link, link, common.empty() ? link : resolved(common, link)};
    }
    fs::path folder;
    if (S_ISLNK(status->st_mode)) {
        folder = resolved(link, top);
    } else {
        const std::string text = line_of(link);
        if (text.substr(0, 7) != "gitdir:") return std::nullopt;
        folder = resolved(std::string(trim(std::string_view(text).substr(7))), top);
    }
    if (!is_git_folder(folder)) return std::nullopt;
    const std::string common = line_of(folder / "commondir");
    return GitPlace{top, link, folder, common.empty() ? folder : resolved(common, folder)};
}

std::string alternates_line(const fs::path& objects) {
    const std::string path = objects.string();
    if (path.empty()) return {};
    if (path.find('\n') == std::string::npos && path.front() != '"' && path.front() != '#') return path + "\n";
    std::string quoted = "\"";
    for (const char c : path)
        quoted += c == '\n' ? "\\n" : c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    return quoted + "\"\n";
}

std::optional<GitPlace> find_git(const fs::path& project) {
    for (fs::path folder = project;; folder = folder.parent_path()) {
        if (auto place = read_git_place(folder)) return place;
        if (folder == folder.parent_path()) return std::nullopt;
    }
}

std::map<std::string, std::string> pointing_at(const GitPlace& place) {
    std::map<std::string, std::string> environ = {{"GIT_DIR", place.folder.string()},
                                                  {"GIT_WORK_TREE", place.top.string()}};
    if (const fs::path made = made_objects(place.common); !made.empty() && status_of(made))
        environ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = made.string();
    return environ;
}

process::Exit git(const std::vector<std::string>& arguments, const fs::path& directory,
                  const std::map<std::string, std::string>& more, const process::Entrance& entrance) {
    process::Exit failed;
    const auto program = find_on_path("git");
    if (!program) {
        failed.start_error = "git is not on PATH: install it";
        return failed;
    }
    process::Command command;
    command.argv = {program->string(), "--no-optional-locks", "--no-pager"};
    // This switches off every setting that runs programs, writes, or asks a server.
    for (const char* setting : {"core.fsmonitor=false", "core.untrackedCache=false", "core.hooksPath=/dev/null",
                                "gc.auto=0", "maintenance.auto=false", "protocol.allow=never",
                                "filter.lfs.smudge=", "filter.lfs.process=", "filter.lfs.required=false",
                                "safe.directory=*", "advice.detachedHead=false"}) {
        command.argv.insert(command.argv.end(), {"-c", setting});
    }
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environ = process::environ_without_git();
    for (auto it = command.environ.begin(); it != command.environ.end();) {
        it = it->first.rfind("GIT_", 0) == 0 || it->first == "LANGUAGE" ? command.environ.erase(it) : std::next(it);
    }
    command.environ.insert_or_assign("LC_ALL", "C");
    // Before git 2.38, safe.directory counts only in a file. An unprivileged reader of somebody else's repository gets
    // an error there.
    command.environ.insert_or_assign("GIT_CONFIG_NOSYSTEM", "1");
    command.environ.insert_or_assign("GIT_CONFIG_GLOBAL", "/dev/null");
    command.environ.insert_or_assign("GIT_TERMINAL_PROMPT", "0");
    command.environ.insert_or_assign("GIT_NO_LAZY_FETCH", "1");
    command.environ.insert_or_assign("GIT_LFS_SKIP_SMUDGE", "1");
    for (const auto& [name, value] : more) command.environ[name] = value;
    command.directory = directory;
    command.output_cap = std::size_t{1} << 30;
    command.entrance = entrance;
    command.host.umask = 022;
    return process::run(command);
}

std::string git_output(const std::vector<std::string>& arguments, const fs::path& directory,
                       const std::map<std::string, std::string>& more) {
    process::Exit exit = git(arguments, directory, more);
    if (!exit.ok()) {
        std::string reason = !exit.start_error.empty() ? exit.start_error : exit.err;
        reason = std::string(trim(reason.substr(0, reason.find('\n'))));
        throw Error(fmt::format("git {} failed in {}: {}", arguments.empty() ? "" : arguments.front(),
                                directory.string(), reason),
                    ExitCode::environment);
    }
    if (!exit.out.empty() && exit.out.back() == '\n') exit.out.pop_back();
    return std::move(exit.out);
}

void copy_repository(const GitPlace& from, const fs::path& to, Objects objects) {
    const bool linked = from.common != from.folder;
    copy_tree(from.common, to, [&](std::string_view path, std::string_view name, bool folder) {
        if (not_for_a_copy(path, name, folder)) return true;
        if (objects == Objects::borrowed && path.starts_with("objects/")) return true;
        // These belong to the main work tree.
        return linked &&
               (path == "HEAD" || path == "index" || path == "logs/HEAD" || path == "ORIG_HEAD" ||
                path == "config.worktree" || path == "MERGE_HEAD" || path == "modules" || path == "FETCH_HEAD");
    });
    if (linked) {
        for (const TreeEntry& entry : walk(from.folder, not_for_a_copy)) {
            CopyReport report;
            if (!entry.folder()) remove_tree(to / entry.path);
            copy_entry(from.folder / entry.path, to / entry.path, report, entry.path);
        }
    }
    if (objects == Objects::borrowed)
        borrow_objects(from.common / "objects", to / "objects");
    else
        mend_alternates(from.common / "objects", to / "objects");
    if (const fs::path made = made_objects(from.common); !made.empty() && status_of(made))
        fs::copy(made, to / "objects", fs::copy_options::recursive | fs::copy_options::skip_existing);
    if (!from.inside() || linked) {
        mend_config(to / "config");
        mend_config(to / "config.worktree");
    }
}

std::string merge_at_head(const GitPlace& place) {
    constexpr std::size_t longest = 16 << 10;  // a message of a person may have any length
    const process::Exit exit = git({"cat-file", "commit", "HEAD"}, place.top, pointing_at(place));
    if (!exit.ok() || exit.out.size() > longest) return {};
    int parents = 0;
    for (const std::string& line : split(exit.out, '\n')) {
        if (line.empty()) break;  // the message begins
        parents += line.starts_with("parent ");
    }
    return parents > 1 ? exit.out : std::string();
}

void check_out(const fs::path& git_folder, const fs::path& original) {
    const fs::path top = git_folder.parent_path();
    // A checkout has no half-done work of the user.
    for (const char* name : {"index", "MERGE_HEAD", "MERGE_MSG", "MERGE_MODE", "CHERRY_PICK_HEAD", "REVERT_HEAD",
                             "BISECT_LOG", "rebase-merge", "rebase-apply", "sequencer", "COMMIT_EDITMSG"}) {
        remove_tree(git_folder / name);
    }
    git_output({"-c",        "core.bare=false",
                "-c",        "core.autocrlf=false",
                "-c",        "core.eol=native",
                "-c",        "core.sparseCheckout=false",
                "-c",        "core.fileMode=true",
                "-c",        "core.symlinks=true",
                "-c",        "submodule.recurse=false",
                "-c",        "index.sparse=false",
                "read-tree", "--reset",
                "-u",        "HEAD"},
               top, pointing_at({top, git_folder, git_folder, git_folder}));
    check_out_submodules(git_folder, original);
}

}  // namespace testskew::workspace
