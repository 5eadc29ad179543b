#include "cli/deadline.hpp"

#include <algorithm>

#include "process/interruption.hpp"

namespace testskew::cli {
namespace {

using std::chrono::milliseconds;

// A session that is given the rest of the budget as its time-out needs this long to dump its stacks and to end.
constexpr milliseconds for_sessions{5000};
constexpr milliseconds to_end{3000};

}  // namespace

Deadline::Deadline(std::chrono::duration<double> budget, std::function<void()> forced)
    : end_(std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(budget)),
      watcher_([this, forced = std::move(forced)] { watch(forced); }) {}

Deadline::~Deadline() {
    {
        const std::lock_guard lock(mutex_);
        done_ = true;
    }
    changed_.notify_all();
    watcher_.join();
}

milliseconds Deadline::left() const {
    return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(end_ - std::chrono::steady_clock::now()));
}

void Deadline::watch(const std::function<void()>& forced) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, end_ + for_sessions, [&] { return done_; });
    if (done_ || process::interrupted()) return;
    gave_up_ = true;
    process::before_forced_end(forced);
    process::allow_to_save(to_end);
    process::interrupt();
}

}  // namespace testskew::cli
