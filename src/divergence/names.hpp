#pragma once
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace testskew::divergence {

/// Gives a number to each text. The same text has the same number in all trees that are compared.
class Names {
public:
    /// The number of a text. A new text gets the next number.
    int of(std::string_view text);
    /// The text of a number that `of` gave. Throws std::out_of_range for any other number.
    const std::string& text(int number) const { return *texts_.at(static_cast<std::size_t>(number)); }
    /// True if two values are the same but for the random part of the names of temporary files, which is another one in
    /// each run. A negative number is no value.
    bool alike(int value, int other);

private:
    /// The number of the value's text without the random parts.
    int comparable(int value);
    std::unordered_map<std::string, int> numbers_;
    std::unordered_map<int, int> comparable_;  ///< what `comparable` gave
    std::vector<const std::string*> texts_;
};

}  // namespace testskew::divergence
