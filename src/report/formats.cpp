#include "report/formats.hpp"

#include "report/annotations.hpp"
#include "report/code_quality.hpp"
#include "report/junit.hpp"
#include "report/run_as_ci.hpp"
#include "report/sarif.hpp"
#include "report/summary.hpp"

namespace testskew::report {

const std::vector<FormatName>& all_formats() {
    static const std::vector<FormatName> all = {
        {Format::text, "text", "report.txt"},
        {Format::json, "json", "report.json"},
        {Format::markdown, "markdown", "report.md"},
        {Format::html, "html", "report.html"},
        {Format::sarif, "sarif", "testskew.sarif"},
        {Format::junit, "junit", "junit.xml"},
        {Format::summary, "summary", "summary.md"},
        {Format::annotations, "annotations", "annotations.txt"},
        {Format::code_quality, "code-quality", "gl-code-quality-report.json"},
    };
    return all;
}

std::string in_format(Format format, const Report& report, const Secrets& secrets, const FormatOptions& options) {
    switch (format) {
        case Format::text: return text(report, secrets, options.text);
        case Format::json: return json(report, secrets);
        case Format::markdown: return markdown(report, secrets);
        case Format::html: return html(report, secrets);
        case Format::sarif: return sarif(run_as_ci(report, options.folder), secrets);
        case Format::junit: return junit(run_as_ci(report, options.folder), secrets);
        case Format::summary: return markdown(report, secrets, summary_budget);
        case Format::annotations: return annotations(run_as_ci(report, options.folder), secrets);
        case Format::code_quality: return code_quality(run_as_ci(report, options.folder), secrets);
    }
    return "";
}

}  // namespace testskew::report
