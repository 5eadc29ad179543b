#include "report/code_quality.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/ci_words.hpp"
#include "report/markdown_problem.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

/// GitLab knows info, minor, major, critical and blocker. A failed test is what the job is red for.
const char* severity(const CiProblem& problem) {
    if (problem.flaky()) return "minor";
    return problem.cause() && problem.cause()->verdict == VerdictKind::proven ? "critical" : "major";
}

}  // namespace

std::string code_quality(const CiReport& given, const Secrets& secrets) {
    const CiReport report = without_secrets(given, secrets);
    nlohmann::ordered_json entries = nlohmann::ordered_json::array();
    for (const CiProblem& one : ci_problems(report)) {
        const Anchor at = anchor(report, one);
        if (at.path.empty()) continue;  // GitLab refuses an entry without a path
        const std::string cause = cause_words(report, one);
        const std::string description =
            fmt::format("{} ({}; {}{}{})", error_line(one.error()), tests_line(one.problem.clusters),
                        where_words(report, one), cause.empty() ? "" : "; ", cause);
        const std::string digest = one.problem.clusters.front()->fingerprint.digest;
        entries.push_back({{"description", secrets.hide(one_line(description, 2000))},
                           {"check_name", one.flaky() ? "testskew/flaky" : "testskew/failure"},
                           {"fingerprint", sha256("testskew " + digest + "\n" + at.path)},
                           {"severity", severity(one)},
                           {"location", {{"path", at.path}, {"lines", {{"begin", std::max(at.line, 1)}}}}}});
    }
    return entries.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string log_section(const std::string& title, const std::string& text, long seconds) {
    constexpr const char* erase = "\x1b[0K";
    return fmt::format(
        "{0}section_start:{1}:testskew[collapsed=true]\r{0}{2}\n{3}{4}{0}section_end:{1}:testskew\r{0}\n", erase,
        seconds, one_line(title, 300), text, text.empty() || text.ends_with('\n') ? "" : "\n");
}

}  // namespace testskew::report
