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
        say(fmt::format("{}: {}  ({})", found->second.label, what, elapsed_text(time.count())));
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
