#pragma once
#include <string>
#include <vector>

#include "model/matrix.hpp"
#include "report/condition_words.hpp"
#include "util/secrets.hpp"

/// The sentences on many legs compared at once. A description is never a verdict, and the words say so.
namespace testskew::report {

/// What every description is followed by.
inline constexpr const char* not_tested = "follows in the recordings, not tested";

/// The letter of a cell: F fails, . passes, o fails in another way, - did not run, ~ flaky.
char letter(LegResult result);
/// "fails", "fails in another way", "flaky: fails in 1 of 3 recordings".
std::string cell_words(const MatrixCell& cell);
/// What the letters mean, those that are in the table.
std::string letters_line(const MatrixReport& report);

/// The first sentence: "6 of 40 legs fail, in 2 ways".
std::string matrix_headline(const MatrixReport& report);
/// What was compared: "44 recordings: 40 legs of commit 1a2b3c4, 3 of other commits, 1 without a test".
std::string matrix_counts(const MatrixReport& report);

/// "fails on exactly the 6 legs with python 3.13 and numpy >= 2.3; passes on the other 34".
std::string legs_sentence(const MatrixReport& report, const MatrixCluster& cluster);
/// Further lines about the legs: how sure the description is, other ones that are as short, and what would tell them
/// apart.
std::vector<std::string> legs_lines(const MatrixReport& report, const MatrixCluster& cluster);

/// What else has to be known.
std::vector<std::string> matrix_notes(const MatrixReport& report);

/// The title of a group of legs: "python 3.13", "other commits", "no tests".
std::string group_words(const MatrixGroup& group);
/// The name of a column: "python", "numpy".
std::string column_words(const MatrixColumn& column);

/// The first line of a failure.
std::string cluster_line(const MatrixCluster& cluster, std::size_t limit);
/// Its tests: "3 tests, tests/test_a.py and 1 more file".
std::string cluster_tests(const MatrixCluster& cluster);

/// The report without secrets.
MatrixReport without_secrets(const MatrixReport& report, const Secrets& secrets);

}  // namespace testskew::report
