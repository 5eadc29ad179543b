#include "process/interruption.hpp"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <thread>
#include <utility>

#include "process/children.hpp"
#include "util/error.hpp"

namespace testskew::process {
namespace {

constexpr std::chrono::milliseconds at_once(300);  // signals within it are one
std::atomic<bool> was_interrupted{false};
std::atomic<std::chrono::milliseconds> grace{std::chrono::milliseconds(400)};

// What SignalsOfChild says: no child, one that is not started yet, or its pid.
constexpr int no_child = 0, child_to_come = -1;
std::atomic<int> child_in_place{no_child};
std::atomic<int> signal_for_child{0};
sigset_t mask_at_start = {};

std::mutex action_mutex;
std::function<void()>& forced_end_action() {
    // It is never destroyed, because it may be called while the program ends.
    static auto* action = new std::function<void()>;
    return *action;
}

/// Starts a thread that takes no signals, so that only the threads for signals take them.
template <typename Body>
void background(Body body) {
    sigset_t all, before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread(body).detach();
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

[[noreturn]] void end_now() {
    if (std::unique_lock lock(action_mutex, std::try_to_lock); lock && forced_end_action()) forced_end_action()();
    ::_exit(static_cast<int>(ExitCode::interrupted));  // The guards see the end of their sockets and kill what is left.
}

void end_by_force() {
    std::this_thread::sleep_for(grace.load());
    end_now();
}

/// Waits for one of the signals. Returns its number, and whether a process sent it, and not the terminal.
std::pair<int, bool> next_signal(const sigset_t& signals) {
#ifdef __linux__
    siginfo_t info = {};
    const int number = ::sigwaitinfo(&signals, &info);
    return {number, info.si_code <= 0};
#else
    int number = 0;
    return {::sigwait(&signals, &number) == 0 ? number : -1, true};
#endif
}

void give_to_child(int number) {
    signal_for_child = number;
    if (const int pid = child_in_place; pid > 0) ::kill(pid, number);
}

}  // namespace

SignalsOfChild::SignalsOfChild() { child_in_place = child_to_come; }

SignalsOfChild::~SignalsOfChild() { child_in_place = no_child; }

void SignalsOfChild::forward_to(int pid) {
    child_in_place = pid;
    if (const int number = signal_for_child) ::kill(pid, number);
}

const sigset_t& SignalsOfChild::original() const { return mask_at_start; }

bool interrupted() { return was_interrupted; }

void interrupt() {
    using std::chrono::steady_clock;
    static steady_clock::time_point first;  // only the thread that takes the signals is here
    if (was_interrupted.exchange(true)) {
        // timeout(1) signals its child and then the whole group, and a terminal may send a key twice: that is no second
        // wish to end.
        if (steady_clock::now() - first < at_once) return;
        end_now();
    }
    first = steady_clock::now();
    background(end_by_force);
    end_all_children();
}

void allow_to_save(std::chrono::milliseconds time) { grace = time; }

void check_interrupted() {
    if (was_interrupted) throw Interrupted();
}

void handle_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction current = {};
        ::sigaction(number, nullptr, &current);
        if (current.sa_handler != SIG_IGN)
            // The signal stays ignored for nohup, and for background jobs of a shell without job control.
            sigaddset(&signals, number);
    }
    // This holds for this thread and for all that it starts: one thread takes all signals.
    ::pthread_sigmask(SIG_BLOCK, &signals, &mask_at_start);
    std::thread([signals] {
        for (;;) {
            const auto [number, sent] = next_signal(signals);
            if (number <= 0) continue;
            if (child_in_place == no_child)
                interrupt();
            else if (sent)
                give_to_child(number);
        }
    }).detach();
}

void before_forced_end(std::function<void()> action) {
    const std::lock_guard lock(action_mutex);
    forced_end_action() = std::move(action);
}

void take_terminal_back() {
    sigset_t stop, before;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTTOU);
    ::pthread_sigmask(SIG_BLOCK, &stop, &before);
    ::tcsetpgrp(STDIN_FILENO, ::getpgrp());
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

}  // namespace testskew::process
