#pragma once
#include <optional>
#include <string>

#include "model/comparison.hpp"

/// Explanations by exceptions that only the bad side raised and something swallowed. They may say more about a cause
/// than the failure itself: a test that sees `500 != 200` does not say which name is missing.
namespace testskew::explain {

/// The recorded chain, each exception with its subject if that is known. If the probe had no time to find the subject
/// (sys.monitoring), it is read from the message, provided that the message leaves no doubt.
ExceptionChain chain_of(const Swallowed& swallowed);

/// What the message of an exception is about: a module, or a member of a module. Returns nullopt for all other
/// messages.
std::optional<Subject> subject_of_message(const std::string& type, const std::string& message);

/// Where it was caught, for example "app/dispatch.py:6". If no line of the project caught it, the place that raised it.
std::string swallowing_place(const Swallowed& swallowed);

/// True if the line that caught it names a certain type of exception: `except ImportError:`. False for `except
/// Exception:` and the like.
bool is_foreseen(const Swallowed& swallowed);

}  // namespace testskew::explain
