#pragma once
#include <optional>
#include <string>

#include "model/attribution.hpp"
#include "util/secrets.hpp"

namespace testskew::drill {

/// What a report may show of a variable's value; nullopt if the variable is not set. The value is not shown if the name
/// looks secret, or if the value is long or holds a secret. It is not shown either if it comes from the shell
/// (`inherited`), unless the variable is a well-known setting (TZ, LANG, PYTHON*).
std::optional<CauseValue> shown_value(const std::string& name, const std::optional<std::string>& value,
                                      const std::optional<std::string>& inherited, const Secrets& secrets);

}  // namespace testskew::drill
