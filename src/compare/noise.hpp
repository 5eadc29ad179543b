#pragma once
#include <string>

/// What differs between two sessions without telling the sides apart.
namespace testskew::compare {

/// True for variables that differ in every session, whatever the profile says.
bool noisy_variable(const std::string& name);

/// True for facts that are compared elsewhere, or that follow from something that is.
bool placed_fact(const std::string& name);

}  // namespace testskew::compare
