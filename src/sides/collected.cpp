#include "sides/collected.hpp"

namespace testskew::sides {

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
