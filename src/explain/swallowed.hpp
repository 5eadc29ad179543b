#pragma once
#include <optional>
#include <string>

#include "model/comparison.hpp"

/// What only the bad side raised and somebody swallowed tells as much of a cause as the failure itself: a test that
/// sees `500 != 200` does not say which name is missing.
namespace testskew::explain {

/// What was recorded of it, each exception with its subject where that is known. Where the probe had no time to find
/// the subject (sys.monitoring), it is read from the messages that leave no doubt.
ExceptionChain chain_of(const Swallowed& swallowed);

/// What the message of an exception is about: a module, or a member of a module. nullopt for all others.
std::optional<Subject> subject_of_message(const std::string& type, const std::string& message);

/// Where it was caught, "app/dispatch.py:6"; where no line of the project caught it, the place that raised it.
std::string swallowing_place(const Swallowed& swallowed);

/// True if the line that caught it names the type of exception that it waits for: `except ImportError:`. False for
/// `except Exception:` and the like.
bool is_foreseen(const Swallowed& swallowed);

}  // namespace testskew::explain
