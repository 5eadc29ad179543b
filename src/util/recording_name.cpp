#include "util/recording_name.hpp"

#include <fmt/core.h>

#include <charconv>
#include <map>
#include <set>

namespace testskew {

RecordingName recording_name(std::string_view word) {
    constexpr std::string_view ending = ".jsonl";
    if (word.ends_with(ending)) return {std::string(word), 0};
    const std::size_t colon = word.rfind(':');
    if (colon == std::string_view::npos || !word.substr(0, colon).ends_with(ending)) return {};
    const std::string_view digits = word.substr(colon + 1);
    int session = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), session);
    if (error != std::errc() || end != digits.data() + digits.size() || session < 1) return {};
    return {std::string(word.substr(0, colon)), session};
}

void make_distinct(std::vector<std::string>& names, const std::vector<std::filesystem::path>& files) {
    std::map<std::string, int> count, number;
    for (const std::string& name : names) ++count[name];
    std::set<std::string> used;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string folder = files[i].parent_path().filename().string();
        if (count[names[i]] > 1 && !folder.empty()) names[i] = folder + "/" + names[i];
        const std::string name = names[i];
        while (!used.insert(names[i]).second) names[i] = fmt::format("{}-{}", name, ++number[name] + 1);
    }
}

std::string name_of_session(const std::string& path, int session) { return fmt::format("{}:{}", path, session); }

}  // namespace testskew
