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

private:
    std::unordered_map<std::string, int> numbers_;
    std::vector<const std::string*> texts_;
};

}  // namespace testskew::divergence
