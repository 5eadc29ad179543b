#pragma once
#include <sys/types.h>

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>

#include "session/progress.hpp"
#include "status/status.hpp"
#include "util/line_cutter.hpp"

namespace testskew::session {

/// Reads main.jsonl while it grows, ten times a second on a thread of its own, and tells `status` how far the session
/// is. The destructor ends the thread. `status` must outlive this object.
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
    off_t offset_ = 0;
    LineCutter lines_;  // It gives whole lines to progress_.
    std::mutex mutex_;
    std::condition_variable ended_;
    bool end_ = false;
    std::thread thread_;  // The thread is the last member, so that it starts when all others exist.
};

}  // namespace testskew::session
