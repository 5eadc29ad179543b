#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace testskew {

/// Cuts blocks of bytes into lines. Never holds more than one unfinished line.
class LineCutter {
public:
    /// `take` is called with each whole line, without its newline. Lines longer than `longest` are skipped.
    LineCutter(std::size_t longest, std::function<void(std::string_view)> take)
        : longest_(longest), take_(std::move(take)) {}

    /// Takes the next block of bytes.
    void feed(std::string_view bytes);
    /// The beginning of a line whose end has not come yet; "" if there is none.
    const std::string& unfinished() const { return unfinished_; }
    /// True if a line was skipped because it was too long.
    bool skipped() const { return skipped_; }

private:
    std::size_t longest_;
    std::function<void(std::string_view)> take_;
    std::string unfinished_;
    bool skipping_ = false, skipped_ = false;
};

}  // namespace testskew
