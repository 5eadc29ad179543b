// Tests as another user: everything once more without privileges, and sessions that root runs as somebody else.
#include <pwd.h>

#include <filesystem>
#include <iostream>

#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

namespace {

/// Why no test can run as the user nobody here; empty if one can.
std::string no_nobody() {
    constexpr auto pass = std::filesystem::perms::others_exec;
    if (!::getpwnam("nobody")) return "there is no user nobody";
    if ((std::filesystem::status("/").permissions() & pass) == std::filesystem::perms::none)
        return "other users may not enter /";
    return "";
}

}  // namespace

TEST_CASE("Without privileges the same holds", "[workspace]") {
    if (::geteuid() != 0) return;  // all tests run without privileges anyway
    if (const auto why = no_nobody(); !why.empty()) TESTSKEW_SKIP(why);
    const passwd* nobody = ::getpwnam("nobody");
    const uid_t uid = nobody->pw_uid;
    const gid_t gid = nobody->pw_gid;
    const Folder folder;
    fs::permissions(folder.path, fs::perms(0755));
    const fs::path program = folder.path / "unit", home = folder.path / "home";
    fs::copy_file("/proc/self/exe", program);
    fs::permissions(program, fs::perms(0755));
    fs::create_directory(home);
    REQUIRE(::chown(home.c_str(), uid, gid) == 0);
    process::Command command;
    command.argv = {program.string(), "[workspace]", "-w", "NoTests"};
    command.environ = process::environ_without_git();
    command.environ["HOME"] = command.environ["TMPDIR"] = home.string();
    command.environ.insert_or_assign("TESTSKEW_TEST_OVERLAY", "1");
    command.directory = home;
    command.host.user = {uid, gid, {}};
    const process::Exit exit = process::run(command);
    INFO(exit.start_error << exit.out << exit.err);
    CHECK(exit.ok());
    const std::size_t at = exit.out.find("skipped: overlays");
    if (at != std::string::npos)
        std::cout << "as nobody: " << exit.out.substr(at, exit.out.find('\n', at) - at) << "\n";
}

TEST_CASE("An unprivileged session keeps its user, and loses every privilege", "[workspace]") {
    if (::geteuid() == 0 || modes().front() != Mode::overlay) return;
    const Folder folder;
    put(folder.path / "d" / "file", "x");
    Workspaces workspaces(folder.path, Mode::overlay);
    const Workspace workspace = workspaces.make(worktree);
    CHECK(inside(workspace, "id -u; id -g; stat -c %u d") == shell("id -u; id -g; stat -c %u d", folder.path));
    CHECK(inside(workspace, "grep CapEff /proc/self/status").find("0000000000000000") != std::string::npos);
    CHECK(inside(workspace, "umount . 2> /dev/null || echo refused") == "refused");
    if (workspaces.renames_folders()) return;
    const std::string python = "python3 -c 'import os; os.rename(\"d\", \"e\")' 2>&1 || true";
    const std::string said = inside(workspace, python);
    if (said.find("not found") == std::string::npos) CHECK(met_overlay_limit(said));
}

TEST_CASE("Root can let a session run as somebody else", "[workspace]") {
    if (::geteuid() != 0) TESTSKEW_SKIP("only root can become somebody else");
    if (const auto why = no_nobody(); !why.empty()) TESTSKEW_SKIP(why);
    const passwd* nobody = ::getpwnam("nobody");
    const uid_t uid = nobody->pw_uid;
    const gid_t gid = nobody->pw_gid;
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    fs::permissions(folder.path, fs::perms(0755));
    make_repository(folder.path);
    Workspaces workspaces(folder.path, mode);
    const Workspace workspace = workspaces.make(worktree, {true, {}, std::pair(uid, gid), {}});
    process::HostChanges host;
    host.user = {uid, gid, {}};
    CHECK(inside(workspace,
                 "cat pkg/core.py && touch $TMPDIR/x $HOME/y && git status --porcelain && (echo x 2> /dev/null > "
                 "pkg/core.py || echo no)",
                 host) == "edited\n M pkg/core.py\n?? untracked.txt\nno");
    CHECK(fs::exists(workspace.home / "y"));
}
