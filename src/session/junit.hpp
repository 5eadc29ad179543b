#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace testskew::session {

/// One test of pytest's JUnit file (family xunit1).
struct JunitTest {
    std::string id;       ///< the node id, made from file, class and name
    std::string outcome;  ///< passed, failed, error, skipped, xfailed, collect (its module could not be collected)
    std::string phase;    ///< of an error: setup or teardown
    std::string message;
    std::string text;  ///< the traceback as pytest printed it
    double seconds = 0;
};

/// The tests of a JUnit file, in order. What is no JUnit file gives none; a file that ends early gives the tests that
/// are whole. Never throws for what the file says.
std::vector<JunitTest> read_junit(std::string_view xml);

/// The records (docs/recording.md) that a probe would have written of these tests, as far as the file tells: there are
/// no chains, and no phases that passed before the one that did not.
std::vector<std::string> junit_records(const std::vector<JunitTest>& tests);

}  // namespace testskew::session
