#include "util/shortened.hpp"

#include <algorithm>

#include "util/text.hpp"

namespace testskew {
namespace {

std::vector<std::string> first_of(const std::vector<std::string>& names, std::size_t most) {
    return {names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(most, names.size()))};
}

}  // namespace

std::vector<std::string> shortened(const std::vector<std::string>& names, std::size_t most) {
    std::vector<std::string> result = first_of(names, most);
    if (names.size() > most) result.push_back(std::to_string(names.size() - most) + " more");
    return result;
}

std::string some_of(const std::vector<std::string>& names, std::size_t most) {
    const std::string shown = join(first_of(names, most), ", ");
    return names.size() > most ? shown + " and " + std::to_string(names.size() - most) + " more" : shown;
}

}  // namespace testskew
