#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::compare {

/// The identifiers of an exception's message, sorted, each once, at most twelve. Identifiers are names in quotes, names
/// of calls, and names with an underscore, a dot or an inner capital. The wording around them depends on the
/// interpreter and is left out; so are Python's keywords, and the class of a qualified call (3.10 says `A.f()` where
/// others say `f()`).
std::vector<std::string> identifiers(std::string_view message);

}  // namespace testskew::compare
