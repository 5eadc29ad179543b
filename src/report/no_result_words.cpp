#include "report/no_result_words.hpp"

#include <fmt/core.h>

namespace testskew::report {
namespace {

std::string why_no_result(const NoResult& no_result, const char* tests) {
    const std::string& side = no_result.side;
    switch (no_result.kind) {
        case NoResultKind::none: return "";
        case NoResultKind::never_run: return fmt::format("{} never ran {}", side, tests);
        case NoResultKind::skipped:
            return fmt::format("{} skips {}{}{}", side, tests, no_result.reason.empty() ? "" : ": ", no_result.reason);
        case NoResultKind::expected_failure: return fmt::format("{} expects {} to fail (xfail)", side, tests);
        case NoResultKind::ended_before: return fmt::format("{} ended before {}", side, tests);
        case NoResultKind::deselected: return fmt::format("{} deselects {}", side, tests);
        case NoResultKind::collection_failed:
            return fmt::format(
                "{} ran no test, as it could not collect all of them: with `-- --continue-on-collection-errors` it "
                "runs "
                "the others",
                side);
        case NoResultKind::not_again:
            return "this did not come again when the leg was set up here, so no cause was looked for";
    }
    return "";
}

}  // namespace

std::string no_result_words(const Cluster& cluster) {
    const bool one = cluster.tests.size() == 1;
    const std::string why = why_no_result(cluster.no_result, one ? "this test" : "these tests");
    if (why.empty() || !cluster.no_result.on_their_own) return why;
    const bool fails = *cluster.no_result.on_their_own == CellResult::fails;
    if (one) return why + (fails ? "; run there on its own, it fails too" : "; run there on its own, it passes");
    return why + (fails ? "; run there on their own, they fail too" : "; run there on their own, they pass");
}

}  // namespace testskew::report
