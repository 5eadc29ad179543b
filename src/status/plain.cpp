#include "status/plain.hpp"

#include <fmt/core.h>

#include <chrono>
#include <map>
#include <mutex>

#include "status/lines.hpp"
#include "status/write.hpp"

namespace testskew::status {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int longest_end = 360;  ///< columns; what uv says of a failed build may be very long

class PlainStatus : public Status {
public:
    explicit PlainStatus(int descriptor) : descriptor_(descriptor) {}

    void begin(const std::string& key, const std::string& label, const std::string& what) override {
        const std::lock_guard lock(mutex_);
        activities_[key] = {label, Clock::now()};
        say(label + ": " + what);
    }
    void update(const std::string&, const std::string&) override {}
    void end(const std::string& key, const std::string& what) override {
        const std::lock_guard lock(mutex_);
        const auto found = activities_.find(key);
        if (found == activities_.end()) return;
        const std::chrono::duration<double> time = Clock::now() - found->second.begun;
        const std::string shown = fitted(one_line(what), longest_end);
        say(fmt::format("{}: {}  ({})", found->second.label, shown, elapsed_text(time.count())));
        activities_.erase(found);
    }
    void note(const std::string& text) override {
        const std::lock_guard lock(mutex_);
        say(text);
    }

private:
    struct Activity {
        std::string label;
        Clock::time_point begun;
    };

    /// One line, so that nothing of the tested program begins one: CIs read commands at the beginnings of lines.
    void say(const std::string& text) { write_text(descriptor_, one_line(text) + "\n"); }

    int descriptor_;
    std::mutex mutex_;
    std::map<std::string, Activity> activities_;
};

}  // namespace

std::unique_ptr<Status> plain_status(int descriptor) { return std::make_unique<PlainStatus>(descriptor); }

}  // namespace testskew::status
