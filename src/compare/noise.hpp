#pragma once
#include <string>

/// Differences between two sessions that say nothing about the sides.
namespace testskew::compare {

/// True for variables that differ in every session, whatever the profile says.
bool noisy_variable(const std::string& name);

/// True for facts that are compared elsewhere, or that follow from others that are.
bool placed_fact(const std::string& name);

}  // namespace testskew::compare
