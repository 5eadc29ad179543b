#include "compare/compare.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>

#include "compare/clusters.hpp"
#include "compare/differences.hpp"
#include "compare/no_result.hpp"
#include "compare/one_sided_tests.hpp"
#include "compare/one_sided_warnings.hpp"
#include "compare/side_view.hpp"
#include "model/lookup.hpp"
#include "model/node_id.hpp"

namespace testskew::compare {
namespace {

constexpr std::size_t most_missing = 20, most_cuts = 5;  // of a cluster

/// Both sides of a comparison, their names, and the clusters that they make.
class Pairing {
public:
    Pairing(const Recording& bad, const Recording& good, const Recording* extra_bad, const Recording* extra_good)
        : bad_(bad, extra_bad),
          good_(good, extra_good),
          bad_name_(bad.profile.empty() ? "bad" : bad.profile),
          good_name_(good.profile.empty() ? "good" : good.profile),
          clusters_(bad_, good_) {}

    const SideView& bad() const { return bad_; }
    const SideView& good() const { return good_; }

    std::vector<Cluster> clusters() {
        std::unordered_set<std::string> done;
        for (const std::string& id : bad_.failing(good_)) {
            done.insert(id);
            add_bad(id);
        }
        for (const std::string& id : good_.failing(bad_))
            if (!done.count(id)) add_good(id);
        return clusters_.in_order();
    }

private:
    /// Adds a test that fails on the bad side.
    void add_bad(const std::string& id) {
        const TestView bad = bad_.view(id, false), good = good_.view(id, false);
        const std::optional<Identified>& own = bad.failure ? bad.failure : bad_.index().session_failure();
        if (!own) return;
        ClusterKey key{ClusterKind::regression, own->fingerprint.digest};
        const bool alike = good.failure && good.failure->fingerprint == own->fingerprint;
        if (alike && !good.by_itself) {
            key.kind = ClusterKind::common;
        } else if (alike) {
            key.kind = ClusterKind::one_sided;
            key.one_sided_on = SideName::bad;
            key.no_result = result_on_their_own(good_name_, good, good_.index().recording());
        } else if (good.failure) {
            key.other_fingerprint = good.failure->fingerprint.digest;
        } else if (good.state == TestView::State::passing) {
            if (good.by_itself) key.no_result = result_on_their_own(good_name_, good, good_.index().recording());
        } else {
            key.kind = ClusterKind::one_sided;
            key.one_sided_on = SideName::bad;
            key.no_result = no_result(good_name_, good, good_.index().recording(), good_.index().test(id));
        }
        clusters_.add(key, id, bad, good, *own);
    }

    /// Adds a test that fails on the good side, and on the bad side passes or fails only if it is run by itself.
    void add_good(const std::string& id) {
        const TestView bad = bad_.view(id, false), good = good_.view(id, false);
        if (!good.failure || (bad.failure && !bad.by_itself)) return;
        ClusterKey key{ClusterKind::one_sided, good.failure->fingerprint.digest};
        key.one_sided_on = SideName::good;
        if (bad.failure) {
            key.no_result = result_on_their_own(bad_name_, bad, bad_.index().recording());
        } else if (bad.state == TestView::State::passing) {
            key.kind = ClusterKind::reverse;
            key.one_sided_on.reset();
        } else {
            key.no_result = no_result(bad_name_, bad, bad_.index().recording(), bad_.index().test(id));
        }
        clusters_.add(key, id, bad, good, *good.failure);
    }

    SideView bad_, good_;
    std::string bad_name_, good_name_;
    Clusters clusters_;
};

/// Tests whose outcome differs although they fail on neither side.
std::vector<ClusterTest> other_differences(const SideView& bad, const SideView& good) {
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

/// Adds what the failing tests looked for and did not find, if the other side found it or did not look for it.
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
            for (const MissingLookup* lookup : found->second) {
                if (!seen.emplace(lookup->kind, lookup->name).second) continue;
                if (cluster.missing.size() < most_missing)
                    cluster.missing.push_back(*lookup);
                else
                    leave_out(cluster, "lookups");
            }
        }
    }
}

/// Adds what the probe had to leave out of the failing tests.
void fill_cuts(std::vector<Cluster>& clusters, const Recording& bad) {
    if (bad.cuts.empty()) return;
    for (Cluster& cluster : clusters)
        for (const CutRecord& cut : bad.cuts)
            if (cluster.cuts.size() < most_cuts &&
                std::any_of(cluster.tests.begin(), cluster.tests.end(),
                            [&](const ClusterTest& test) { return test.id == cut.test; }))
                cluster.cuts.push_back(cut);
}

/// What makes errors of warnings in a session, as Comparison::warning_errors has it.
std::string warning_errors(const Recording& recording) {
    const auto fact = [&](const char* name) {
        const auto found = recording.facts.find(name);
        return found == recording.facts.end() ? std::string() : found->second;
    };
    const std::string source = fact("warning_errors"), file = fact("inifile");
    return source == "filterwarnings" && !file.empty() ? source + " in " + file : source;
}

}  // namespace

Uncollected uncollected(const Recording& bad, const Recording& good) {
    const SideView bad_side(bad, nullptr), good_side(good, nullptr);
    Uncollected result;
    const auto missing = [](const SideView& failing, const SideView& other) {
        std::vector<std::string> ids;
        if (other.index().session_failure()) return ids;  // Nothing runs there.
        for (const auto& id : failing.failing(other)) {
            const TestView::State state = other.view(id, false).state;
            if (id != whole_session_id && (state == TestView::State::absent || state == TestView::State::deselected))
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
    Pairing pairing(bad, good, extra_bad, extra_good);
    Comparison result;
    result.clusters = pairing.clusters();
    fill_missing(result.clusters, bad, good);
    fill_cuts(result.clusters, bad);
    result.differences = differences(bad, good);
    result.warnings_bad_only = one_sided_warnings(bad, good, result.warnings_left_out);
    result.warnings_good_only = one_sided_warnings(good, bad, result.warnings_left_out);
    result.other_differences = other_differences(pairing.bad(), pairing.good());
    result.one_sided_tests = one_sided_tests(pairing.bad().index(), pairing.good().index());
    result.warning_errors = warning_errors(bad);
    // A session that ended with a conftest has no facts of its own.
    if (result.warning_errors.empty()) result.warning_errors = warning_errors(good);
    result.new_outcomes = static_cast<int>(result.other_differences.size());
    return result;
}

}  // namespace testskew::compare
