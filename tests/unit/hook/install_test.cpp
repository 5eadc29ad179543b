#include "hook/install.hpp"

#include <sys/stat.h>

#include <set>

#include "catch.hpp"
#include "folder.hpp"
#include "hook/git_environ.hpp"
#include "util/error.hpp"

namespace fs = std::filesystem;
using namespace testskew;
using namespace testskew::hook;

namespace {

/// Each file of a folder with its mode and its content, or where it leads.
std::set<std::string> look(const fs::path& folder) {
    std::set<std::string> seen;
    if (!fs::exists(folder)) return {"no folder"};
    for (const auto& entry : fs::directory_iterator(folder)) {
        struct stat status = {};
        ::lstat(entry.path().c_str(), &status);
        seen.insert(
            entry.path().filename().string() + " " + std::to_string(status.st_mode) + " " +
            (entry.is_symlink() ? fs::read_symlink(entry.path()).string() : read_file(entry.path()).value_or("")));
    }
    return seen;
}

Call call_of(const std::string& program = "/opt/testskew") {
    Call call;
    call.program = program;
    return call;
}

void write_hook(const fs::path& path, const std::string& text, unsigned mode) {
    write_file(path, text, mode);
    ::chmod(path.c_str(), mode);
}

}  // namespace

TEST_CASE("the hook that is there comes back byte for byte") {
    Folder folder;
    const fs::path hooks = folder.path / "hooks", file = hooks / "pre-push";
    fs::create_directories(hooks);
    auto placement = Placement::alone;
    bool runs_kept = true;
    SECTION("a script of a shell") {
        write_hook(file, "#!/bin/bash\necho one\nexit 1", 0750);
        placement = Placement::inside;
    }
    SECTION("a script of Python") {
        write_hook(file, "#!/usr/bin/env python3\nprint()\n", 0755);
        placement = Placement::beside;
    }
    SECTION("a script that git does not run") {
        write_hook(file, "#!/bin/sh\n", 0644);
        placement = Placement::beside;
        runs_kept = false;
    }
    SECTION("a symlink") {
        write_hook(folder.path / "script", "#!/bin/sh\n", 0755);
        fs::create_symlink("../script", file);
        placement = Placement::beside;
    }
    SECTION("none") {}
    SECTION("no folder") { fs::remove(hooks); }

    const auto before = look(hooks);
    Call call = call_of();
    CHECK(install(hooks, call) == Installing::installed);
    CHECK(call.placement == placement);
    CHECK(call.runs_kept == runs_kept);
    CHECK(installed_call(hooks) == call);
    CHECK(other_hook(hooks) == (placement != Placement::alone));
    CHECK((fs::status(file).permissions() & fs::perms::owner_exec) != fs::perms::none);

    const auto once = look(hooks);
    Call again = call_of();
    CHECK(install(hooks, again) == Installing::unchanged);
    CHECK(look(hooks) == once);
    Call moved = call_of("/usr/bin/testskew");
    CHECK(install(hooks, moved) == Installing::renewed);
    CHECK(installed_call(hooks)->program == "/usr/bin/testskew");

    CHECK(uninstall(hooks) != Uninstalling::nothing_there);
    CHECK(look(hooks) == before);
    CHECK(uninstall(hooks) == Uninstalling::nothing_there);
}

TEST_CASE("what others have written into the hook stays") {
    Folder folder;
    const fs::path file = folder.path / "pre-push";
    Call call = call_of();
    SECTION("our own file") {
        install(folder.path, call);
        write_file(file, read_file(file).value() + "echo more\n", 0755);
        Call moved = call_of("/usr/bin/testskew");
        install(folder.path, moved);
        CHECK(uninstall(folder.path) == Uninstalling::restored);
        CHECK(read_file(file) == "#!/bin/sh\necho more\n");
    }
    SECTION("beside another hook: it is not overwritten") {
        write_hook(file, "#!/usr/bin/perl\n", 0755);
        install(folder.path, call);
        write_file(file, read_file(file).value() + "echo more\n", 0755);
        CHECK_THROWS_WITH(uninstall(folder.path), ContainsSubstring("by hand"));
    }
    SECTION("a hook that another program has written over ours") {
        install(folder.path, call);
        write_hook(file, "#!/bin/sh\nother\n", 0755);
        CHECK(uninstall(folder.path) == Uninstalling::nothing_there);
        CHECK(read_file(file) == "#!/bin/sh\nother\n");
        CHECK_FALSE(installed_call(folder.path));
        CHECK(other_hook(folder.path));
    }
}

TEST_CASE("an install that was cut short is gone on with") {
    Folder folder;
    const fs::path file = folder.path / "pre-push";
    write_hook(file, "#!/usr/bin/perl\n", 0755);
    const auto before = look(folder.path);
    fs::create_hard_link(file, folder.path / kept_name);
    Call call = call_of();
    CHECK(install(folder.path, call) == Installing::installed);
    CHECK(read_file(folder.path / kept_name) == "#!/usr/bin/perl\n");
    CHECK(uninstall(folder.path) == Uninstalling::restored);
    CHECK(look(folder.path) == before);
}

TEST_CASE("a hook is not put over another one that was kept before") {
    Folder folder;
    write_hook(folder.path / "pre-push", "#!/usr/bin/perl\n", 0755);
    folder.write(kept_name, "");
    Call call = call_of();
    CHECK_THROWS_WITH(install(folder.path, call), ContainsSubstring("in the way"));
    CHECK(read_file(folder.path / "pre-push") == "#!/usr/bin/perl\n");
    CHECK_THROWS_AS((fs::remove(folder.path / "pre-push"), fs::create_directory(folder.path / "pre-push"),
                     install(folder.path, call)),
                    Error);
}

TEST_CASE("git's own variables do not reach children, those for servers do") {
    const auto left = environ_for_git({{"GIT_DIR", "/x/.git"},
                                       {"GIT_INDEX_FILE", "index"},
                                       {"GIT_WORK_TREE", "/x"},
                                       {"GIT_PREFIX", ""},
                                       {"GIT_CONFIG_PARAMETERS", "'core.x=1'"},
                                       {"GIT_SSH_COMMAND", "ssh -v"},
                                       {"GIT_CONFIG_COUNT", "1"},
                                       {"GIT_CONFIG_KEY_0", "a.b"},
                                       {"GIT_CONFIG_VALUE_0", "c"},
                                       {"PATH", "/bin"}});
    std::set<std::string> names;
    for (const auto& [name, value] : left) names.insert(name);
    CHECK(names == std::set<std::string>{"GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0",
                                         "GIT_CONFIG_VALUE_0", "PATH", "LC_ALL", "GIT_OPTIONAL_LOCKS",
                                         "GIT_TERMINAL_PROMPT"});
}

TEST_CASE("what a user has changed in the lines of the call stays") {
    Folder folder;
    const fs::path hooks = folder.path / "hooks", file = hooks / "pre-push";
    Call call = call_of();
    install(hooks, call);
    std::string text = *read_file(file);
    const std::string line = "hook run ";
    text.insert(text.find(line) + line.size(), "--budget 20 ");
    write_hook(file, text, 0755);
    Call again = call_of("/usr/bin/testskew");
    CHECK(install(hooks, again) == Installing::edited);
    const std::string now = *read_file(file);
    CHECK(now.find("--budget 20 ") != std::string::npos);
    CHECK(now.find("testskew=/usr/bin/testskew\n") != std::string::npos);
    Call elsewhere = call_of();
    elsewhere.project = "backend";
    CHECK_THROWS_AS(install(hooks, elsewhere), Error);
    CHECK(*read_file(file) == now);
}
