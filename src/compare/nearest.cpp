#include "compare/nearest.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include "compare/classify.hpp"
#include "compare/differences.hpp"
#include "model/node_id.hpp"
#include "model/outcomes.hpp"
#include "util/hash.hpp"
#include "util/once.hpp"

namespace testskew::compare {
namespace {

/// The first word of a platform: "linux" of "linux-x86_64".
std::string_view system_of(const std::string& platform) {
    return std::string_view(platform).substr(0, platform.find('-'));
}

bool same_kind(const Interpreter& a, const Interpreter& b) {
    return a.implementation == b.implementation && a.free_threaded == b.free_threaded &&
           system_of(a.platform) == system_of(b.platform);
}

/// Values that tell nothing are left out: a digest, and that something is there.
void add_value(std::vector<std::string>& values, const std::optional<std::string>& value) {
    if (!value)
        append_once(values, std::string("none"));
    else if (!is_keyed_digest(*value) && *value != "collected")
        append_once(values, *value);
}

}  // namespace

std::vector<std::string> failing_tests(const Recording& recording) {
    std::vector<std::string> ids;
    for (const TestRecord& test : recording.tests)
        if (is_failure(test.outcome)) ids.push_back(test.id);
    return ids;
}

LegDistance distance(const Recording& bad, const Recording& good) {
    LegDistance result;
    result.other_system = !same_kind(bad.interpreter, good.interpreter);
    result.minors = std::abs(bad.interpreter.minor - good.interpreter.minor);
    for (const Difference& difference : differences(bad, good)) {
        if (!difference.swappable) continue;  // the images of two runners differ in all that is named there
        ++result.factors;
        result.deltas += static_cast<int>(difference.deltas.size());
    }
    return result;
}

std::vector<PassingLeg> passing_legs(const Recording& bad, const std::vector<const Recording*>& candidates) {
    const auto failing = failing_tests(bad);
    const std::unordered_set<std::string_view> wanted(failing.begin(), failing.end());
    // What cannot even be collected has no test here; there it passes if tests of the module pass.
    std::set<std::string> modules;
    for (const CollectRecord& record : bad.collection)
        if (record.outcome == CollectOutcome::failed) modules.insert(record.id);
    std::vector<PassingLeg> result;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (!candidates[i]) continue;
        std::size_t count = 0;
        std::set<std::string> collected;
        for (const TestRecord& test : candidates[i]->tests) {
            if (!has_passed(test.outcome)) continue;
            if (wanted.count(test.id)) ++count;
            for (const auto& module : modules)
                if (module == whole_collection_id || is_below(test.id, module)) collected.insert(module);
        }
        if (count + collected.size() == 0) continue;
        result.push_back(
            {i, count == wanted.size() && collected.size() == modules.size(), distance(bad, *candidates[i])});
    }
    std::stable_sort(result.begin(), result.end(), [](const PassingLeg& a, const PassingLeg& b) {
        return a.all != b.all ? a.all : a.distance < b.distance;
    });
    return result;
}

std::unordered_set<std::string_view> passed_tests(const Recording& recording) {
    std::unordered_set<std::string_view> ids;
    for (const TestRecord& test : recording.tests)
        if (has_passed(test.outcome)) ids.insert(test.id);
    return ids;
}

std::vector<CiSeparation> separating(const std::vector<const Recording*>& failing,
                                     const std::vector<const Recording*>& passing) {
    constexpr std::size_t most_pairs = 20'000;  // the legs of a matrix of GitHub, half of them failed, have 16,384
    if (failing.size() * passing.size() > most_pairs) return {};
    std::map<std::pair<Factor, std::string>, CiSeparation> found;
    bool first = true;
    for (const Recording* bad : failing)
        for (const Recording* good : passing) {
            // What is not among the differences of this pair is the same in a failing and a passing leg.
            std::map<std::pair<Factor, std::string>, CiSeparation> kept;
            for (const Difference& difference : differences(*bad, *good)) {
                if (!difference.swappable) continue;
                for (const DeltaDifference& delta : difference.deltas) {
                    const auto key = std::pair(difference.factor, delta.name);
                    const auto known = found.find(key);
                    if (!first && known == found.end()) continue;
                    CiSeparation& one = kept[key];
                    if (!first) one = std::move(known->second);
                    one.factor = difference.factor;
                    one.name = delta.name;
                    add_value(one.failing, delta.bad);
                    add_value(one.passing, delta.good);
                }
            }
            found = std::move(kept);
            first = false;
            if (found.empty()) return {};
        }
    std::vector<CiSeparation> result;
    for (auto& [key, one] : found) result.push_back(std::move(one));
    return result;
}

}  // namespace testskew::compare
