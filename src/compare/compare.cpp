#include "compare/compare.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "compare/differences.hpp"
#include "compare/side.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

/// Failures of one kind, fingerprint and counterpart, until they become a cluster.
struct Key {
    ClusterKind kind;
    std::string fingerprint, other, note;
    auto operator<=>(const Key&) const = default;
};

class Clusters {
public:
    Clusters(const Side& bad, const Side& good) : bad_(bad), good_(good) {}

    /// What is shown of a failure is made for the first of a cluster only.
    void add(const Key& key, const std::string& id, const View& bad, const View& good, const Identified& shown) {
        const auto [found, added] = at_.try_emplace(key, clusters_.size());
        if (added) {
            Cluster cluster;
            cluster.kind = key.kind;
            cluster.fingerprint = shown.fingerprint;
            const auto bad_full = bad_.view(id).failure, good_full = good_.view(id).failure;
            const auto& own = key.kind == ClusterKind::reverse || key.other == "good" ? good_full : bad_full;
            cluster.error = own ? own->failure : shown.failure;
            cluster.note = key.note;
            if (key.kind == ClusterKind::regression && good_full) cluster.good_error = good_full->failure;
            if (bad_full && good_full)
                cluster.first_difference = first_difference(bad_full->failure, good_full->failure);
            clusters_.push_back(std::move(cluster));
        }
        clusters_[found->second].tests.push_back({id, bad.outcome, good.outcome});
    }

    std::vector<Cluster> in_order() {
        // Regressions that pass on the other side, then those that fail differently, reverse, common, one-sided; the
        // largest first.
        const auto rank = [](const Cluster& c) {
            return std::pair(static_cast<int>(c.kind) * 2 + (c.good_error ? 1 : 0), -static_cast<long>(c.tests.size()));
        };
        std::stable_sort(clusters_.begin(), clusters_.end(),
                         [&](const Cluster& a, const Cluster& b) { return rank(a) < rank(b); });
        for (std::size_t i = 0; i < clusters_.size(); ++i) clusters_[i].id = static_cast<int>(i) + 1;
        return std::move(clusters_);
    }

private:
    static std::optional<Frame> first_difference(const Failure& bad, const Failure& good) {
        if (bad.chain.empty() || good.chain.empty()) return std::nullopt;
        const auto& a = bad.chain.front().frames;
        const auto& b = good.chain.front().frames;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (i >= b.size() || a[i].path != b[i].path || a[i].function != b[i].function || a[i].source != b[i].source)
                return a[i];
        return std::nullopt;
    }

    const Side& bad_;
    const Side& good_;
    std::map<Key, std::size_t> at_;
    std::vector<Cluster> clusters_;
};

/// Pytest runs no test at all once a module could not be collected, but where it is told to.
bool stopped_at_collection(const Recording& recording) {
    return recording.exit_status == 2 && std::any_of(recording.collection.begin(), recording.collection.end(),
                                                     [](const auto& c) { return c.outcome == "failed"; });
}

/// Why the other side has nothing to set against a failure.
std::string one_sided_note(const std::string& side, const View& view, bool many, bool at_collection = false) {
    const std::string who = side.empty() ? "the other side" : side;
    if (view.state == View::State::not_run && at_collection)
        return fmt::format(
            "{} ran no test, as it could not collect all of them: with `-- --continue-on-collection-errors` it runs "
            "the others",
            who);
    switch (view.state) {
        case View::State::skipped: return fmt::format("{} skips {}", who, many ? "these tests" : "this test");
        case View::State::xfailed:
            return fmt::format("{} expects {} to fail (xfail)", who, many ? "these tests" : "this test");
        case View::State::not_run: return fmt::format("{} ended before {}", who, many ? "these tests" : "this test");
        case View::State::deselected: return fmt::format("{} deselects {}", who, many ? "these tests" : "this test");
        default: return fmt::format("{} never ran {}", who, many ? "these tests" : "this test");
    }
}

/// One side never runs by itself what fails on the other: often that is the whole answer to why it fails here and not
/// there.
std::string never_run_note(const std::string& side, View view) {
    const char* result =
        view.failure ? "; run there on their own, they fail too" : "; run there on their own, they pass";
    view.state = *view.by_itself;
    return one_sided_note(side, view, true) + result;
}

std::vector<ClusterTest> other_differences(const Side& bad, const Side& good) {
    std::vector<ClusterTest> result;
    const auto quiet = [](Outcome o) {
        return o == Outcome::passed || o == Outcome::skipped || o == Outcome::xfailed || o == Outcome::xpassed ||
               o == Outcome::not_run;
    };
    for (const TestRecord& test : bad.index().recording().tests) {
        const TestRecord* other = good.index().test(test.id);
        if (other && test.outcome != other->outcome && quiet(test.outcome) && quiet(other->outcome))
            result.push_back({test.id, test.outcome, other->outcome});
    }
    return result;
}

