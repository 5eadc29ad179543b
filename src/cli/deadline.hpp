#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace testskew::cli {

/// A time after which the program gives up what it does. Who waits for something that cannot be given a time-out, such
/// as the build of an environment, is woken by Interrupted a little after it.
class Deadline {
public:
    /// `forced` is called on another thread if the program has not come to its end some seconds after that, and must
    /// end the program.
    Deadline(std::chrono::duration<double> budget, std::function<void()> forced);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    /// What is left of the budget; never below 0.
    std::chrono::milliseconds left() const;
    /// True if the deadline, and not the user, has interrupted the program.
    bool gave_up() const { return gave_up_; }

private:
    void watch(const std::function<void()>& forced);

    const std::chrono::steady_clock::time_point end_;
    std::atomic<bool> gave_up_{false};
    bool done_ = false;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::thread watcher_;
};

}  // namespace testskew::cli
