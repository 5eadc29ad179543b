#include "report/plan.hpp"

#include <fmt/core.h>

#include <string>

#include "model/enums.hpp"
#include "report/session_words.hpp"

namespace testskew::report {
void write_plan(Layout& layout, const Report& report) {
    if (report.sessions.empty()) return;
    layout.blank();
    layout.paragraph("", "Sessions, why each was run, and what each group of equal failures did in it:", Style::bold);
    for (const SessionSummary& session : report.sessions) {
        layout.flow({{fmt::format("  {:<5}{:<11}", session.id, to_string(session.phase)), Style::cyan},
                     {mixture_words(report, session), Style::plain}},
                    18);
        std::string why = session.reason;
        if (const std::string result = results_words(session); !result.empty())
            why += (why.empty() ? "" : "  ") + result;
        if (!why.empty()) layout.flow({{std::string(18, ' ') + why, Style::dim}}, 20);
    }
}

}  // namespace testskew::report
