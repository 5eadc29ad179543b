#include "process/process.hpp"

#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include "catch.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace std::chrono_literals;
using process::Command;
using process::Exit;

namespace {

Command shell(const std::string& script) {
    Command command;
    command.argv = {"/bin/sh", "-c", script};
    command.environ = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
    command.directory = "/";
    return command;
}

Exit sh(const std::string& script) { return process::run(shell(script)); }

bool alive(int pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    const std::string text((std::istreambuf_iterator<char>(stat)), {});
    const auto at = text.rfind(')');
    return at != std::string::npos && text.substr(at + 2, 1) != "Z";
}

int open_descriptors() {
    int count = 0;
    DIR* folder = opendir("/proc/self/fd");
    while (readdir(folder)) ++count;
    closedir(folder);
    return count;
}

double seconds_of(const std::function<void()>& body) {
    const auto begin = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

TEST_CASE("output, error output and status of a child") {
    const Exit exit = sh("echo out; echo err >&2; exit 7");
    CHECK(exit.out == "out\n");
    CHECK(exit.err == "err\n");
    CHECK(exit.status == 7);
    CHECK(exit.signal == 0);
    CHECK(exit.start_error.empty());
    CHECK_FALSE(exit.ok());
    CHECK(sh("exit 0").ok());
}

TEST_CASE("a signal is told from an exit status") {
    const Exit killed = sh("kill -9 $$");
    CHECK(killed.signal == SIGKILL);
    CHECK(killed.status == 0);
    const Exit nine = sh("exit 9");
    CHECK(nine.signal == 0);
    CHECK(nine.status == 9);
    CHECK(sh("kill -SEGV $$").signal == SIGSEGV);
}

TEST_CASE("a child sees the environ that was given and nothing else") {
    Command command = shell("env");
    command.environ["X"] = "a b\nc=d";
    const Exit exit = process::run(command);
    CHECK_THAT(exit.out, ContainsSubstring("X=a b\nc=d\n"));
    CHECK(exit.out.find("HOME=") == std::string::npos);
}

TEST_CASE("a program that is not there is a start error that names it") {
    Command command = shell("");
    command.argv = {"/no/such/program"};
    const Exit exit = process::run(command);
    CHECK_THAT(exit.start_error, ContainsSubstring("/no/such/program: No such file"));
    CHECK_FALSE(exit.ok());
}

TEST_CASE("a folder that is not there is a start error") {
    Command command = shell("pwd");
    command.directory = "/no/such/folder";
    const Exit exit = process::run(command);
    CHECK_THAT(exit.start_error, ContainsSubstring("/no/such/folder"));
    CHECK(exit.out.empty());
}

TEST_CASE("a script whose interpreter is missing says so") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "process-");
    write_file(folder / "script", "#!/no/such/python\n", 0755);
    Command command = shell("");
    command.argv = {(folder / "script").string()};
    CHECK_THAT(process::run(command).start_error, ContainsSubstring("first line"));
    remove_tree(folder);
}

TEST_CASE("before_exec runs in the child and its exception is the start error") {
    Command command = shell("umask");
    command.before_exec = [] { umask(027); };
    const mode_t before = umask(022);
    CHECK(process::run(command).out == "0027\n");
    CHECK(umask(before) == 022);
    command.before_exec = [] { throw std::runtime_error("mounts are not allowed here"); };
    CHECK(process::run(command).start_error == "mounts are not allowed here");
}

TEST_CASE("the folder is entered after before_exec made it") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "process-");
    Command command = shell("pwd -P");
    command.directory = folder / "new";
    command.before_exec = [&] { ::mkdir(command.directory.c_str(), 0755); };
    CHECK(process::run(command).out == std::filesystem::canonical(folder).string() + "/new\n");
    remove_tree(folder);
}

TEST_CASE("standard input is empty, signals have their defaults, and only three descriptors are open") {
    const int extra = ::dup(1);  // not closed at exec
    signal(SIGUSR1, SIG_IGN);
    const Exit exit = sh("cat; ls /proc/self/fd | wc -l; grep -E 'Sig(Blk|Ign|Cgt)' /proc/self/status");
    signal(SIGUSR1, SIG_DFL);
    ::close(extra);
    CHECK_THAT(exit.out, ContainsSubstring("4\n"));  // 0, 1, 2 and the folder that ls reads
    CHECK_THAT(exit.out, ContainsSubstring("SigBlk:\t0000000000000000"));
    CHECK_THAT(exit.out, ContainsSubstring("SigIgn:\t0000000000000000"));
}

TEST_CASE("a hundred megabytes are read fast and their ends kept") {
    Command command =
        shell("echo first; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo last; head -c 3000000 /dev/zero >&2");
    command.output_cap = 1000;
    Exit exit;
    const double seconds = seconds_of([&] { exit = process::run(command); });
    CHECK(exit.ok());
    CHECK(exit.cut);
    CHECK(exit.out.size() < 1100);
    CHECK(exit.out.substr(0, 6) == "first\n");
    CHECK(exit.out.substr(exit.out.size() - 6) == "\nlast\n");
    CHECK_THAT(exit.out, ContainsSubstring("[... 99999012 bytes left out ...]"));
    CHECK(seconds < 20);
}

TEST_CASE("a grandchild that holds the pipes delays the end by half a second and is killed") {
    Exit exit;
    const double seconds = seconds_of([&] { exit = sh("sleep 100 & echo $!"); });
    CHECK(exit.ok());
    CHECK(seconds > 0.4);
    CHECK(seconds < 5);
    CHECK_FALSE(alive(std::stoi(exit.out)));
}

