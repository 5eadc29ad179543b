#pragma once
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "folder.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/workspaces.hpp"

namespace testskew::workspace {

namespace fs = std::filesystem;

inline void put(const fs::path& path, const std::string& content) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << content;
}

inline std::string get(const fs::path& path) { return read_file(path).value_or("(missing)"); }

/// Runs a shell line. Returns its output without the last newline.
inline std::string shell(const std::string& line, const fs::path& directory, const Workspace* workspace = nullptr,
                         const process::HostChanges& host = {}) {
    process::Command command;
    command.argv = {"/bin/sh", "-c", line};
    command.environ = process::environ_without_git();
    command.environ["GIT_CONFIG_NOSYSTEM"] = "1";
    if (workspace) {
        for (const auto& [name, value] : workspace->environ) command.environ[name] = value;
        command.entrance = workspace->entrance;
    } else {
        for (const char* who : {"AUTHOR", "COMMITTER"}) {
            command.environ[std::string("GIT_") + who + "_NAME"] = "Somebody";
            command.environ[std::string("GIT_") + who + "_EMAIL"] = "somebody@example.invalid";
        }
        command.environ["GIT_CONFIG_GLOBAL"] = "/dev/null";
    }
    command.host = host;
    command.directory = directory;
    REQUIRE(directory.string().size() > 1);
    const process::Exit exit = process::run(command);
    INFO(line << "\n" << exit.start_error << exit.err);
    CHECK(exit.ok());
    std::string out = exit.out;
    if (!out.empty() && out.back() == '\n') out.pop_back();
    return out;
}

/// The same in a workspace, in the folder of its project.
inline std::string inside(const Workspace& workspace, const std::string& line, const process::HostChanges& host = {}) {
    return shell(line, workspace.project, &workspace, host);
}

/// Makes a repository with two commits, a tag, an executable and a symlink. Its work tree has one edit, one ignored and
/// one untracked file.
inline void make_repository(const fs::path& top) {
    put(top / "pkg" / "__init__.py", "");
    put(top / "pkg" / "core.py", "one\n");
    put(top / "tool.sh", "#!/bin/sh\n");
    fs::permissions(top / "tool.sh", fs::perms(0755));
    fs::create_symlink("core.py", top / "pkg" / "link.py");
    put(top / ".gitignore", "ignored.txt\nbuild/\n");
    shell("git init -q -b main . && git add -A && git commit -q -m one && git tag v1", top);
    put(top / "pkg" / "core.py", "two\n");
    put(top / "pkg" / "later.py", "later\n");
    shell("git add -A && git commit -q -m two", top);
    put(top / "pkg" / "core.py", "edited\n");
    put(top / "ignored.txt", "ignored\n");
    put(top / "untracked.txt", "untracked\n");
}

/// A digest of everything in a folder, including git's own files and all times, because nothing at all may change in
/// the user's tree.
inline std::string everything(const fs::path& folder) {
    return shell("find . -type f -printf '%p %m %T@ %C@ %s\\n' -o -printf '%p %m %T@ %l\\n' | LC_ALL=C sort", folder);
}

inline const FileState worktree{};
inline const FileState tracked{{FilesSpec::Kind::tracked, ""}, {}, {}, {}};
inline FileState ref(const std::string& commit) { return {{FilesSpec::Kind::ref, commit}, {}, {}, {}}; }

/// The modes that this machine has: copies, and overlays if they can be mounted. TESTSKEW_TEST_OVERLAY leaves the
/// copies out.
inline const std::vector<Mode>& modes() {
    static const std::vector<Mode> all = [] {
        const Folder folder;
        const Workspaces tried(folder.path, std::nullopt);
        if (tried.mode() == Mode::overlay && environment_variable("TESTSKEW_TEST_OVERLAY"))
            return std::vector{Mode::overlay};
        if (tried.mode() == Mode::overlay) return std::vector{Mode::overlay, Mode::copy};
        std::cout << "skipped: overlays (" << tried.why() << ")\n";
        return std::vector{Mode::copy};
    }();
    return all;
}

}  // namespace testskew::workspace
