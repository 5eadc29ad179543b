#pragma once

namespace testskew::report {

/// The style sheet of the HTML report: light and dark as the reader's system has it, and for paper.
const char* html_style();

}  // namespace testskew::report