TEST_CASE("a daemon that left the session is killed with the child that began it") {
    const Exit exit =
        sh("setsid sh -c 'echo $$; exec >/dev/null 2>&1; setsid sleep 100 & setsid sleep 100' & sleep 0.2; exit 3");
    CHECK(exit.status == 3);
    CHECK_FALSE(alive(std::stoi(exit.out)));
    const Exit rest = sh("ps -eo args | grep -c '^sleep 10[0]'");
    CHECK(rest.out == "0\n");
}

TEST_CASE("a daemon of one child does not die with another, and a lease keeps it") {
    int daemon = 0;
    {
        process::Lease lease;
        Command command = shell("setsid sleep 200 >/dev/null 2>&1 & echo $!");
        command.lease = &lease;
        daemon = std::stoi(process::run(command).out);
        CHECK(sh("true").ok());
        CHECK(alive(daemon));
    }
    CHECK_FALSE(alive(daemon));
}

TEST_CASE("a daemon that a lease keeps may go on writing") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "process-");
    {
        process::Lease lease;
        Command command = shell(
            "(while [ ! -e stop ]; do head -c 100000 /dev/zero || exit; sleep 0.01; done; echo wrote >done) & echo "
            "begun");
        command.directory = folder;
        command.lease = &lease;
        CHECK(process::run(command).out.substr(0, 1).size() == 1);
        write_file(folder / "stop", "");
        for (int i = 0; i < 1000 && !read_file(folder / "done").value_or("").size(); ++i)
            std::this_thread::sleep_for(5ms);
        CHECK(read_file(folder / "done").value_or("") == "wrote\n");
    }
    remove_tree(folder);
}

TEST_CASE("a time-out ends a child that ignores TERM, with its group") {
    Command command = shell("trap '' TERM; sleep 101 & echo $!; while :; do sleep 0.05; done");
    command.timeout = 300ms;
    Exit exit;
    const double seconds = seconds_of([&] { exit = process::run(command); });
    CHECK(exit.timed_out);
    CHECK(exit.signal == SIGKILL);
    CHECK(seconds > 0.55);
    CHECK(seconds < 5);
    CHECK_FALSE(alive(std::stoi(exit.out)));
}

TEST_CASE("a child that ends at TERM is not killed, and before_kill comes first") {
    Command command =
        shell("trap 'echo dumped' USR1; trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.02; done");
    command.timeout = 400ms;
    std::atomic<int> pid = 0;
    command.on_start = [&](int started) { pid = started; };
    command.before_kill = [&] { ::kill(pid, SIGUSR1); };
    const Exit exit = process::run(command);
    CHECK(exit.timed_out);
    CHECK(exit.signal == 0);
    CHECK(exit.status == 5);
    CHECK(exit.out == "ready\ndumped\nbye\n");
}

TEST_CASE("a time-out also ends a child that never gets to its program") {
    Command command = shell("true");
    command.timeout = 200ms;
    command.before_exec = [] {
        for (;;) ::pause();
    };
    Exit exit;
    CHECK(seconds_of([&] { exit = process::run(command); }) < 5);
    CHECK(exit.timed_out);
}

TEST_CASE("a pseudo-terminal has a size and is the controlling one") {
    if (!std::filesystem::exists("/dev/pts/ptmx")) {
        std::cout << "skipped: no pseudo-terminals here\n";
        return;
    }
    Command command = shell("test -t 0 && test -t 1 && test -t 2 && stty size </dev/tty && echo err >&2");
    command.terminal = process::TerminalSize{123, 45};
    const Exit exit = process::run(command);
    CHECK(exit.ok());
    CHECK(exit.out == "45 123\r\nerr\r\n");
    CHECK(exit.err.empty());
}

TEST_CASE("without a pseudo-terminal there is no controlling terminal to stop at") {
    CHECK_FALSE(sh("true </dev/tty").ok());
}

TEST_CASE("fifty children at once, then no zombie and no descriptor is left") {
    sh("true");
    const int before = open_descriptors();
    std::atomic<int> right = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 50; ++i)
        threads.emplace_back([&right, i] {
            const Exit exit = sh("echo " + std::to_string(i) + "; exit " + std::to_string(i));
            if (exit.status == i && exit.out == std::to_string(i) + "\n") ++right;
        });
    for (auto& thread : threads) thread.join();
    CHECK(right == 50);
    CHECK(open_descriptors() == before);
    const Exit zombies = sh("ps -o stat= --ppid " + std::to_string(getpid()) + " | grep -c Z");
    CHECK(zombies.out == "0\n");
}

#ifndef __SANITIZE_ADDRESS__  // the sanitizers' own checks need a descriptor
TEST_CASE("where descriptors run out the start fails with the reason, and works again later") {
    sh("true");
    struct rlimit before = {};
    getrlimit(RLIMIT_NOFILE, &before);
    const rlimit tight = {static_cast<rlim_t>(open_descriptors()), before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &tight);
    const Exit exit = sh("true");
    setrlimit(RLIMIT_NOFILE, &before);
    CHECK_THAT(exit.start_error, ContainsSubstring("Too many open files"));
    CHECK(sh("true").ok());
}
#endif

TEST_CASE("own_environ leaves out what steers git") {
    setenv("GIT_DIR", "/x", 1);
    setenv("TESTSKEW_TEST_VALUE", "a=b", 1);
    const auto variables = process::own_environ();
    CHECK(variables.count("GIT_DIR") == 0);
    CHECK(variables.at("TESTSKEW_TEST_VALUE") == "a=b");
    unsetenv("GIT_DIR");
    unsetenv("TESTSKEW_TEST_VALUE");
}
