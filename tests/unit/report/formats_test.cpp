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

TEST_CASE("a message that ends like an assignment to a secret takes nothing of the markup with it") {
    for (const char* end : {"Enter password:", "set API_KEY="}) {
        CiReport report = ci_example(2);
        for (Cluster& cluster : report.comparisons[0].report.comparison.clusters)
            cluster.error.message = cluster.error.chain[0].message = std::string("ValueError: ") + end;
        const Report& one = report.comparisons[0].report;
        for (const FormatName& format : all_formats()) {
            CAPTURE(end, format.name);
            const std::string text = in_format(format.format, one, {}, {});
            CHECK(text.find("***") == std::string::npos);
            CHECK_THAT(text,
                       ContainsSubstring("password:") || ContainsSubstring("API_KEY=") || ContainsSubstring("TOKEN="));
        }
    }
}

TEST_CASE("a password that is a word of the markup leaves the markup whole") {
    const Secrets secrets(std::map<std::string, std::string>{{"DB_PASSWORD", "testcase"}});
    const std::string text = in_format(Format::junit, run(1, 1), secrets, {});
    CHECK_THAT(text, ContainsSubstring("<testcase "));
    Report holds = run(1, 1);
    holds.comparison.clusters[0].error.message = "wrong: testcase";
    const std::string hidden = in_format(Format::junit, holds, secrets, {});
    CHECK_THAT(hidden, ContainsSubstring("wrong: ***"));
    CHECK(hidden.find("wrong: testcase") == std::string::npos);
}

TEST_CASE("a control character does not open the fence of a block of Markdown") {
    Report report = run(1, 1);
    Cluster& cluster = report.comparison.clusters[0];
    cluster.error.message = cluster.error.chain[0].message = "x\n``\x01`\n\n# Owned @everyone";
    std::string fence;
    for (const std::string& line : lines_of(in_format(Format::markdown, report, {}, {}))) {
        const std::string start = line.substr(0, line.find_first_not_of('`'));
        if (start.size() >= 3 && start == line && (fence.empty() || start.size() >= fence.size()))
            fence = fence.empty() ? start : "";
        if (fence.empty()) CHECK(!line.starts_with("# Owned"));
    }
}
