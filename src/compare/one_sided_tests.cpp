#include "compare/one_sided_tests.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace testskew::compare {
namespace {

constexpr std::size_t most_files = 5;

struct Count {
    long all = 0, own = 0;  ///< the tests of one side, and those that the other side has not
};

std::string_view file_of(std::string_view id) { return id.substr(0, id.find("::")); }

std::map<std::string_view, Count> counted(const RecordingIndex& side, const RecordingIndex& other) {
    std::map<std::string_view, Count> files;
    for (const TestRecord& test : side.recording().tests) {
        Count& count = files[file_of(test.id)];
        ++count.all;
        if (!other.test(test.id) && !other.deselected(test.id)) ++count.own;
    }
    return files;
}

}  // namespace

std::vector<OneSidedTests> one_sided_tests(const RecordingIndex& bad, const RecordingIndex& good) {
    std::vector<OneSidedTests> result;
    if (bad.recording().tests.size() == good.recording().tests.size()) return result;
    const auto there = counted(good, bad);
    for (const auto& [file, here] : counted(bad, good)) {
        const auto found = there.find(file);
        if (found != there.end() && here.own != found->second.own)
            result.push_back({std::string(file), static_cast<int>(here.own), static_cast<int>(found->second.own)});
    }
    const auto difference = [](const OneSidedTests& one) { return std::abs(one.bad - one.good); };
    std::stable_sort(result.begin(), result.end(),
                     [&](const auto& a, const auto& b) { return difference(a) > difference(b); });
    if (result.size() > most_files) result.resize(most_files);
    return result;
}

}  // namespace testskew::compare
