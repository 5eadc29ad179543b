#include "report/blocks.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

namespace testskew::report {

std::vector<Block> blocks(const std::vector<const Cluster*>& clusters) {
    std::vector<Block> result;
    std::map<std::string, std::size_t> at;
    for (const Cluster* cluster : clusters) {
        const auto [found, added] = at.try_emplace(fold_key(*cluster), result.size());
        if (added) result.emplace_back();
        result[found->second].clusters.push_back(cluster);
    }
    for (Block& block : result)
        std::stable_sort(block.clusters.begin(), block.clusters.end(),
                         [](const Cluster* a, const Cluster* b) { return a->tests.size() > b->tests.size(); });
    return result;
}

std::string first_line(const std::string& text) {
    std::string line = text.substr(0, text.find('\n'));
    for (const std::string_view explained : {" + where ", " +  where "})
        if (const auto at = line.find(explained); at != std::string::npos) line.resize(at);
    if (line.starts_with("AssertionError: assert ")) line.erase(0, 16);
    return line;
}

std::string link_words(const std::string& link) {
    return link == "cause"     ? "caused by "
           : link == "context" ? "while handling "
           : link == "group"   ? "in the group "
                               : "";
}

std::string place_line(const Failure& failure) {
    if (failure.path.empty()) return "";
    std::string where = fmt::format("{}:{}", failure.path, failure.line);
    if (!failure.function.empty() && failure.function != "<module>") where += " in " + failure.function;
    if (failure.phase == TestPhase::collect)
        where += ", while collecting";
    else if (failure.phase == TestPhase::setup || failure.phase == TestPhase::teardown)
        where += ", in " + to_string(failure.phase);
    return where;
}

}  // namespace testskew::report
