// An interruption ends the program, so these tests run this test program once more with a hidden test as its body.
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "catch.hpp"
#include "process/environ.hpp"
#include "process/interruption.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace std::chrono_literals;
using process::Command;
using process::Exit;

namespace {

Command shell(const std::string& script) {
    Command command;
    command.argv = {"/bin/sh", "-c", script};
    command.environ = process::environ_without_git();
    command.directory = "/";
    return command;
}

/// Waits until the file, to which the children of a hidden test write, has `count` lines.
std::vector<std::string> wait_for_lines(const std::filesystem::path& path, std::size_t count) {
    for (int i = 0; i < 2000; ++i) {
        auto lines = split(read_file(path).value_or(""), '\n');
        if (lines.size() > count) return lines;
        std::this_thread::sleep_for(5ms);
    }
    return {};
}

struct Victim {
    Exit exit;
    double seconds = 0;
    std::vector<std::string> pids;
};

/// Runs a hidden test, sends `signal` to it once three pids are in its file, and returns how it ended.
Victim run_hidden(const std::string& name, int signal) {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "interrupt-");
    Victim victim;
    Command command;
    command.argv = {std::filesystem::canonical("/proc/self/exe").string(), name};
    command.environ = process::environ_without_git();
    command.environ["PIDS"] = (folder / "pids").string();
    std::atomic<int> pid = 0;
    command.on_start = [&](int started) { pid = started; };
    process::Lease lease;
    command.lease = &lease;  // so that only the victim's own guards end what it leaves
    std::chrono::steady_clock::time_point sent;
    std::thread killer([&] {
        victim.pids = wait_for_lines(folder / "pids", 3);
        sent = std::chrono::steady_clock::now();
        ::kill(pid, signal);
    });
    victim.exit = process::run(command);
    const auto ended = std::chrono::steady_clock::now();
    killer.join();
    victim.seconds = std::chrono::duration<double>(ended - sent).count();
    remove_tree(folder);
    return victim;
}

bool all_gone(const std::vector<std::string>& pids) {
    for (int i = 0; i < 1000; ++i) {
        bool some = false;
        for (const auto& pid : pids) some = some || (!pid.empty() && std::filesystem::exists("/proc/" + pid));
        if (!some) return true;
        std::this_thread::sleep_for(5ms);
    }
    return false;
}

constexpr auto three_children =
    "sh -c 'trap \"\" TERM; setsid sleep 300 & echo $! >>\"$PIDS\"; while :; do sleep 0.02; done'";

}  // namespace

TEST_CASE("hidden: main waits for three stubborn children", "[.hidden]") {
    process::handle_signals();
    std::atomic<int> interruptions = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            try {
                process::run(shell(three_children));
            } catch (const Interrupted&) {
                ++interruptions;
            }
        });
    for (auto& thread : threads) thread.join();
    bool later_too = false;
    try {
        process::run(shell("true"));
    } catch (const Interrupted&) {
        later_too = true;
    }
    ::_exit(interruptions == 3 && later_too ? 42 : 1);
}

TEST_CASE("hidden: main hangs", "[.hidden]") {
    process::handle_signals();
    process::before_forced_end([] { [[maybe_unused]] const auto written = ::write(1, "restored", 8); });
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([] {
            try {
                process::run(shell(three_children));
            } catch (const Interrupted&) {
            }
        });
    for (;;) ::pause();
}

TEST_CASE("an interruption ends three children and every run throws") {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        const Victim victim = run_hidden("hidden: main waits for three stubborn children", signal);
        CHECK(victim.exit.status == 42);
        CHECK(victim.seconds < 0.5);
        CHECK(victim.pids.size() == 4);
        CHECK(all_gone(victim.pids));
    }
}

TEST_CASE("a program whose main thread hangs is ended with status 130 within half a second") {
    const Victim victim = run_hidden("hidden: main hangs", SIGINT);
    CHECK(victim.exit.status == 130);
    CHECK(victim.seconds < 0.6);
    CHECK_THAT(victim.exit.out, ContainsSubstring("restored"));
    CHECK(all_gone(victim.pids));
}

TEST_CASE("nothing is left where the program itself is killed") {
    const Victim victim = run_hidden("hidden: main hangs", SIGKILL);
    CHECK(victim.exit.signal == SIGKILL);
    CHECK(victim.pids.size() == 4);
    CHECK(all_gone(victim.pids));
}
