#include "report/skips.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "model/outcomes.hpp"
#include "report/facts.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_reasons = 3;

/// The reasons with the number of tests that have them. The most frequent one comes first.
std::vector<std::pair<std::string, long>> reasons_of(const Recording& recording) {
    std::map<std::string, long> counts;
    for (const TestRecord& test : recording.tests)
        if (test.outcome == Outcome::skipped) ++counts[one_line(skip_reason(test), 120)];
    for (const CollectRecord& node : recording.collection)
        if (node.outcome == CollectOutcome::skipped) ++counts[one_line(node.message, 120)];
    std::vector<std::pair<std::string, long>> result(counts.begin(), counts.end());
    std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    return result;
}

bool asks_to_stop(const std::string& option) {
    return option == "-x" || option == "--exitfirst" || option.starts_with("--maxfail");
}

long skipped_in(const ReportSide& side) {
    for (const auto& [outcome, count] : side.outcomes)
        if (outcome == Outcome::skipped) return count;
    return 0;
}

/// Says what asked pytest to stop at a failure.
std::string who_stopped(const Recording& recording) {
    const auto& options = recording.selection.options;
    if (const auto found = std::find_if(options.begin(), options.end(), asks_to_stop); found != options.end())
        return "as " + *found + " says";
    const auto file = recording.facts.find("inifile");
    const bool ini = file != recording.facts.end() && !file->second.empty();
    const bool variable = recording.environ.count("PYTEST_ADDOPTS") > 0;
    if (!ini && !variable) return "as -x or --maxfail says";
    return fmt::format("as -x or --maxfail in {} says", ini && variable ? "addopts or PYTEST_ADDOPTS"
                                                        : ini           ? "the addopts of " + file->second
                                                                        : "PYTEST_ADDOPTS");
}

}  // namespace

std::string skips_note(const Recording& recording) {
    const auto reasons = reasons_of(recording);
    long count = 0;
    std::vector<std::string> parts;
    for (const auto& [reason, tests] : reasons) {
        count += tests;
        if (reason.empty() || parts.size() == most_reasons) continue;
        parts.push_back(reasons.size() == 1 ? reason : fmt::format("{} ({})", reason, tests));
    }
    if (!count) return "";
    const std::size_t more = reasons.size() - std::min(reasons.size(), most_reasons);
    return fmt::format("{} skipped{}{}{}", count, parts.empty() ? "" : ": ", join(parts, ", "),
                       more ? fmt::format(" and {}", count_of(static_cast<long>(more), "more reason")) : "");
}

std::string stopped_note(const Recording& recording) {
    const auto stopped = recording.facts.find("stopped");
    if (stopped == recording.facts.end() || !stopped->second.starts_with("stopping after ")) return "";
    const long left = std::count_if(recording.tests.begin(), recording.tests.end(),
                                    [](const TestRecord& test) { return test.outcome == Outcome::not_run; });
    std::string after = stopped->second.substr(std::string("stopping ").size());
    if (after == "after 1 failures") after = "after 1 failure";
    return fmt::format("stopped {}, {}{}", after, who_stopped(recording),
                       left ? ": " + count_of(left, "test was not run", "tests were not run") : "");
}

std::string skipped_on_both(const Report& report) {
    long count = skipped_in(report.bad);
    if (!skipped_in(report.good)) return "";
    const auto differs = [](const ClusterTest& test) {
        return test.bad == Outcome::skipped && test.good != Outcome::skipped;
    };
    const auto& others = report.comparison.other_differences;
    count -= std::count_if(others.begin(), others.end(), differs);
    for (const Cluster& cluster : report.comparison.clusters)
        count -= std::count_if(cluster.tests.begin(), cluster.tests.end(), differs);
    if (count <= 0) return "";
    return count_of(count, "test was skipped", "tests were skipped") + " on both sides and not compared";
}

std::string refused_note(const Recording& recording) {
    if (recording.refused.empty()) return {};
    const RefusedWrite& first = recording.refused.front();
    std::set<std::string> paths;
    for (const RefusedWrite& one : recording.refused) paths.insert(one.path);
    const std::string more = paths.size() > 1 ? fmt::format(" and {} more", paths.size() - 1) : "";
    const std::string test = first.test.empty() ? "" : fmt::format(" ({})", first.test);
    return fmt::format("the sandbox refused to write {}{}{}: run without --sandbox if the test needs it", first.path,
                       more, test);
}

std::string one_sided_title(const Report& report) {
    long count = 0, skipped_in_good = 0, skipped_in_bad = 0;
    for (const Cluster* cluster : of_kind(report, ClusterKind::one_sided))
        for (const ClusterTest& test : cluster->tests) {
            ++count;
            if (test.good == Outcome::skipped) ++skipped_in_good;
            if (test.bad == Outcome::skipped) ++skipped_in_bad;
        }
    const auto title = [&](const std::string& failing, const std::string& other) {
        return fmt::format("{} in {} and {} skipped in {}", count_of(count, "test fails", "tests fail"), failing,
                           count == 1 ? "is" : "are", other);
    };
    if (skipped_in_good == count) return title(bad_name(report), good_name(report));
    if (skipped_in_bad == count) return title(good_name(report), bad_name(report));
    return count_of(count, "failure", "failures") + " with nothing on the other side to compare with";
}

}  // namespace testskew::report
