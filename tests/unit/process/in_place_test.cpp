#include "process/in_place.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "catch.hpp"
#include "folder.hpp"
#include "util/files.hpp"

using namespace testskew;

namespace {

process::Exit in_place(const std::string& script, const std::map<std::string, std::string>& environ = {}) {
    return process::run_in_place("/bin/sh", {"sh", "-c", script}, environ);
}

}  // namespace

TEST_CASE("a command in place ends with its own status, and is a child in our own group") {
    CHECK(in_place("exit 7").status == 7);
    Folder folder;
    const auto file = (folder.path / "out").string();
    CHECK(in_place("echo $0 $PPID $VALUE > " + file, {{"VALUE", "one"}}).ok());
    CHECK(read_file(file) == "sh " + std::to_string(::getpid()) + " one\n");
}

TEST_CASE("the signal that ends a command is told") {
    const auto exit = in_place("kill -KILL $$");
    CHECK(exit.signal == SIGKILL);
    CHECK_FALSE(exit.ok());
}

TEST_CASE("a descriptor that we were given is given on") {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    CHECK(in_place("echo through >&" + std::to_string(ends[1])).ok());
    char text[8] = {};
    CHECK(::read(ends[0], text, sizeof text) == 8);
    CHECK(std::string(text, 7) == "through");
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("a script without a first line is run by the shell") {
    Folder folder;
    const auto script = folder.path / "run";
    write_file(script, "exit 3\n", 0755);
    CHECK(process::run_in_place(script, {"./run"}, {}).status == 3);
}

TEST_CASE("a program that cannot be started says why") {
    const auto exit = process::run_in_place("/no/such/program", {"program"}, {});
    CHECK(exit.start_error == "No such file or directory");
}

TEST_CASE("a process ends like its child") {
    const auto status_of = [](const process::Exit& exit) {
        const int pid = ::fork();
        if (pid == 0) process::end_like(exit);
        int status = 0;
        ::waitpid(pid, &status, 0);
        return status;
    };
    process::Exit exit;
    exit.status = 5;
    CHECK(WEXITSTATUS(status_of(exit)) == 5);
    exit.signal = SIGTERM;
    const int status = status_of(exit);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == SIGTERM);
}
