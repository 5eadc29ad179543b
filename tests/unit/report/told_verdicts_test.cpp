#include "report/told_verdicts.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

Report differing_in(std::vector<DeltaDifference> packages) {
    Report report;
    report.bad.name = "3.11", report.good.name = "3.12";
    report.comparison.differences = {{Factor::interpreter, {{"python", "3.11.7", "3.12.1"}}, true},
                                     {Factor::packages, std::move(packages), true}};
    return report;
}

Verdict untestable(Factor factor) {
    Verdict verdict;
    verdict.factor = factor, verdict.kind = VerdictKind::untestable;
    return verdict;
}

}  // namespace

TEST_CASE("what could not be tested is named") {
    const Report report = differing_in({{"numpy", "1.26.4", "2.0.0"}, {"setuptools", "65.5.0", std::nullopt}});
    CHECK(report::is_told(report, untestable(Factor::packages), false));
    CHECK(report::untested_words(report, untestable(Factor::packages)) ==
          "numpy 1.26.4 / 2.0.0; setuptools 65.5.0 (in 3.11 only)");
    CHECK(report::untested_words(report, untestable(Factor::interpreter)).empty());
    Verdict ruled_out = untestable(Factor::packages);
    ruled_out.kind = VerdictKind::ruled_out;
    CHECK(report::untested_words(report, ruled_out).empty());
}

TEST_CASE("a difference in nothing but seeded packages is named only if everything is asked for") {
    const Report report = differing_in({{"pip", "23.0.1", "24.0"}, {"setuptools", "65.5.0", std::nullopt}});
    CHECK_FALSE(report::is_told(report, untestable(Factor::packages), false));
    CHECK(report::is_told(report, untestable(Factor::packages), true));
    CHECK(report::is_told(report, untestable(Factor::environ), false));
    CHECK(report::told_differences(report, false)[1].deltas.size() == 1);
    CHECK(report::told_differences(report, true)[1].deltas.size() == 2);
    CHECK(report::told_differences(differing_in({{"pip", "23.0.1", "24.0"}}), false).size() == 1);
}
