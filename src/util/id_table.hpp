#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace testskew {

/// Gives each text a number: 0, 1, ... in the order in which they come first. Lists of tests are mostly asked for in
/// one order, so the text after the last one is tried before any other. All texts together take less than 4 GiB.
class IdTable {
public:
    /// The number of `text`, which gets one if it has none.
    std::size_t at(std::string_view text);
    /// The number of `text`; size() if it has none.
    std::size_t find(std::string_view text) const;
    /// If `text` begins with the last text that was asked for, or with the one after it, and then has `end`, the number
    /// of that one; otherwise size().
    std::size_t guess(std::string_view text, char end);

    std::string_view operator[](std::size_t number) const {
        const std::size_t begin = number ? ends_[number - 1] : 0;
        return std::string_view(text_).substr(begin, ends_[number] - begin);
    }
    std::size_t size() const { return ends_.size(); }

private:
    std::size_t place_of(std::string_view text) const;
    void grow();

    std::string text_;                  ///< all texts, one after the other
    std::vector<std::size_t> ends_;     ///< of each text in text_
    std::vector<std::uint32_t> slots_;  ///< a hash table with open addressing: number + 1, or 0 for an empty slot
    std::size_t last_ = 0;
};

}  // namespace testskew
