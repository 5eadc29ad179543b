#include "report/facts.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "model/lookup.hpp"
#include "model/node_id.hpp"
#include "report/blocks.hpp"
#include "report/caveat_words.hpp"
#include "report/folded.hpp"
#include "util/colours.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// Replaces the folders before a package's own path by `<site>`, as the place of an environment tells the reader
/// nothing.
std::string without_site_folder(std::string text) {
    constexpr std::string_view site = "/site-packages/";
    for (std::size_t at = 0; (at = text.find(site, at)) != std::string::npos;) {
        const std::size_t before = text.find_last_of(" \t\n\"'(<=", at);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        if (text[begin] == '/')
            text.replace(begin, at + site.size() - begin, "<site>/"), at = begin;
        else
            at += site.size();
    }
    return text;
}

/// True if the first of two of one problem has a cause and the other one has not, or if more hides behind its failure.
bool says_more(const ClusterAttribution& one, const ClusterAttribution& other) {
    if (!one.cause || !other.cause) return one.cause && !other.cause;
    return one.cause->layers.size() > other.cause->layers.size();
}

}  // namespace

std::string one_line(std::string_view text, std::size_t limit) {
    std::string result;
    for (const char c : printable(trim(text))) {
        const bool space = c == '\n' || c == '\t' || c == ' ';
        if (space && (result.empty() || result.back() == ' ')) continue;
        result += space ? ' ' : c;
    }
    if (result.size() > limit) {
        std::size_t end = limit;
        while (end > 0 && (static_cast<unsigned char>(result[end]) & 0xC0) == 0x80) --end;
        result.resize(end);
        result += " ...";
    }
    return result;
}

std::string fold_key(const Cluster& cluster) {
    const Failure& error = cluster.error;
    return fmt::format("{}\n{}\n{}:{}:{}\n{}", static_cast<int>(cluster.kind),
                       without_names_of_one_test(error_line(error, 2000)), error.path, error.line, error.function,
                       cluster.good_error ? without_names_of_one_test(error_line(*cluster.good_error)) : "");
}

long Problem::tests() const {
    long count = 0;
    for (const Cluster* cluster : clusters) count += static_cast<long>(cluster->tests.size());
    return count;
}

const ClusterAttribution* attribution_of(const Report& report, int cluster) {
    return testskew::attribution_of(report.attribution, cluster);
}

bool shown_cause(const ClusterAttribution& found) {
    return found.cause &&
           (found.cause->verdict == VerdictKind::proven || found.cause->verdict == VerdictKind::supported ||
            found.cause->verdict == VerdictKind::interaction);
}

std::vector<Problem> problems(const Report& report) {
    std::map<int, Problem> numbered;
    std::vector<Problem> unnumbered;
    std::map<std::string, std::size_t> folded;
    int highest = 0;
    for (const auto& found : report.attribution.clusters) highest = std::max(highest, found.problem);
    for (const Cluster& cluster : report.comparison.clusters) {
        if (cluster.kind != ClusterKind::regression && cluster.kind != ClusterKind::flaky) continue;
        const ClusterAttribution* found = attribution_of(report, cluster.id);
        if (found && found->problem > 0) {
            Problem& problem = numbered[found->problem];
            problem.number = found->problem;
            problem.clusters.push_back(&cluster);
            if (!problem.found || says_more(*found, *problem.found)) problem.found = found;
        } else {
            // Errors without a place and without a cause may be different failures with the same words, so their
            // fingerprints keep them apart.
            const std::string key = fold_key(cluster) + "\n" + (found ? caveat_words(found->caveats) : "") +
                                    (cluster.error.path.empty() ? cluster.fingerprint.digest : "");
            const auto [at, added] = folded.try_emplace(key, unnumbered.size());
            if (added) unnumbered.push_back({0, {}, found});
            unnumbered[at->second].clusters.push_back(&cluster);
        }
    }
    std::vector<Problem> result;
    for (auto& [number, problem] : numbered) result.push_back(std::move(problem));
    for (auto& problem : unnumbered) {
        problem.number = ++highest;
        result.push_back(std::move(problem));
    }
    return result;
}

std::vector<const Cluster*> of_kind(const Report& report, ClusterKind kind) {
    std::vector<const Cluster*> result;
    for (const Cluster& cluster : report.comparison.clusters)
        if (cluster.kind == kind) result.push_back(&cluster);
    return result;
}

std::string tests_line(const std::vector<const Cluster*>& clusters) {
    std::map<std::string, int> files;
    long tests = 0;
    for (const Cluster* cluster : clusters)
        for (const ClusterTest& test : cluster->tests) {
            ++files[module_of(test.id)];
            ++tests;
        }
    if (tests == 0) return "no test";
    if (tests == 1 && clusters.front()->tests.front().id == whole_session_id) return "the session as a whole";
    if (tests == 1) return "1 test, " + one_line(clusters.front()->tests.front().id, 200);
    const auto most =
        std::max_element(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    std::string result = count_of(tests, "test") + ", " + one_line(most->first, 200);
    if (files.size() > 1) result += " and " + count_of(static_cast<long>(files.size()) - 1, "more file");
    return result;
}

std::string error_line(const Failure& failure, std::size_t limit) {
    const bool assertion = failure.type == "AssertionError";
    const std::string text = without_site_folder(
        without_spelled_colours(assertion && failure.message.empty() ? failure.assertion : failure.message));
    if (failure.type.empty()) return one_line(text.empty() ? "failed" : text, limit);
    if (text.empty()) return failure.type;
    if (assertion && (text.starts_with("assert ") || text.starts_with("AssertionError: ")))
        return one_line(first_line(text), limit);
    // The first line of pytest's explanation ("+ where ...") says enough.
    const auto explained = assertion ? text.find("\nassert ") : std::string::npos;
    return one_line(failure.type + ": " + text.substr(0, explained), limit);
}

std::string factor_name(Factor factor) { return factor == Factor::selection ? "test selection" : to_string(factor); }

std::vector<std::string> factor_names(const std::vector<Factor>& factors) {
    std::vector<std::string> names;
    for (const Factor factor : factors) names.push_back(factor_name(factor));
    return names;
}

std::string bad_name(const Report& report) { return report.bad.name.empty() ? "bad" : printable(report.bad.name); }
std::string good_name(const Report& report) { return report.good.name.empty() ? "good" : printable(report.good.name); }

SideNames names_of(const Report& report) { return {bad_name(report), good_name(report), false}; }

bool fails_differently(const Problem& problem) {
    return !problem.clusters.empty() &&
           std::all_of(problem.clusters.begin(), problem.clusters.end(),
                       [](const Cluster* cluster) { return cluster->good_error.has_value(); });
}

SideNames names_of(const Report& report, const Problem& problem) {
    SideNames names = names_of(report);
    names.both_fail = fails_differently(problem);
    return names;
}

std::vector<std::vector<std::string>> set_names(const Cause& cause) {
    std::vector<std::vector<std::string>> sets;
    for (const CauseSet& set : cause.sets) {
        auto& names = sets.emplace_back();
        for (const CauseDelta& delta : set.deltas) names.push_back(delta.name);
    }
    return sets;
}

}  // namespace testskew::report
