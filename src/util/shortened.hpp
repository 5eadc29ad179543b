#pragma once
#include <cstddef>
#include <string>
#include <vector>

/// Lists of names of which only the first ones are told.
namespace testskew {

/// The first `most` names, and how many more there are as the last one: {"a", "b", "3 more"}.
std::vector<std::string> shortened(const std::vector<std::string>& names, std::size_t most);

/// The same in one text: "a, b and 3 more".
std::string some_of(const std::vector<std::string>& names, std::size_t most);

}  // namespace testskew
