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
#include <iterator>
#include <sstream>
#include <thread>

#include "catch.hpp"
#include "process/environ.hpp"
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

TEST_CASE("what the child changes is its own, and what is refused is the start error") {
    Command command = shell("umask; ulimit -n");
    command.host.umask = 027;
    command.host.limits = {{"nofile", RLIMIT_NOFILE, 77}};
    const mode_t before = umask(022);
    CHECK(process::run(command).out == "0027\n77\n");
    CHECK(umask(before) == 022);
    command.host.limits = {{"nonsense", 1000, 1}};
    CHECK(process::run(command).start_error == "cannot read the limit nonsense: Invalid argument");
    command.entrance.directory = "/no/such/workspace";
    CHECK(process::run(command).start_error == "cannot go to /no/such/workspace: No such file or directory");
}

#ifdef __linux__
TEST_CASE("a child has no more processors than it was given") {
    Command command = shell("nproc");
    command.host.processors = 1;
    CHECK(process::run(command).out == "1\n");
}
#endif

TEST_CASE("a child becomes another user, and a user without privileges cannot") {
    Command command = shell("id -u; id -g; id -G");
    command.host.user = {4321, 1234, {1234, 77}};
    struct stat root{};
    // If / is private, as it may be in a chroot, another user cannot even load a program.
    if (::stat("/", &root) == 0 && !(root.st_mode & S_IXOTH)) TESTSKEW_SKIP("/ is closed to other users here");
    const Exit exit = process::run(command);
    if (::geteuid() == 0)
        CHECK(exit.out == "4321\n1234\n1234 77\n");
    else
        CHECK_THAT(exit.start_error, ContainsSubstring("cannot set the groups of the user"));
}

TEST_CASE("the folder where a child starts may be one that only its workspace has") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "process-");
    for (const char* name : {"lower", "upper", "upper/new", "work"}) ::mkdir((folder / name).c_str(), 0755);
    Command command = shell("pwd -P");
    command.directory = folder / "lower" / "new";
    command.entrance = {{{folder / "lower", {folder / "lower"}, folder / "upper", folder / "work"}}, folder / "lower"};
    const Exit exit = process::run(command);
    const auto expected = std::filesystem::canonical(folder).string() + "/lower/new\n";
    remove_tree(folder);
    if (!exit.start_error.empty()) TESTSKEW_SKIP("no overlays here: " + exit.start_error);
    CHECK(exit.out == expected);
}

TEST_CASE("an environ that is larger than a socket's buffer reaches the child") {
    Command command = shell("set | grep -c '^LARGE'; printf %s \"$LARGE7\" | wc -c");
    for (int i = 0; i < 10; ++i) command.environ["LARGE" + std::to_string(i)] = std::string(100'000, 'x');
    CHECK(process::run(command).out == "10\n100000\n");
}

TEST_CASE("a child dies with its guard") {
    const Exit exit = sh("echo $$; kill -9 $PPID; while :; do sleep 1; done");
    CHECK(exit.signal == SIGKILL);
    const int pid = std::stoi(exit.out);
    for (int i = 0; i < 2000 && alive(pid); ++i)
        std::this_thread::sleep_for(5ms);  // the kernel kills it without waiting until it has ended
    CHECK_FALSE(alive(pid));
}

TEST_CASE("a child that stops its guard changes nothing") {
    Exit exit;
    CHECK(seconds_of([&] { exit = sh("kill -STOP $PPID; sleep 0.1; echo done"); }) < 5);
    CHECK(exit.ok());
    CHECK(exit.out == "done\n");
    Command command = shell("trap '' TERM; echo $$; while :; do kill -STOP $PPID; sleep 0.05; done");
    command.timeout = 300ms;
    CHECK(seconds_of([&] { exit = process::run(command); }) < 5);
    CHECK(exit.timed_out);
    CHECK_FALSE(alive(std::stoi(exit.out)));
}

TEST_CASE("a lease ends a guard that a daemon has stopped") {
    const double seconds = seconds_of([] {
        process::Lease lease;
        Command command = shell("guard=$PPID; (sleep 0.3; kill -STOP $guard; sleep 60) >/dev/null 2>&1 & echo ready");
        command.lease = &lease;
        CHECK(process::run(command).ok());
        std::this_thread::sleep_for(1s);
    });
    CHECK(seconds < 6);
}

TEST_CASE("standard input is empty, signals have their defaults, and only three descriptors are open") {
    const int extra = ::dup(1);  // this descriptor is not closed at exec
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

TEST_CASE("daemons that left the session are killed with the child that began them") {
    // Each daemon has a session of its own. The outer shell goes on once both have closed the pipe of `$(...)`.
    const Exit exit =
        sh("echo $( (setsid sh -c 'setsid sleep 100 >/dev/null 2>&1 & echo $!; echo $$; "
           "exec sleep 100 >/dev/null 2>&1') & ); exit 3");
    CHECK(exit.status == 3);
    std::istringstream pids(exit.out);
    int inner = 0, outer = 0;
    REQUIRE(pids >> inner >> outer);
    CHECK_FALSE(alive(inner));
    CHECK_FALSE(alive(outer));
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
        // What the daemon writes may come before that line. The output itself is not checked, because Catch would print
        // megabytes.
        CHECK(process::run(command).out.find("begun\n") != std::string::npos);
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

TEST_CASE("a time-out that comes before the program was started is not lost") {
    Command command = shell("trap '' TERM; while :; do sleep 0.1; done");
    command.timeout = 1ms;
    Exit exit;
    CHECK(seconds_of([&] { exit = process::run(command); }) < 20);
    CHECK(exit.timed_out);
    CHECK_FALSE(exit.ok());
}

TEST_CASE("a pseudo-terminal has a size and is the controlling one") {
    if (!std::filesystem::exists("/dev/pts/ptmx")) TESTSKEW_SKIP("no pseudo-terminals here");
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

TEST_CASE("if descriptors run out the start fails with the reason, and works again later") {
    sh("true");
    struct rlimit before = {};
    getrlimit(RLIMIT_NOFILE, &before);
    const int open = open_descriptors();
    int refused = 0, started = 0;
    for (int free = 0; free < 20; ++free) {
        const rlimit tight = {static_cast<rlim_t>(open + free), before.rlim_max};
        setrlimit(RLIMIT_NOFILE, &tight);
        const Exit exit = sh("exit 7");
        setrlimit(RLIMIT_NOFILE, &before);
        INFO(free << ": " << exit.start_error << exit.err);
        const bool few = exit.start_error.find("Too many open files") != std::string::npos;
        CHECK((few || exit.status == 7));
        ++(few ? refused : started);
    }
    CHECK(refused > 0);
    CHECK(started > 0);
    CHECK(sh("true").ok());
    CHECK(open_descriptors() == open);
}

TEST_CASE("environ_without_git leaves out what steers git") {
    setenv("GIT_DIR", "/x", 1);
    setenv("TESTSKEW_TEST_VALUE", "a=b", 1);
    const auto variables = process::environ_without_git();
    CHECK(variables.count("GIT_DIR") == 0);
    CHECK(variables.at("TESTSKEW_TEST_VALUE") == "a=b");
    unsetenv("GIT_DIR");
    unsetenv("TESTSKEW_TEST_VALUE");
}
