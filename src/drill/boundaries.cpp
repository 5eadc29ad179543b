#include "drill/boundaries.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace testskew::drill {
namespace {

/// True if the tests of the two causes begin to fail at different releases or versions, as far as both are known.
bool different_boundaries(const Cause& a, const Cause& b) {
    const auto differ = [](const std::string& one, const std::string& other) {
        return !one.empty() && !other.empty() && one != other;
    };
    if (a.interpreter && b.interpreter && differ(a.interpreter->first_bad, b.interpreter->first_bad)) return true;
    return std::any_of(a.packages.begin(), a.packages.end(), [&](const CausePackage& one) {
        return std::any_of(b.packages.begin(), b.packages.end(), [&](const CausePackage& other) {
            return one.name == other.name && differ(one.first_bad, other.first_bad);
        });
    });
}

}  // namespace

void part_by_boundary(std::vector<attribute::Finding>& findings) {
    std::vector<std::pair<int, const Cause*>> problems;  // the number that each had, and its first cause
    for (auto& finding : findings) {
        auto& attribution = finding.attribution;
        if (!attribution.problem || !attribution.cause) continue;
        const auto same = std::find_if(problems.begin(), problems.end(), [&](const auto& one) {
            return one.first == attribution.problem && !different_boundaries(*one.second, *attribution.cause);
        });
        const auto place = same - problems.begin();
        if (same == problems.end()) problems.emplace_back(attribution.problem, &*attribution.cause);
        attribution.problem = static_cast<int>(place) + 1;
    }
}

}  // namespace testskew::drill
