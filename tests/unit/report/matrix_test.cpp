#include "report/matrix.hpp"

#include "catch.hpp"
#include "report/matrix_words.hpp"

using namespace testskew;

namespace {

MatrixCondition condition(Factor factor, const std::string& name, ConditionKind kind, const std::string& value = "",
                          const std::string& as_in = "") {
    return {factor, name, kind, value, as_in};
}

const MatrixCondition python = condition(Factor::interpreter, "python", ConditionKind::is, "3.13");
const MatrixCondition numpy = condition(Factor::packages, "numpy", ConditionKind::at_least, "2.3");

/// Legs of two Pythons, of which those of the second one fail.
MatrixReport example(std::size_t legs = 4) {
    MatrixReport report;
    report.groups = {{LegUse::evidence, condition(Factor::interpreter, "python", ConditionKind::is, "3.12")},
                     {LegUse::evidence, python}};
    report.columns = {{Factor::interpreter, "python"}};
    report.recordings = legs, report.tests = 3, report.failed = legs / 2, report.most_conditions = 4;
    MatrixCluster one;
    one.number = 1;
    one.error.type = "ValueError", one.error.message = "<b>`negative`</b>";
    one.tests = {"test_a.py::test_a"};
    for (std::size_t i = 0; i < legs; ++i) {
        MatrixLeg leg;
        const bool fails = i >= legs / 2;
        leg.name = "leg" + std::to_string(i), leg.files = {leg.name + ".jsonl"}, leg.group = fails ? 1 : 0;
        leg.values = {std::string(fails ? "3.13.1" : "3.12.3")};
        report.legs.push_back(leg);
        one.cells.push_back({fails ? LegResult::fails : LegResult::passes, fails ? 1 : 0, 1, fails ? 1 : 0, 1});
        (fails ? one.failing : one.passing).push_back(i);
    }
    one.described = DescribedAs::exact;
    one.descriptions = {{{{python, numpy}}}};
    report.clusters = {one};
    return report;
}

}  // namespace

TEST_CASE("conditions are worded as people write them") {
    using enum ConditionKind;
    CHECK(report::condition_words(python) == "python 3.13");
    CHECK(report::condition_words(numpy) == "numpy >= 2.3");
    CHECK(report::condition_words(condition(Factor::packages, "numpy", absent)) == "numpy not installed");
    CHECK(report::condition_words(condition(Factor::packages, "numpy", is_not, "2")) == "numpy other than 2");
    CHECK(report::condition_words(condition(Factor::environ, "TZ", is, "UTC")) == "TZ=UTC");
    CHECK(report::condition_words(condition(Factor::environ, "TZ", is, "", "a")) == "TZ as in a");
    CHECK(report::condition_words(condition(Factor::environ, "TZ", is_not, "", "a")) == "TZ other than in a");
    CHECK(report::condition_words(condition(Factor::environ, "TZ", present)) == "TZ set");
    CHECK(report::condition_words(condition(Factor::selection, "arguments", is, "-n 4")) == "`pytest -n 4`");
    CHECK(report::condition_words(condition(Factor::interpreter, "free-threaded", is, "yes")) == "free-threaded");
    CHECK(report::condition_words(condition(Factor::interpreter, "python", later, "3.13.1")) ==
          "python later than 3.13.1");
}

TEST_CASE("the sentence on the legs says how many fail and pass, and what is neither") {
    MatrixReport report = example();
    MatrixCluster& one = report.clusters[0];
    CHECK(report::legs_sentence(report, one) ==
          "fails on exactly the 2 legs with python 3.13 and numpy >= 2.3; passes on the other 2");
    one.flaky = 1, one.nothing = 2;
    CHECK(
        report::legs_sentence(report, one) ==
        "fails on exactly the 2 legs with python 3.13 and numpy >= 2.3; passes on 2; 1 is flaky and 2 did not run it");
    CHECK(report::legs_lines(report, one).front() == report::not_tested);
    one.described = DescribedAs::either;
    one.descriptions = {{{{python}, {numpy}}}};
    CHECK(report::legs_sentence(report, one).find("with python 3.13, or numpy >= 2.3; ") != std::string::npos);
    one.described = DescribedAs::everywhere;
    one.passing.clear();
    CHECK(report::legs_sentence(report, one).starts_with("fails on all 2 legs, and passes on none"));
}

TEST_CASE("a table of many legs fits every width, and names each leg's place") {
    for (const std::size_t legs : {2U, 40U, 200U}) {
        const MatrixReport report = example(legs);
        for (const int width : {40, 80, 140}) {
            report::TextOptions options;
            options.width = width;
            const std::string text = report::matrix_text(report, Secrets(), options);
            std::size_t longest = 0, fails = 0, passes = 0, line = 0;
            for (const char c : text) line = c == '\n' ? 0 : line + 1, longest = std::max(longest, line);
            CHECK(longest <= static_cast<std::size_t>(width));
            for (std::size_t at = 0; (at = text.find("\n 1  ", at)) != std::string::npos; ++at) {
                const std::string row = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
                fails += static_cast<std::size_t>(std::count(row.begin(), row.end(), 'F'));
                passes += static_cast<std::size_t>(std::count(row.begin(), row.end(), '.'));
            }
            CHECK(fails == legs / 2);
            CHECK(passes == legs / 2);
        }
    }
}

TEST_CASE("the other formats hold every cell and no markup of a failure") {
    const MatrixReport report = example();
    const std::string html = report::matrix_html(report, Secrets());
    CHECK(html.find("<td class=\"m-f\" title=\"leg2: fails\">F</td>") != std::string::npos);
    CHECK(html.find("<b>") == std::string::npos);
    const std::string markdown = report::matrix_markdown(report, Secrets());
    CHECK(markdown.find("| `..` | `FF` |") != std::string::npos);
    CHECK(markdown.find(report::not_tested) != std::string::npos);
    CHECK(report::matrix_markdown(example(200), Secrets(), 2000).size() <= 2000);
    const auto json = nlohmann::json::parse(report::matrix_json(report, Secrets()));
    CHECK(json["failures"][0]["legs"]["leg3"]["result"] == "fails");
    CHECK(json["failures"][0]["tested"] == false);
}
