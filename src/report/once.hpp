#pragma once
#include <algorithm>
#include <vector>

namespace testskew::report {

/// Appends a value that is not empty and not in the list yet.
template <typename T>
void add_once(std::vector<T>& list, T value) {
    if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

}  // namespace testskew::report
