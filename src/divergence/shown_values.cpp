#include "divergence/shown_values.hpp"

#include <tuple>
#include <utility>

#include "divergence/apart.hpp"

namespace testskew::divergence {
namespace {

constexpr char mark = '\x01';  // The digest of a text that is not shown in full comes after this character.

/// The text that is shown instead of a value that may be a secret. The probe writes the same text.
constexpr const char* hidden = "a value";

}  // namespace

std::string shown_value(const std::string& text, bool secret) {
    std::string plain = text.substr(0, text.find(mark));
    if (!secret || plain == "None" || plain == "True" || plain == "False" || plain.empty()) return plain;
    return hidden;
}

void show_values(Divergence& result, const std::string& bad, const std::string& good, bool secret) {
    result.bad = shown_value(bad, secret);
    result.good = shown_value(good, secret);
    if (result.bad != result.good)
        std::tie(result.bad, result.good) = apart(result.bad, result.good);
    else if (result.bad == hidden)
        std::tie(result.bad, result.good) = std::pair("one value", "another");
    else
        std::tie(result.bad, result.good) = std::pair("", "");  // They differ only in what the trace did not keep.
}

}  // namespace testskew::divergence
