#include "session/follow.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

namespace testskew::session {
namespace {

/// Is it a record of that kind? Records begin with their kind, so that most lines need not be parsed.
bool is(std::string_view line, std::string_view kind) {
    const auto at = line.substr(0, 64).find("\"t\"");
    if (at == std::string_view::npos) return false;
    const auto value = line.find_first_not_of(" :", at + 3);
    return value != std::string_view::npos && line.substr(value + 1, kind.size() + 1) == std::string(kind) + '"';
}

}  // namespace

bool Progress::take(std::string_view line) {
    const std::string before = text();
    if (is(line, "loaded"))
        loaded_ = true;
    else if (is(line, "module"))
        ++modules_;
    else if (is(line, "start"))
        ++started_;
    else if (is(line, "selected")) {
        const auto record = nlohmann::json::parse(line, nullptr, false);
        if (record.is_object() && record.contains("ids") && record["ids"].is_array())
            selected_ += static_cast<long>(record["ids"].size());
    }
    return text() != before;
}

std::string Progress::text() const {
    if (selected_ > 0) return fmt::format("{}/{} tests", std::min(started_, selected_), selected_);
    if (started_ > 0) return fmt::format("{} tests", started_);
    if (modules_ > 0) return fmt::format("collect, {} modules", modules_);
    return loaded_ ? "collect" : "start";
}

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
            return;  // progress is for the eye: a session never fails by it
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
