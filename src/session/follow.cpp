#include "session/follow.hpp"

#include <unistd.h>

#include <chrono>

#include "util/files.hpp"
#include "util/json_line.hpp"

namespace testskew::session {
namespace {

constexpr int most_blocks = 64;  // A turn reads no more than this, so that the thread ends soon when the session does.

}  // namespace

Follower::Follower(std::filesystem::path file, Status& status, std::string key)
    : file_(std::move(file)),
      status_(status),
      key_(std::move(key)),
      lines_(max_line, [this](std::string_view line) { progress_.take(line); }),
      thread_([this] { follow(); }) {}

Follower::~Follower() {
    {
        const std::lock_guard lock(mutex_);
        end_ = true;
    }
    ended_.notify_one();
    thread_.join();
}

void Follower::follow() {
    std::unique_lock lock(mutex_);
    while (!end_) {
        ended_.wait_for(lock, std::chrono::milliseconds(100), [this] { return end_; });
        try {
            read_more();
        } catch (const std::exception&) {
            return;  // The progress is only shown, so no session fails because of it.
        }
    }
}

void Follower::read_more() {
    const Descriptor file = open_regular(file_, Links::refuse);  // A test may have put something else in its place.
    if (!file.ok() || ::lseek(file.get(), offset_, SEEK_SET) != offset_) return;
    const std::string before = progress_.text();
    std::string block(1 << 20, '\0');
    for (int turn = 0; turn < most_blocks; ++turn) {
        const ssize_t got = read_some(file.get(), block.data(), block.size());
        if (got <= 0) break;
        offset_ += got;
        lines_.feed({block.data(), static_cast<std::size_t>(got)});
    }
    if (progress_.text() != before) status_.update(key_, progress_.text());
}

}  // namespace testskew::session
