#include "cli/problem.hpp"

#include <fmt/core.h>

#include <charconv>

#include "util/error.hpp"

namespace testskew::cli {

int problem_number(const std::string& command, const std::string& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1)
        throw Error(fmt::format("'{0}' is no problem's number: testskew {1} [RUN] PROBLEM, for example testskew {1} 1",
                                text, command));
    return number;
}

ProblemPlace problem_place(const std::string& command, const std::string& text) {
    if (text.size() < 2 || text.back() < 'b' || text.back() > 'z') return {problem_number(command, text), {}};
    return {problem_number(command, text.substr(0, text.size() - 1)), static_cast<std::size_t>(text.back() - 'b')};
}

report::Problem problem_of(const Report& report, int number) {
    auto problems = report::problems(report);
    for (auto& problem : problems)
        if (problem.number == number) return std::move(problem);
    if (problems.empty()) throw Error("that run has no problem to run again");
    throw Error(fmt::format("there is no problem {}: the run has {}", number,
                            problems.size() == 1 ? "problem 1" : fmt::format("problems 1 to {}", problems.size())));
}

}  // namespace testskew::cli
