#pragma once
#include <functional>
#include <string>
#include <vector>

#include "explain/atlas.hpp"

namespace testskew::explain {

/// Something that may be so in each version of an atlas.
using History = std::vector<Known>;

History history(const Atlas& atlas, const std::function<Known(int version)>& holds);
/// Whether the name is there, in all patch releases of a version.
History presence(const Atlas& atlas, const std::string& name);
/// Whether `name` takes `parameter` as a keyword: no where the name itself is missing. In all patch releases of a
/// version.
History parameter(const Atlas& atlas, const std::string& name, const std::string& parameter);
History deprecation(const Atlas& atlas, const std::string& name);

/// The first minor version in which it is so after one in which it was known not to be; "" where there is none.
std::string since(const Atlas& atlas, const History& history);
/// The first minor version in which it is no longer so; "" where it still is.
std::string until(const Atlas& atlas, const History& history);

/// "since 3.12", "until 3.11 (gone in 3.12)", "in 3.8 to 3.15", "not known": for people.
std::string words(const Atlas& atlas, const History& history);

}  // namespace testskew::explain
