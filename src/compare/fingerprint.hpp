#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// One failure of one test (or of collecting it, or of the whole session), with its identity and what a report shows of
/// it.
struct Identified {
    Fingerprint fingerprint;
    Failure failure;
};

/// The identity of a chain of exceptions alone. `own_files`: the test's module and conftest files; their frames are
/// left out where the exception came from deeper in the project, so that many tests that meet one defect share one
/// fingerprint. docs/fingerprints.md says what is in it and why.
Fingerprint fingerprint(const ExceptionChain& chain, const std::string& test_id);

/// Every failure of a test, the one that stands for it first: a failed subtest, setup, call, teardown, a crash. Empty
/// where it did not fail.
std::vector<Identified> failures(const TestRecord& test);

/// The first of failures(). Without `shown` only its fingerprint is made, which is cheap: of many tests with one
/// fingerprint only one is shown.
std::optional<Identified> first_failure(const TestRecord& test, bool shown);

/// The failure of collecting a node.
Identified failure(const CollectRecord& collect);

/// Where the session ended before any test ran and without an error in collecting a module (a usage error, a conftest
/// that cannot be imported, a death): that failure. nullopt for every session that came to run tests, or had none to
/// run.
std::optional<Identified> session_failure(const Recording& recording);

/// Whether that collect record's failure keeps `test_id` from being collected: its module, class, package or a folder
/// above it.
bool holds(const std::string& collected_id, const std::string& test_id);

/// The first (representative) failure of that test in a recording; for --server-exceptions raise.
std::optional<Failure> failure_of(const Recording& recording, const std::string& test_id);

}  // namespace testskew::compare
