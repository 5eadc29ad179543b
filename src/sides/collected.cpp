#include "sides/collected.hpp"

#include <algorithm>

#include "model/node_id.hpp"

namespace testskew::sides {

std::vector<std::string> in_collected_order(const std::vector<std::string>& nodes, const Collected& collected) {
    auto result = nodes;
    const auto& all = collected.selected;
    const auto place = [&](const std::string& node) {
        return std::find_if(all.begin(), all.end(), [&](const std::string& id) { return is_below(id, node); });
    };
    std::stable_sort(result.begin(), result.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
    return result;
}

Collected collected(const Recording& recording, const std::filesystem::path& project) {
    Collected result{recording.modules, recording.selected, "", ""};
    const auto relative = [&](const char* fact) -> std::string {
        const auto found = recording.facts.find(fact);
        if (found == recording.facts.end() || found->second.empty()) return "";
        const std::filesystem::path path = found->second;
        const auto inside = path.is_absolute() ? path.lexically_relative(project) : path.lexically_normal();
        return inside == "." ? "" : inside.string();
    };
    result.rootdir = relative("rootdir");
    result.inifile = relative("inifile");
    return result;
}

}  // namespace testskew::sides
