#pragma once
#include <string>

#include "model/recording.hpp"

namespace testskew::compare {

/// The parts of a chain of exceptions that make its identity, as text: types, identifiers of messages, frames of the
/// project (docs/fingerprints.md, "What is in it"). Frames in the files of the test itself are left out if the project
/// raised the exception deeper, so that many tests that meet one defect have the same text.
std::string chain_text(const ExceptionChain& chain, const std::string& test_id);

}  // namespace testskew::compare
