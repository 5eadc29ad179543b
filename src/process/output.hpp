#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace testskew::process {

/// Keeps the first and the last half of what is added, at most about `cap` bytes, with a line between them that says
/// how much is missing.
class CappedOutput {
public:
    explicit CappedOutput(std::size_t cap) : half_(cap / 2) {}

    void add(std::string_view bytes) {
        const auto first = bytes.substr(0, half_ - head_.size());
        head_.append(first);
        bytes.remove_prefix(first.size());
        total_ += first.size() + bytes.size();
        if (bytes.size() > half_) bytes.remove_prefix(bytes.size() - half_), tail_.clear();
        tail_.append(bytes);
        if (tail_.size() > 2 * half_) tail_.erase(0, tail_.size() - half_);
    }

    bool cut() const { return total_ > 2 * half_; }

    std::string text() && {
        if (!cut()) return std::move(head_) + tail_;
        const std::string_view end = std::string_view(tail_).substr(tail_.size() - half_);
        return std::move(head_) + "\n[... " + std::to_string(total_ - 2 * half_) + " bytes left out ...]\n" +
               std::string(end);
    }

private:
    std::size_t half_, total_ = 0;
    std::string head_, tail_;
};

}  // namespace testskew::process
