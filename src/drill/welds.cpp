#include "drill/welds.hpp"

#include <algorithm>
#include <string>

#include "util/requirement.hpp"

namespace testskew::drill {
namespace {

/// The names under which the modules of an exception may be distributed, the most telling one first: the module that
/// it is about, and those of its frames, innermost first. Most distributions have the name of their module.
std::vector<std::string> modules_of(const ExceptionRecord& exception) {
    constexpr std::string_view site = "<site>/";
    std::vector<std::string> names;
    const auto add = [&](const std::string& name) {
        names.push_back(normalized_name(name.substr(0, name.find_first_of("./"))));
    };
    if (exception.subject) add(exception.subject->name);
    for (auto frame = exception.frames.rbegin(); frame != exception.frames.rend(); ++frame)
        if (frame->path.starts_with(site)) add(frame->path.substr(site.size()));
    return names;
}

}  // namespace

bool is_welded(const attribute::Finding& finding, const std::vector<int>& set) {
    return set.size() > 1 && std::any_of(finding.welds.begin(), finding.welds.end(), [&](const std::vector<int>& weld) {
               return std::all_of(set.begin(), set.end(),
                                  [&](int index) { return std::find(weld.begin(), weld.end(), index) != weld.end(); });
           });
}

std::vector<std::vector<int>> blocks_in(const attribute::Finding& finding, const std::vector<int>& set) {
    std::vector<std::vector<int>> blocks;
    const auto holds = [&](int index) { return std::find(set.begin(), set.end(), index) != set.end(); };
    for (const auto& weld : finding.welds)
        if (weld.size() > 1 && weld.size() < set.size() && std::all_of(weld.begin(), weld.end(), holds))
            blocks.push_back(weld);
    return blocks;
}

std::optional<int> touched_package(const DrilledCluster& drilled, const sides::Factors& factors,
                                   const std::vector<int>& set) {
    const auto delta_of = [&](int index) -> const sides::SwapDelta& {
        return factors.deltas.at(static_cast<size_t>(index));
    };
    if (std::any_of(set.begin(), set.end(), [&](int index) { return delta_of(index).kind != DeltaKind::package; }))
        return std::nullopt;
    for (const ExceptionRecord& exception : drilled.cluster.error.chain)
        for (const std::string& module : modules_of(exception))
            for (const int index : set)
                if (normalized_name(delta_of(index).name) == module) return index;
    return std::nullopt;
}

}  // namespace testskew::drill
