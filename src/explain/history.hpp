#pragma once
#include <functional>
#include <string>
#include <vector>

#include "explain/atlas.hpp"

namespace testskew::explain {

/// Whether something is so, for each version of an atlas.
using History = std::vector<Known>;

/// Asks `holds` for each version.
History history(const Atlas& atlas, const std::function<Known(int version)>& holds);
/// Whether all patch releases of a version have the name.
History presence(const Atlas& atlas, const std::string& name);
/// Whether `name` takes `parameter` as a keyword in all patch releases of a version. The answer is no for a version
/// without the name.
History parameter(const Atlas& atlas, const std::string& name, const std::string& parameter);
/// Whether using the name warns. This is unknown for a version that lacks the name.
History deprecation(const Atlas& atlas, const std::string& name);

/// The first minor version in which the answer is yes; "" unless the answer is no in the version before.
std::string since(const Atlas& atlas, const History& history);
/// The first minor version in which the answer is no again; "" if there is none.
std::string until(const Atlas& atlas, const History& history);

/// A history in words: "since 3.12", "gone in 3.12", "in 3.8 to 3.15", "not known".
std::string words(const Atlas& atlas, const History& history);

}  // namespace testskew::explain
