#pragma once
#include <utility>
#include <vector>

#include "util/once.hpp"

namespace testskew::report {

/// Appends a value unless it is empty or in the list already.
template <typename T>
void add_once(std::vector<T>& list, T value) {
    if (!value.empty()) append_once(list, std::move(value));
}

}  // namespace testskew::report
