#pragma once
#include <algorithm>
#include <utility>
#include <vector>

namespace testskew {

/// Appends a value unless the list has it already.
template <typename T>
void append_once(std::vector<T>& list, T value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
}

}  // namespace testskew
