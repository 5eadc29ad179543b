#pragma once
#include <string>
#include <vector>

namespace testskew::process {

/// The texts as exec takes them: with a null pointer at the end. They point into `texts`.
inline std::vector<const char*> pointers(const std::vector<std::string>& texts) {
    std::vector<const char*> list;
    for (const auto& text : texts) list.push_back(text.c_str());
    list.push_back(nullptr);
    return list;
}

}  // namespace testskew::process
