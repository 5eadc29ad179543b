#include "drill/shown_value.hpp"

#include <set>

#include "util/text.hpp"

namespace testskew::drill {
namespace {

constexpr size_t longest_value = 80;

/// True for settings whose value is never a secret, wherever it comes from.
bool well_known(const std::string& name) {
    static const std::set<std::string> names = {"TZ",      "LANG",      "LANGUAGE", "CI",          "GITHUB_ACTIONS",
                                                "TERM",    "COLORTERM", "NO_COLOR", "FORCE_COLOR", "CLICOLOR",
                                                "COLUMNS", "LINES"};
    return names.count(name) || name.rfind("LC_", 0) == 0 ||
           (name.rfind("PYTHON", 0) == 0 && name != "PYTHONPATH" && name != "PYTHONHOME");
}

}  // namespace

std::optional<CauseValue> shown_value(const std::string& name, const std::optional<std::string>& value,
                                      const std::optional<std::string>& inherited, const Secrets& secrets) {
    if (!value) return std::nullopt;
    const bool kept = secret_name(name) || lower(name).ends_with("_key") || value->size() > longest_value ||
                      printable(*value) != *value || secrets.are_in(*value) ||
                      (value == inherited && !well_known(name));
    return kept ? CauseValue{"", false} : CauseValue{*value, true};
}

}  // namespace testskew::drill
