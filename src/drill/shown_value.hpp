#pragma once
#include <optional>
#include <string>

#include "model/attribution.hpp"
#include "util/secrets.hpp"

namespace testskew::drill {

/// What a report may show of a variable's value; nullopt if the variable is not set. The value is not shown if the name
/// looks secret, if it is long or holds a secret, or if it is that of the shell (`inherited`) and the variable is no
/// setting that is well known (TZ, LANG, PYTHON*).
std::optional<CauseValue> shown_value(const std::string& name, const std::optional<std::string>& value,
                                      const std::optional<std::string>& inherited, const Secrets& secrets);

}  // namespace testskew::drill