/// What was looked up in vain, where the other side found it or did not look.
void fill_missing(std::vector<Cluster>& clusters, const Recording& bad, const Recording& good) {
    if (bad.missing.empty()) return;
    std::set<std::pair<std::string, std::string>> missing_in_both;
    for (const MissingLookup& lookup : good.missing) missing_in_both.emplace(lookup.kind, lookup.name);
    std::map<std::string, std::vector<const MissingLookup*>> by_test;
    for (const MissingLookup& lookup : bad.missing)
        if (!missing_in_both.count({lookup.kind, lookup.name})) by_test[lookup.test].push_back(&lookup);
    for (Cluster& cluster : clusters) {
        std::set<std::pair<std::string, std::string>> seen;
        for (const ClusterTest& test : cluster.tests) {
            const auto found = by_test.find(test.id);
            if (found == by_test.end()) continue;
            for (const MissingLookup* lookup : found->second)
                if (cluster.missing.size() < 20 && seen.emplace(lookup->kind, lookup->name).second)
                    cluster.missing.push_back(*lookup);
        }
    }
}

/// What the probe had to leave out of the failing tests.
void fill_cuts(std::vector<Cluster>& clusters, const Recording& bad) {
    if (bad.cuts.empty()) return;
    for (Cluster& cluster : clusters)
        for (const CutRecord& cut : bad.cuts)
            if (cluster.cuts.size() < 5 && std::any_of(cluster.tests.begin(), cluster.tests.end(),
                                                       [&](const ClusterTest& test) { return test.id == cut.test; }))
                cluster.cuts.push_back(cut);
}

}  // namespace

Uncollected uncollected(const Recording& bad, const Recording& good) {
    const Side bad_side(bad, nullptr), good_side(good, nullptr);
    Uncollected result;
    const auto missing = [](const Side& failing, const Side& other) {
        std::vector<std::string> ids;
        if (other.index().session_failure()) return ids;  // nothing runs there
        for (const auto& id : failing.failing(other)) {
            const View::State state = other.view(id, false).state;
            if (id != "(session)" && (state == View::State::absent || state == View::State::deselected))
                ids.push_back(id);
        }
        return ids;
    };
    result.on_good = missing(bad_side, good_side);
    result.on_bad = missing(good_side, bad_side);
    return result;
}

Comparison compare(const Recording& bad, const Recording& good, const Recording* extra_bad,
                   const Recording* extra_good) {
    const Side bad_side(bad, extra_bad), good_side(good, extra_good);
    const std::string bad_name = bad.profile.empty() ? "bad" : bad.profile,
                      good_name = good.profile.empty() ? "good" : good.profile;
    Clusters clusters(bad_side, good_side);
    std::unordered_set<std::string> done;
    for (const std::string& id : bad_side.failing(good_side)) {
        done.insert(id);
        const View b = bad_side.view(id, false);
        const View g = good_side.view(id, false);
        std::optional<Identified> own = b.failure;
        if (!own) own = bad_side.index().session_failure();
        if (!own) continue;
        const bool alike = g.failure && g.failure->fingerprint == own->fingerprint;
        if (alike && g.by_itself)
            clusters.add({ClusterKind::one_sided, own->fingerprint.digest, "bad", never_run_note(good_name, g)}, id, b,
                         g, *own);
        else if (alike)
            clusters.add({ClusterKind::common, own->fingerprint.digest, "", ""}, id, b, g, *own);
        else if (g.failure)
            clusters.add({ClusterKind::regression, own->fingerprint.digest, g.failure->fingerprint.digest, ""}, id, b,
                         g, *own);
        else if (g.state == View::State::passing && g.by_itself)
            clusters.add({ClusterKind::regression, own->fingerprint.digest, "", never_run_note(good_name, g)}, id, b, g,
                         *own);
        else if (g.state == View::State::passing)
            clusters.add({ClusterKind::regression, own->fingerprint.digest, "", ""}, id, b, g, *own);
        else
            clusters.add({ClusterKind::one_sided, own->fingerprint.digest, "bad",
                          one_sided_note(good_name, g, true, stopped_at_collection(good))},
                         id, b, g, *own);
    }
    for (const std::string& id : good_side.failing(bad_side)) {
        if (done.count(id)) continue;
        const View b = bad_side.view(id, false);
        const View g = good_side.view(id, false);
        if (!g.failure || (b.failure && !b.by_itself)) continue;
        if (b.failure) {
            clusters.add({ClusterKind::one_sided, g.failure->fingerprint.digest, "good", never_run_note(bad_name, b)},
                         id, b, g, *g.failure);
            continue;
        }
        if (b.state == View::State::passing)
            clusters.add({ClusterKind::reverse, g.failure->fingerprint.digest, "", ""}, id, b, g, *g.failure);
        else
            clusters.add({ClusterKind::one_sided, g.failure->fingerprint.digest, "good",
                          one_sided_note(bad_name, b, true, stopped_at_collection(bad))},
                         id, b, g, *g.failure);
    }
    Comparison result;
    result.clusters = clusters.in_order();
    for (Cluster& cluster : result.clusters)
        if (cluster.tests.size() == 1)
            for (const auto& [many, one] :
                 {std::pair("these tests", "this test"), std::pair("on their own, they pass", "on its own, it passes"),
                  std::pair("on their own, they fail", "on its own, it fails")})
                if (const auto at = cluster.note.find(many); at != std::string::npos)
                    cluster.note.replace(at, std::string_view(many).size(), one);
    fill_missing(result.clusters, bad, good);
    fill_cuts(result.clusters, bad);
    result.differences = differences(bad, good);
    one_sided_warnings(bad, good, result.warnings_bad_only, result.warnings_good_only);
    result.other_differences = other_differences(bad_side, good_side);
    result.new_outcomes = static_cast<int>(result.other_differences.size());
    return result;
}

}  // namespace testskew::compare
