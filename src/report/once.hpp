#pragma once
#include <algorithm>
#include <vector>

namespace testskew::report {

/// Appends a value unless it is empty or in the list already.
template <typename T>
void add_once(std::vector<T>& list, T value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

}  // namespace testskew::report
