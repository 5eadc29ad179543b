#include "compare/one_sided_warnings.hpp"

#include <set>
#include <string>
#include <tuple>

#include "compare/normalise.hpp"

namespace testskew::compare {
namespace {

constexpr std::size_t most_warnings = 50, longest_warning = 500;

using WarningKey = std::tuple<std::string, std::string, std::string>;

WarningKey key_of(const WarningRecord& warning) {
    return {warning.category, normalise(warning.message.substr(0, longest_warning)), warning.path};
}

}  // namespace

std::vector<WarningRecord> one_sided_warnings(const Recording& recording, const Recording& other, int& left_out) {
    std::set<WarningKey> known;
    for (const auto& warning : other.warnings) known.insert(key_of(warning));
    std::vector<WarningRecord> result;
    for (const auto& warning : recording.warnings) {
        if (!known.insert(key_of(warning)).second) continue;
        if (result.size() < most_warnings)
            result.push_back(warning);
        else
            ++left_out;
    }
    return result;
}

}  // namespace testskew::compare
