#include "report/repetition.hpp"

#include <fmt/core.h>

#include "report/facts.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string counts(int failed, int sessions) { return fmt::format("{} of {}", failed, sessions); }

std::string sessions_of(const Report& report, const Repetition& seen) {
    const std::string bad = counts(seen.failed_bad, seen.sessions_bad),
                      good = counts(seen.failed_good, seen.sessions_good);
    const bool only_failed = seen.failed_bad == seen.sessions_bad && seen.failed_good == seen.sessions_good;
    if (only_failed && bad == good) return fmt::format("failed in {} sessions on both sides", bad);
    if (seen.sessions_good == 0) return fmt::format("failed in {} sessions in {}", bad, bad_name(report));
    if (seen.sessions_bad == 0) return fmt::format("failed in {} sessions in {}", good, good_name(report));
    return fmt::format("failed in {} sessions in {} and in {} in {}", bad, bad_name(report), good, good_name(report));
}

}  // namespace

std::string repetition_line(const Report& report, const Cluster& cluster) {
    const Repetition& seen = cluster.repetition;
    if (!seen.done())
        return cluster.kind == ClusterKind::common ? "seen in one session of each side, and not run again" : "";
    std::string line = sessions_of(report, seen);
    if (seen.differs_alone) line += "; run again without the other tests, it did not do the same";
    return line;
}

}  // namespace testskew::report
