#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace testskew::session {

/// One test of pytest's JUnit file (family xunit1).
struct JunitTest {
    std::string id;  ///< The node id is made from the file, the class and the name.
    /// The outcome is passed, failed, error, skipped, xfailed, or collect if the module could not be collected.
    std::string outcome;
    std::string phase;  ///< An error has a phase, which is setup or teardown.
    std::string message;
    std::string text;  ///< This is the traceback as pytest printed it.
    double seconds = 0;
};

/// Returns the tests of a JUnit file, in order. A text that is no JUnit file gives no tests, and a file that ends early
/// gives the tests that are whole. It never throws because of what the file says.
std::vector<JunitTest> read_junit(std::string_view xml);

/// Returns the records (docs/recording.md) that a probe would have written for these tests, as far as the file tells.
/// There are no chains, and no phases that passed before the one that did not pass.
std::vector<std::string> junit_records(const std::vector<JunitTest>& tests);

}  // namespace testskew::session
