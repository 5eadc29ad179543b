#include "session/follow.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <vector>

namespace testskew::session {
Follower::Follower(std::filesystem::path file, Status& status, std::string key)
    : file_(std::move(file)), status_(status), key_(std::move(key)), thread_([this] { follow(); }) {}

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
    std::error_code error;
    const auto size = std::filesystem::file_size(file_, error);
    if (error || size <= offset_) return;
    std::ifstream stream(file_, std::ios::binary);
    stream.seekg(static_cast<std::streamoff>(offset_));
    std::vector<char> bytes(std::min<std::uintmax_t>(size - offset_, 64 << 20));
    stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const auto count = static_cast<std::size_t>(stream.gcount());
    offset_ += count;
    rest_.append(bytes.data(), count);
    bool changed = false;
    std::size_t begin = 0;
    for (auto end = rest_.find('\n'); end != std::string::npos; begin = end + 1, end = rest_.find('\n', begin))
        changed = progress_.take(std::string_view(rest_).substr(begin, end - begin)) || changed;
    rest_.erase(0, begin);
    if (changed) status_.update(key_, progress_.text());
}

}  // namespace testskew::session
