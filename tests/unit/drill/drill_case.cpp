#include "drill_case.hpp"

#include <chrono>
#include <utility>

#include "compare/compare.hpp"
#include "report/cause_sentence.hpp"
#include "report/caveat_words.hpp"

using namespace testskew;

DrillCase::DrillCase(const sides::Side& bad, const sides::Side& good, const std::vector<workspace::FileDelta>& paths,
                     const sides::SelectionDifferences& selection)
    : factors(sides::factors(bad, good, selection, paths, false)) {
    finding.sets = {{0}};
    drilled_cluster.finding = &finding;
    drilled_cluster.cluster.id = 1;
    for (const auto& id : tests) drilled_cluster.cluster.tests.push_back({id});
    drilled_cluster.cluster.fingerprint = fingerprint_of("wrong");
    options.deadline = runner.now() + std::chrono::hours(1);
    options.session_seconds = 1;
}

DrillCase::~DrillCase() = default;

void DrillCase::fails_if(std::function<bool(const sides::Side&)> fails,
                         std::function<bool(const sides::Side&)> otherwise) {
    runner.answer = [this, fails = std::move(fails),
                     otherwise = std::move(otherwise)](const runner::SessionSpec& spec) {
        const bool other = otherwise && otherwise(spec.side), failed = other || fails(spec.side);
        return support::recorded(support::recording_of(
            spec.side, tests, [&](const std::string&) { return failed; }, other ? "another failure" : "wrong"));
    };
}

Fingerprint DrillCase::fingerprint_of(const std::string& message) {
    const auto session = [&](bool fails) {
        return support::recording_of({}, {"t.py::t"}, [&](const std::string&) { return fails; }, message);
    };
    return compare::compare(session(true), session(false)).clusters.at(0).fingerprint;
}

std::string sentence_of(const drill::Found& found) {
    Cause cause;
    cause.packages = found.packages;
    cause.variables = found.variables;
    cause.interpreter = found.interpreter;
    return report::found_words(cause, found.delta, {"ci", "local"});
}

std::string caveat_of(const drill::Found& found) { return report::caveat_words(found.caveats); }
