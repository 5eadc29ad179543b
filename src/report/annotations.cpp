#include "report/annotations.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/ci_words.hpp"
#include "report/markdown_problem.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

// GitHub keeps 64 KB of a message; nobody reads as much.
constexpr std::size_t longest_message = 4000;

std::string escaped(const std::string& text, bool property) {
    std::string result;
    for (const char c : printable(text)) {
        switch (c) {
            case '%': result += "%25"; break;
            case '\r': result += "%0D"; break;
            case '\n': result += "%0A"; break;
            case ':': result += property ? "%3A" : ":"; break;
            case ',': result += property ? "%2C" : ","; break;
            default: result += c;
        }
    }
    return result;
}

struct Annotation {
    const char* level = "error";
    std::string title, message;
    Anchor at = {};
};

std::string command(const Annotation& annotation) {
    std::string properties;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            properties += fmt::format("{}{}={}", properties.empty() ? " " : ",", name, escaped(value, true));
    };
    add("file", annotation.at.path);
    if (annotation.at.line > 0 && !annotation.at.path.empty()) add("line", std::to_string(annotation.at.line));
    add("title", annotation.title);
    std::string message = annotation.message;
    if (message.size() > longest_message) message = valid_utf8(message.substr(0, longest_message)) + " ...";
    return fmt::format("::{}{}::{}\n", annotation.level, properties, escaped(message, false));
}

Annotation annotation_of(const CiReport& report, const CiProblem& one) {
    Annotation result;
    if (one.flaky()) result.level = "warning";
    result.at = anchor(report, one);
    result.title = fmt::format("testskew: {} ({})", verdict_title(one.in->report, one.problem),
                               count_of(one.problem.tests(), "test"));
    result.message = join(problem_lines(report, one), "\n");
    return result;
}

}  // namespace

std::string warning_annotation(const std::string& message) { return command({"warning", "testskew", message}); }

std::string annotations(const CiReport& given, const Secrets& secrets) {
    const CiReport report = without_secrets(given, secrets);
    std::vector<Annotation> all;
    for (const CiProblem& problem : ci_problems(report)) all.push_back(annotation_of(report, problem));
    for (const std::string& line : failed_without_test(report)) all.push_back({"error", "testskew", line});
    std::vector<Annotation> last;
    auto unusable = unusable_legs(report);
    if (report.legs.empty()) unusable = report.notes;
    if (!unusable.empty()) last.push_back({"warning", "testskew", join(unusable, "\n")});
    const std::size_t room = most_annotations - last.size();
    if (all.size() > room) {
        const std::size_t more = all.size() - (room - 1);
        all.resize(room - 1);
        all.push_back({"error", "testskew",
                       fmt::format("and {}: the job summary and the log have all of them",
                                   count_of(static_cast<long>(more), "more problem"))});
    }
    all.insert(all.end(), last.begin(), last.end());
    std::string text;
    for (const Annotation& one : all) text += command(one);
    return text;
}

std::string guarded(const std::string& text, const std::string& token) {
    return fmt::format("::stop-commands::{0}\n{1}{2}::{0}::\n", token, text,
                       text.empty() || text.ends_with('\n') ? "" : "\n");
}

std::string step_outputs(const CiReport& given, const Secrets& secrets) {
    const CiReport report = without_secrets(given, secrets);
    const auto all = ci_problems(report);
    std::vector<std::string> failed;
    for (const CiLeg& leg : report.legs)
        if (leg.state == LegState::failed) failed.push_back(one_line(leg.name, 120));
    const auto proven = std::count_if(all.begin(), all.end(), [](const CiProblem& one) {
        return one.cause() && one.cause()->verdict == VerdictKind::proven;
    });
    return fmt::format("failed-legs={}\nproblems={}\nproven={}\nexit-code={}\n", join(failed, ","), all.size(), proven,
                       static_cast<int>(report.exit_code));
}

}  // namespace testskew::report
