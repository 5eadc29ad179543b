#pragma once
#include <string>
#include <vector>

#include "report/ci_problems.hpp"

/// The sentences on the legs of a CI run.
namespace testskew::report {

/// "py310, py311 and 3 more legs".
std::string leg_names(const CiReport& report, const std::vector<std::size_t>& legs, std::size_t most = 4);

/// The first sentence: "1 of 3 legs failed: py311. 31 tests fail, in 3 problems."
std::string ci_headline(const CiReport& report, const std::vector<CiProblem>& problems);

/// The word for what a leg came to: "failed", "passed", "not recorded", "not used".
std::string state_word(const CiLeg& leg);

/// What a leg came to besides its state: "31 failed, 14 passed", and how it ended if that is not all.
std::string outcome_words(const CiLeg& leg);

/// In which legs a problem shows, and where its tests pass: "fails in py310 and py311, passes in py312".
std::string where_words(const CiReport& report, const CiProblem& problem);

/// With which leg a failed one was compared, and why with this one: "py311 is compared with py312, the nearest of 2
/// legs in which these tests pass: they differ in interpreter (3.11.7, 3.12.1) and 2 packages".
std::string compared_words(const CiReport& report, const CiComparison& comparison);

/// What two legs differ in, in a few words: "interpreter (3.11.7, 3.12.1) and 2 packages"; "" for nothing.
std::string difference_words(const CiComparison& comparison);

/// What differs between every leg in which a problem shows and every one in which it does not, of at least three legs;
/// "" if there is nothing, or if there are only two legs.
std::string separation_words(const CiReport& report, const CiProblem& problem);

/// What is known of the cause of a problem, in one sentence: the cause that was shown, else in what the two legs
/// differ.
std::string cause_words(const CiReport& report, const CiProblem& problem);

/// What there is to say of a problem where there is room for a few lines: its error, what hid it, its tests with the
/// legs in which they fail and pass, and its cause.
std::vector<std::string> problem_lines(const CiReport& report, const CiProblem& problem);

/// The failed legs in which no test failed, and the recordings that could not be used, one line each.
std::vector<std::string> failed_without_test(const CiReport& report);
std::vector<std::string> unusable_legs(const CiReport& report);

}  // namespace testskew::report
