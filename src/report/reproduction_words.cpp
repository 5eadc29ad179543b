#include "report/reproduction_words.hpp"

#include <fmt/core.h>

#include "report/facts.hpp"
#include "util/recording_name.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

constexpr std::size_t most_named = 3;

std::string named(const std::vector<std::string>& tests) {
    std::vector<std::string> shown;
    for (const std::string& test : tests) shown.push_back(one_line(test, 200));
    return some_of(shown, most_named);
}

/// "2 failures of another session are left out (`pytest tests/b.py`): leg.jsonl:2 takes it".
std::string left_out_words(const Reproduction& from) {
    long failures = 0;
    std::vector<std::string> names;
    for (const LeftOutSession& session : from.left_out) {
        failures += session.failed;
        names.push_back(fmt::format("{} ({})", name_of_session(one_line(from.recording, 100), session.number),
                                    one_line(session.command, 60)));
    }
    const bool one = from.left_out.size() == 1;
    const std::string sessions = one ? "another session" : fmt::format("{} other sessions", from.left_out.size());
    return fmt::format("left out: {}{}, to be named as {}",
                       failures ? count_of(failures, "failure") + " of " : "what went wrong in ", sessions,
                       some_of(names, most_named));
}

}  // namespace

std::string reproduction_words(const Reproduction& from) {
    const std::string name = one_line(from.recording, 100);
    std::string text;
    if (from.recorded() == 0)
        text = fmt::format("no test failed in {}{}", name, from.only_here.empty() ? ", and none does here" : "");
    else
        text = fmt::format("{}: {} of {} of {}{}", from.same ? "reproduced" : "not reproduced", from.same,
                           count_of(from.recorded(), "failure"), name, from.same ? ", the same as recorded" : "");
    if (!from.otherwise.empty()) text += "; fail in another way here: " + named(from.otherwise);
    if (!from.not_here.empty()) text += "; do not fail here: " + named(from.not_here);
    if (!from.only_here.empty()) text += "; fail here alone: " + named(from.only_here);
    if (!from.left_out.empty()) text += "; " + left_out_words(from);
    if (from.not_looked_at)
        text += fmt::format("; {} not looked at", from.not_looked_at == 1
                                                      ? "1 further session is"
                                                      : fmt::format("{} further sessions are", from.not_looked_at));
    return text;
}

std::vector<ReproductionLine> reproduction_lines(const Report& report) {
    std::vector<ReproductionLine> lines;
    for (const ReportSide* side : {&report.bad, &report.good})
        if (side->reproduction)
            lines.push_back({reproduction_words(*side->reproduction),
                             side->reproduction->whole() && side->reproduction->only_here.empty()});
    return lines;
}

}  // namespace testskew::report
