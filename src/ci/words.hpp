#pragma once
#include <algorithm>
#include <initializer_list>
#include <string>

namespace testskew::ci {

/// Whether a word is one of a list.
inline bool one_of(const std::string& word, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return word == one; });
}

}  // namespace testskew::ci
