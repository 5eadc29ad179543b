#include "report/formats.hpp"

#include <set>

#include "catch.hpp"
#include "ci_example.hpp"

using namespace testskew;
using namespace testskew::report;

namespace {

Report run(int problems, int tests) {
    Report report = large_example(problems, tests).comparisons[0].report;
    report.run_directory = ".testskew/runs/r";
    return report;
}

}  // namespace

TEST_CASE("each format has a name and a file of its own") {
    std::set<std::string> names, files;
    for (const FormatName& one : all_formats()) {
        CHECK(names.insert(one.name).second);
        CHECK(files.insert(one.file).second);
    }
}

TEST_CASE("every format tells each problem of a run") {
    for (const int problems : {1, 3}) {
        const Report report = run(problems, 2);
        for (const FormatName& one : all_formats()) {
            CAPTURE(one.name);
            const std::string text = in_format(one.format, report, {}, {});
            for (int i = 1; i <= problems; ++i) CHECK_THAT(text, ContainsSubstring("bad operand " + std::to_string(i)));
        }
    }
}

TEST_CASE("formats with a limit keep to it whatever there is to tell") {
    for (const auto& report : {run(200, 3), run(3, 2000), run(1000, 1)}) {
        CHECK(in_format(Format::markdown, report, {}, {}).size() <= comment_budget);
        CHECK(in_format(Format::summary, report, {}, {}).size() <= 900'000);
        CHECK(lines_of(in_format(Format::annotations, report, {}, {})).size() <= 10);
    }
}

TEST_CASE("no format shows a character that acts on a terminal or a log") {
    const Report report = hostile_example().comparisons[0].report;
    for (const FormatName& one : all_formats()) {
        if (one.format == Format::json) continue;  // it escapes them, and is read by programs
        CAPTURE(one.name);
        const std::string text = in_format(one.format, report, {}, {});
        CHECK(text.find('\x1b') == std::string::npos);
        CHECK(text.find('\0') == std::string::npos);
        CHECK(text.find('\x07') == std::string::npos);
        CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
        CHECK(text.find("\xED\xA0\x80") == std::string::npos);
    }
}

TEST_CASE("a side that cannot be installed is told in every format") {
    Report report = run(0, 0);
    report.bad.name = "ci", report.good.name = "local";
    report.cannot_install = UninstallablePackage{};
    report.cannot_install->side = "ci";
    report.cannot_install->other = "local";
    report.cannot_install->package = "numpy";
    report.cannot_install->python = "3.12.1";
    for (const FormatName& one : all_formats()) {
        if (one.format == Format::code_quality) continue;  // which has findings at a line of a file only
        CAPTURE(one.name);
        CHECK_THAT(in_format(one.format, report, {}, {}), ContainsSubstring("numpy"));
    }
}

TEST_CASE("failures of the good side alone do not make it a leg that failed") {
    Report report = run(1, 1);
    report.good.outcomes = {{Outcome::failed, 1}};
    report.comparison.clusters[0].kind = ClusterKind::reverse;
    CHECK(in_format(Format::annotations, report, {}, {}).find("py312 failed") == std::string::npos);
}
