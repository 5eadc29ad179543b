#pragma once
#include <functional>
#include <string>
#include <vector>

#include "drill/bench.hpp"
#include "drill/drills.hpp"
#include "sides/factors.hpp"
#include "support/scripted_runner.hpp"

/// A problem with two tests whose cause is one delta. The test that uses it gives the two sides.
struct DrillCase {
    testskew::support::ScriptedRunner runner;
    testskew::sides::Factors factors;
    testskew::attribute::Finding finding;
    testskew::drill::DrilledCluster drilled_cluster;
    testskew::drill::DrillOptions options;
    std::vector<std::string> tests = {"test_a.py::one", "test_a.py::two"};

    DrillCase(const testskew::sides::Side& bad, const testskew::sides::Side& good,
              const std::vector<testskew::workspace::FileDelta>& paths = {},
              const testskew::sides::SelectionDifferences& selection = {});
    ~DrillCase();

    /// Makes sessions fail when the predicate says so, with the problem's failure or with another one.
    void fails_if(std::function<bool(const testskew::sides::Side&)> fails,
                  std::function<bool(const testskew::sides::Side&)> otherwise = nullptr);

    testskew::drill::Bench bench() { return {runner, factors, options}; }

    /// The fingerprint of the failure that scripted tests raise with this message.
    static testskew::Fingerprint fingerprint_of(const std::string& message);
};

/// The sentence of a report about a delta and what was found inside it; the sides are ci and local.
std::string sentence_of(const testskew::drill::Found& found);

/// The sentence of a report about what could not be found out.
std::string caveat_of(const testskew::drill::Found& found);
