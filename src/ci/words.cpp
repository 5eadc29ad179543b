#include "ci/words.hpp"

#include <filesystem>

#include <algorithm>

#include "util/text.hpp"

namespace testskew::ci {

bool one_of(const std::string& word, std::initializer_list<const char*> list) {
    return std::any_of(list.begin(), list.end(), [&](const char* one) { return word == one; });
}

std::vector<std::string> comma_list(const std::string& text) {
    std::vector<std::string> result;
    for (const auto& part : split(text, ','))
        if (!trim(part).empty()) result.emplace_back(trim(part));
    return result;
}

std::vector<std::pair<std::string, std::string>> options_of(const std::vector<std::string>& words, size_t from,
                                                            std::initializer_list<const char*> with_value) {
    std::vector<std::pair<std::string, std::string>> result;
    for (size_t i = from; i < words.size(); ++i) {
        const std::string& word = words[i];
        if (!word.starts_with('-')) {
            result.emplace_back("", word);
            continue;
        }
        const size_t equals = word.find('=');
        const std::string name = word.substr(0, equals);
        if (equals != std::string::npos) {
            result.emplace_back(name, word.substr(equals + 1));
        } else if (one_of(name, with_value) && i + 1 < words.size()) {
            result.emplace_back(name, words[++i]);
        } else if (name.size() > 2 && name[1] != '-' && one_of(name.substr(0, 2), with_value)) {
            result.emplace_back(name.substr(0, 2), name.substr(2));  // -Gtest
        } else {
            result.emplace_back(name, "");
        }
    }
    return result;
}

std::string program_of(const std::vector<std::string>& words) {
    return words.empty() ? std::string() : std::filesystem::path(words[0]).filename().string();
}

std::string python_asked_for(const std::string& text) {
    const std::string name = std::filesystem::path(text).filename().string();
    for (const std::string start : {"python", "cpython@", "cpython-", "cpython"})
        if (name.starts_with(start) && name.size() > start.size() && name[start.size()] == '3')
            return name.substr(start.size());
    return text;
}

bool is_python(const std::string& program) {
    return program == "python" || program == "python3" || program == "py" || program.starts_with("python3.");
}

}  // namespace testskew::ci
