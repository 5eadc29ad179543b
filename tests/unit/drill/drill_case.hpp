#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "compare/compare.hpp"
#include "drill/bench.hpp"
#include "drill/drills.hpp"
#include "report/cause_sentence.hpp"
#include "report/caveat_words.hpp"
#include "sides/factors.hpp"
#include "support/scripted_runner.hpp"

/// A problem with two tests whose cause is one delta. The test that uses it gives the two sides.
struct DrillCase {
    testskew::support::ScriptedRunner runner;
    testskew::sides::Factors factors;
    testskew::attribute::Finding finding;
    testskew::drill::Problem problem;
    testskew::drill::DrillOptions options;
    std::vector<std::string> tests = {"test_a.py::one", "test_a.py::two"};

    DrillCase(const testskew::sides::Side& bad, const testskew::sides::Side& good,
              const std::vector<testskew::workspace::FileDelta>& paths = {},
              const testskew::sides::SelectionDifferences& selection = {})
        : factors(testskew::sides::factors(bad, good, selection, paths, false)) {
        finding.sets = {{0}};
        problem.finding = &finding;
        problem.cluster.id = 1;
        for (const auto& id : tests) problem.cluster.tests.push_back({id});
        problem.cluster.fingerprint = fingerprint_of("wrong");
        options.deadline = runner.now() + std::chrono::hours(1);
        options.session_seconds = 1;
    }

    /// Makes sessions fail when the predicate says so, with the problem's failure or with another one.
    void fails_if(std::function<bool(const testskew::sides::Side&)> fails,
                  std::function<bool(const testskew::sides::Side&)> otherwise = nullptr) {
        runner.answer = [this, fails = std::move(fails),
                         otherwise = std::move(otherwise)](const testskew::runner::SessionSpec& spec) {
            const bool other = otherwise && otherwise(spec.side), failed = other || fails(spec.side);
            return testskew::support::recorded(testskew::support::recording_of(
                spec.side, tests, [&](const std::string&) { return failed; }, other ? "another failure" : "wrong"));
        };
    }

    testskew::drill::Bench bench() { return {runner, factors, options}; }

    /// The fingerprint of the failure that scripted tests raise with this message.
    static testskew::Fingerprint fingerprint_of(const std::string& message) {
        const auto session = [&](bool fails) {
            return testskew::support::recording_of({}, {"t.py::t"}, [&](const std::string&) { return fails; }, message);
        };
        return testskew::compare::compare(session(true), session(false)).clusters.at(0).fingerprint;
    }
};

/// The sentence of a report about a delta and what was found inside it; the sides are ci and local.
inline std::string sentence_of(const testskew::drill::Found& found) {
    testskew::Cause cause;
    cause.packages = found.packages;
    cause.variables = found.variables;
    cause.interpreter = found.interpreter;
    return testskew::report::found_words(cause, found.delta, {"ci", "local"});
}

/// The sentence of a report about what could not be found out.
inline std::string caveat_of(const testskew::drill::Found& found) {
    return testskew::report::caveat_words(found.caveats);
}
