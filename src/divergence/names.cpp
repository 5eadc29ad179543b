#include "divergence/names.hpp"

namespace testskew::divergence {

int Names::of(std::string_view text) {
    const auto [found, added] = numbers_.try_emplace(std::string(text), static_cast<int>(texts_.size()));
    if (added) texts_.push_back(&found->first);
    return found->second;
}

}  // namespace testskew::divergence
