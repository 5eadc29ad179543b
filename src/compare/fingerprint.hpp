#pragma once
#include <string>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// One failure of one test (or of collecting it, or of the whole session): its identity, and what a report shows of it.
struct Identified {
    Fingerprint fingerprint;
    Failure failure;
};

/// The fingerprint of a text that chain_text() or a failure without a traceback gives.
Fingerprint hashed(std::string text);

/// The fingerprint of a chain of exceptions. Frames in the own files of the test `test_id` are left out if the
/// exception came from deeper in the project. docs/fingerprints.md says what is in a fingerprint and why.
Fingerprint fingerprint(const ExceptionChain& chain, const std::string& test_id);

/// A failure without a traceback.
Failure plain_failure(const std::string& type, const std::string& message, TestPhase phase);

}  // namespace testskew::compare
