#pragma once
#include <string>

#include "model/report.hpp"
#include "util/secrets.hpp"

namespace testskew::report {

/// How the text is laid out.
struct TextOptions {
    int width = 100;  ///< columns; lines are wrapped to it (at least 40)
    bool colour = false;
    bool unicode = true;   ///< false: ASCII only, for terminals that cannot show more
    bool verbose = false;  ///< frames and chains in full, every test's id
    bool plan = false;     ///< every session, with why it was run
};

// Each format hides the secrets before it lays anything out, and once more at the end.

/// The report for people at a terminal.
std::string text(const Report& report, const Secrets& secrets, const TextOptions& options = {});

/// The traceback that a test client hid from the test, for a terminal; "" if the failure hides none.
std::string traceback(const Failure& failure, const Secrets& secrets, const TextOptions& options = {});

/// A comment on GitHub holds 65,536 characters.
constexpr std::size_t comment_budget = 65'000;

/// The report as GitHub-flavoured Markdown: a comment on a pull request, a job summary. It has at most `most` bytes:
/// what is too much is left out from the end, first the details of problems, and that is said.
std::string markdown(const Report& report, const Secrets& secrets, std::size_t most = comment_budget);

/// The report as one page of HTML that needs nothing else.
std::string html(const Report& report, const Secrets& secrets);

/// report.json, described by docs/report.schema.json.
std::string json(const Report& report, const Secrets& secrets);

}  // namespace testskew::report
