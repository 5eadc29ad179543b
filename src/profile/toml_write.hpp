#pragma once
#include <string>

/// Writes pieces of TOML.
namespace testskew::profile {

/// A TOML string in its quotes.
std::string toml_string(const std::string& text);

/// A TOML key, quoted only if it has to be.
std::string toml_key(const std::string& name);

}  // namespace testskew::profile
