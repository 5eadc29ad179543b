#include "process/sandbox.hpp"

#include <unistd.h>

#include <algorithm>

#include "catch.hpp"
#include "folder.hpp"
#include "process/process.hpp"
#include "util/files.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

process::Exit run_in_sandbox(const std::string& script, const std::vector<fs::path>& writable) {
    process::Command command;
    command.argv = {"/bin/sh", "-c", script};
    command.environ = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
    command.directory = "/";
    command.sandbox = process::Sandbox{writable};
    return process::run(command);
}

}  // namespace

TEST_CASE("each version of Landlock is asked for no more than it knows") {
    CHECK(process::writing_rights(1) == 0x1ff2);
    CHECK(process::writing_rights(2) == 0x3ff2);
    CHECK(process::writing_rights(3) == 0x7ff2);
    CHECK(process::writing_rights(9) == process::writing_rights(3));
}

TEST_CASE("a kernel without Landlock, or with an old one, is told in one line") {
    CHECK(process::sandbox_refused(2).empty());
    CHECK(process::sandbox_refused(1).find("too old") != std::string::npos);
    CHECK(process::sandbox_refused(0).find("no Landlock") != std::string::npos);
    CHECK(process::sandbox_refused(0).find('\n') == std::string::npos);
}

TEST_CASE("every sandbox has the devices that programs write to, and no disk") {
    const auto& paths = process::always_writable();
    const auto has = [&](const char* path) { return std::find(paths.begin(), paths.end(), path) != paths.end(); };
    for (const char* path : {"/dev/null", "/dev/tty", "/dev/pts", "/dev/shm"}) CHECK(has(path));
    for (const char* path : {"/", "/dev", "/tmp", "/proc"}) CHECK_FALSE(has(path));
}

TEST_CASE("in a sandbox a child and its children write where they may, and read everywhere") {
    if (const std::string refused = process::sandbox_refused(); !refused.empty()) TESTSKEW_SKIP(refused);
    const Folder inside, outside;
    write_file(outside.path / "there", "old");
    const std::string in = inside.path.string(), out = outside.path.string();
    const auto exit = run_in_sandbox("echo new > " + in + "/a && mkdir " + in + "/d && mv " + in + "/a " + in +
                                         "/d/b && echo x > /dev/null && cat " + out + "/there",
                                     {inside.path, "/not/there"});
    CHECK(exit.out == "old");
    CHECK(exit.err.empty());
    CHECK(read_file(inside.path / "d" / "b") == "new\n");
    for (const std::string& bad :
         {"echo new > " + out + "/there", "echo new > " + out + "/made", "rm " + out + "/there", "mkdir " + out + "/d",
          "ln -s x " + out + "/l", "mv " + in + "/d/b " + out + "/b", "sh -c 'echo new >> " + out + "/there'",
          "ln -s " + out + " " + in + "/link; echo new > " + in + "/link/there"}) {
        INFO(bad);
        CHECK(run_in_sandbox(bad, {inside.path}).status != 0);
    }
    CHECK(read_file(outside.path / "there") == "old");
    CHECK(std::distance(fs::directory_iterator(outside.path), {}) == 1);
}
