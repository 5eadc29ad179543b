#include "cli/reproduced.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "compare/compare.hpp"
#include "model/outcomes.hpp"
#include "recording/read.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace {

constexpr std::size_t most_named = 3;

/// How the failures of a recording came again in a session: ids of tests.
struct Reproduction {
    std::size_t same = 0;                          ///< failed in the same way
    std::vector<std::string> otherwise, not_here;  ///< failed in another way; did not fail
    std::size_t all() const { return same + otherwise.size() + not_here.size(); }
};

Reproduction reproduction_of(const Recording& leg, const Recording& here) {
    Reproduction result;
    for (const Cluster& cluster : compare::compare(leg, here).clusters)
        for (const ClusterTest& test : cluster.tests) {
            if (!is_failure(test.bad)) continue;
            if (!is_failure(test.good))
                result.not_here.push_back(test.id);
            else if (cluster.kind == ClusterKind::common)
                ++result.same;
            else
                result.otherwise.push_back(test.id);
        }
    return result;
}

std::string sentence(const std::string& name, const Recording& leg, const Recording& here) {
    const Reproduction found = reproduction_of(leg, here);
    if (found.all() == 0) return fmt::format("no test failed in {}", name);
    std::string text = fmt::format("reproduced: {} of {} of {}, the same as recorded", found.same,
                                   count_of(static_cast<long>(found.all()), "failure"), name);
    if (!found.otherwise.empty())
        text += fmt::format("; fail in another way here: {}", some_of(found.otherwise, most_named));
    if (!found.not_here.empty()) text += fmt::format("; do not fail here: {}", some_of(found.not_here, most_named));
    return text;
}

}  // namespace

void add_reproduction(const ProfilePair& profiles, const investigation::Base& base, Report& report) {
    const auto add = [&](const Profile& profile, const Recording& here, ReportSide& side) {
        if (profile.recording)
            side.provenance.notes.insert(
                side.provenance.notes.begin(),
                sentence(profile.recording->filename().string(), recording::read(*profile.recording), here));
    };
    add(profiles.bad, base.bad, report.bad);
    add(profiles.good, base.good, report.good);
}

}  // namespace testskew::cli
