#include "report/told_verdicts.hpp"

#include <algorithm>
#include <vector>

#include "report/difference_words.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_named = 3;

const Difference* difference_of(const Report& report, const Verdict& verdict) {
    for (const Difference& difference : report.comparison.differences)
        if (difference.swappable && difference.factor == verdict.factor) return &difference;
    return nullptr;
}

/// True for a distribution that every new environment is seeded with, without anybody asking for it.
bool is_seed(const std::string& distribution) {
    return distribution == "pip" || distribution == "setuptools" || distribution == "wheel";
}

bool is_seeds_alone(const Difference& difference) {
    return difference.factor == Factor::packages &&
           std::all_of(difference.deltas.begin(), difference.deltas.end(),
                       [](const DeltaDifference& delta) { return is_seed(delta.name); });
}

}  // namespace

bool is_told(const Report& report, const Verdict& verdict, bool verbose) {
    if (verbose || verdict.kind != VerdictKind::untestable) return true;
    const Difference* difference = difference_of(report, verdict);
    return !difference || !is_seeds_alone(*difference);
}

std::string untested_words(const Report& report, const Verdict& verdict) {
    const Difference* difference = difference_of(report, verdict);
    if (verdict.kind != VerdictKind::untestable || !difference || verdict.factor == Factor::interpreter) return "";
    return difference_line(report, *difference, most_named);
}

std::vector<Difference> told_differences(const Report& report, bool verbose) {
    std::vector<Difference> result = report.comparison.differences;
    if (verbose) return result;
    for (Difference& difference : result)
        if (difference.factor == Factor::packages)
            std::erase_if(difference.deltas, [](const DeltaDifference& delta) { return delta.name == "pip"; });
    std::erase_if(result, [](const Difference& difference) { return difference.deltas.empty(); });
    return result;
}

}  // namespace testskew::report
