#pragma once
// Small matrices for the tests of matrix/ .
#include <map>
#include <string>
#include <vector>

#include "model/matrix.hpp"

namespace testskew::build {

/// The facts of a leg: its Python, packages, and variables with their values.
inline MatrixRun run(const std::string& name, const std::string& python,
                     const std::map<std::string, std::string>& packages = {},
                     const std::map<std::string, std::string>& variables = {}) {
    MatrixRun result;
    result.name = name, result.file = name + ".jsonl", result.commit = "abc", result.packages_told = true;
    result.facts.push_back({Factor::interpreter, "python", python, {}, FactKind::release, true});
    for (const auto& [package, version] : packages)
        result.facts.push_back({Factor::packages, package, version, {}, FactKind::release, true});
    for (const auto& [variable, value] : variables)
        result.facts.push_back({Factor::environ, variable, value, "hmac:" + value, FactKind::word, true});
    result.environ_key = "key";
    return result;
}

/// A matrix with one test, which fails in some of the runs.
class Matrix {
public:
    Matrix() {
        input.tests = {"test_a.py::test_a"};
        input.failures.push_back({{"0123456789abcdef", ""}, {}});
    }
    Matrix& add(MatrixRun one, RunOutcome outcome) {
        one.outcomes = {outcome};
        if (outcome == RunOutcome::failed) one.failed_tests = {{0, 0}};
        input.runs.push_back(std::move(one));
        return *this;
    }
    Matrix& fails(MatrixRun one) { return add(std::move(one), RunOutcome::failed); }
    Matrix& passes(MatrixRun one) { return add(std::move(one), RunOutcome::passed); }

    MatrixInput input;
};

inline std::string text(const MatrixCondition& one) {
    static const std::map<ConditionKind, std::string> words = {
        {ConditionKind::is, " "},      {ConditionKind::is_not, " != "},     {ConditionKind::at_least, " >= "},
        {ConditionKind::below, " < "}, {ConditionKind::present, " there"},  {ConditionKind::absent, " not there"},
        {ConditionKind::later, " > "}, {ConditionKind::earlier, " before "}};
    return one.name + words.at(one.kind) + (one.as_in.empty() ? one.value : "as in " + one.as_in);
}

/// "python 3.13 and numpy >= 2.3 | tz < 2"
inline std::string text(const MatrixDescription& one) {
    std::string out;
    for (const Conjunction& all : one.any) {
        if (!out.empty()) out += " | ";
        for (std::size_t i = 0; i < all.size(); ++i) out += (i ? " and " : "") + text(all[i]);
    }
    return out;
}

}  // namespace testskew::build
