// Live lines on a terminal. The cursor is never hidden, and it always stands below the lines at the beginning of a row.
// So the terminal is in order whenever and however the program ends.
#include "status/terminal.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "status/lines.hpp"
#include "status/write.hpp"
#include "util/columns.hpp"
#include "util/text.hpp"

namespace testskew::status {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

class TerminalStatus : public Status {
public:
    TerminalStatus(int descriptor, bool colour, std::function<std::pair<int, int>()> size)
        : descriptor_(descriptor), colour_(colour), size_(std::move(size)), thread_([this] { redraw_on_and_on(); }) {}

    ~TerminalStatus() override {
        {
            const std::lock_guard lock(mutex_);
            over_ = true;
            write_text(descriptor_, erased());
        }
        changed_.notify_one();
        thread_.join();
    }

    void begin(const std::string& key, const std::string& label, const std::string& what) override {
        const std::lock_guard lock(mutex_);
        remove(key);
        activities_.push_back({key, label, what, Clock::now()});
        changed_.notify_one();
    }
    void update(const std::string& key, const std::string& what) override {
        const std::lock_guard lock(mutex_);
        for (auto& activity : activities_)
            if (activity.key == key) activity.what = what;
    }
    void end(const std::string& key, const std::string&) override {
        const std::lock_guard lock(mutex_);
        remove(key);
        if (activities_.empty()) write_text(descriptor_, erased());
    }
    void note(const std::string& text) override {
        const std::lock_guard lock(mutex_);
        std::string all = erased();
        all += valid_utf8(printable(text)) + "\n";
        all += drawn();
        write_text(descriptor_, all);
    }

private:
    struct Activity {
        std::string key, label, what;
        Clock::time_point begun;
    };

    void remove(const std::string& key) {
        activities_.erase(std::remove_if(activities_.begin(), activities_.end(),
                                         [&](const auto& activity) { return activity.key == key; }),
                          activities_.end());
    }

    void redraw_on_and_on() {
        std::unique_lock lock(mutex_);
        while (!over_) {
            if (!activities_.empty()) write_text(descriptor_, redrawn());
            if (activities_.empty())
                changed_.wait(lock, [this] { return over_ || !activities_.empty(); });
            else
                changed_.wait_for(lock, std::chrono::milliseconds(100), [this] { return over_; });
        }
    }

    /// Moves the cursor back to where the lines begin. If the window became narrower, the terminal has wrapped the
    /// lines, and they take more rows than there are lines.
    std::string up() {
        const int columns = std::max(size_().first, 1);
        int rows = 0;
        for (const int width : widths_) rows += std::max((width + columns - 1) / columns, 1);
        return rows > 0 ? fmt::format("\r\x1b[{}A", rows) : "\r";
    }

    std::string erased() {
        if (widths_.empty()) return "";
        const auto text = up() + "\x1b[J";
        widths_.clear();
        return text;
    }

    /// Draws the lines, beginning at the cursor, and remembers how wide each one is.
    std::string drawn() {
        std::vector<Line> lines;
        for (const auto& activity : activities_)
            lines.push_back({activity.label, activity.what, Seconds(Clock::now() - activity.begun).count()});
        const auto [columns, rows] = size_();
        std::string text;
        for (const auto& line : live_lines(lines, columns, rows)) {
            widths_.push_back(display_width(line));
            text += (colour_ ? "\x1b[2m" + line + "\x1b[0m" : line) + "\x1b[K\n";
        }
        return text;
    }

    /// Draws over the old lines without clearing them first, so that nothing flickers.
    std::string redrawn() {
        const auto back = widths_.empty() ? std::string() : up();
        widths_.clear();
        return back + drawn() + "\x1b[J";
    }

    int descriptor_;
    bool colour_;
    std::function<std::pair<int, int>()> size_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Activity> activities_;
    std::vector<int> widths_;  ///< the widths of the lines above the cursor
    bool over_ = false;
    std::thread thread_;  ///< the last member, as the thread uses all others as soon as it starts
};

}  // namespace

std::unique_ptr<Status> terminal_status(int descriptor, bool colour, std::function<std::pair<int, int>()> size) {
    return std::make_unique<TerminalStatus>(descriptor, colour, std::move(size));
}

}  // namespace testskew::status
