#pragma once
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "status/status.hpp"

namespace testskew::session {

/// What a growing recording says of how far the session is.
class Progress {
public:
    /// Takes one whole line of main.jsonl. True where text() changed.
    bool take(std::string_view line);
    /// "start", "collect", "collect 12 modules", "17/31 tests".
    std::string text() const;

private:
    long modules_ = 0, selected_ = 0, started_ = 0;
    bool loaded_ = false;
};

/// Reads main.jsonl while it grows, ten times a second on a thread of its own, and tells `status`. Ends with its
/// destructor.
class Follower {
public:
    Follower(std::filesystem::path file, Status& status, std::string key);
    ~Follower();
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

private:
    void follow();
    void read_more();

    std::filesystem::path file_;
    Status& status_;
    std::string key_;
    Progress progress_;
    std::uintmax_t offset_ = 0;
    std::string rest_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool end_ = false;
    std::thread thread_;  // last: starts when all else is there
};

}  // namespace testskew::session
