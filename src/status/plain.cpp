// Progress for pipes and logs, and for nobody.
#include <fmt/core.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <map>
#include <mutex>

#include "status/kinds.hpp"
#include "status/lines.hpp"
#include "util/text.hpp"

namespace testskew {
namespace status {
namespace {

using Clock = std::chrono::steady_clock;

class NoStatus : public Status {
public:
    void begin(const std::string&, const std::string&, const std::string&) override {}
    void update(const std::string&, const std::string&) override {}
    void end(const std::string&, const std::string&) override {}
    void note(const std::string&) override {}
    void estimate(double) override {}
};

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
    void estimate(double) override {}

private:
    struct Activity {
        std::string label;
        Clock::time_point begun;
    };

    void say(const std::string& text) { write_text(descriptor_, valid_utf8(printable(text)) + "\n"); }

    int descriptor_;
    std::mutex mutex_;
    std::map<std::string, Activity> activities_;
};

}  // namespace

std::unique_ptr<Status> plain_status(int descriptor) { return std::make_unique<PlainStatus>(descriptor); }

void write_text(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {  // another program has made the terminal non-blocking
            pollfd ready = {descriptor, POLLOUT, 0};
            if (::poll(&ready, 1, 1000) <= 0) return;
        } else if (errno != EINTR) {
            return;
        }
    }
}

}  // namespace status

std::unique_ptr<Status> make_status(StatusKind kind, bool colour) {
    if (kind == StatusKind::plain) return status::plain_status(STDERR_FILENO);
    if (kind == StatusKind::terminal)
        return status::terminal_status(STDERR_FILENO, colour, [] {
            struct winsize size = {};
            if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
                return std::pair(80, 24);
            return std::pair<int, int>(size.ws_col, size.ws_row);
        });
    return std::make_unique<status::NoStatus>();
}

}  // namespace testskew
