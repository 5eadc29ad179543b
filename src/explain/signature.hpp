#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::explain {

/// Whether something is so, as far as introspection can tell.
enum class Known { no, yes, unknown };

/// One parameter of a function.
struct Parameter {
    enum class Kind { positional_only, either, keyword_only, var_positional, var_keyword };
    std::string name;
    Kind kind = Kind::either;
    bool optional = false;
};

/// The parameters of a function, without self.
struct Signature {
    std::vector<Parameter> parameters;
    bool soft = false;  ///< read from a docstring: the parameters that it names exist, and there may be more

    /// Whether `name` can be passed as a keyword.
    Known takes(std::string_view name) const;
    /// Whether a call with `count` positional arguments is possible.
    Known takes_positional(int count) const;
    /// Whether a call without `name` fails.
    Known needs(std::string_view name) const;
    /// The names of the parameters that can be passed by position.
    std::vector<std::string> positional() const;
};

/// Reads a signature as the atlas writes it: "(path,ignore_errors=,*,onexc=)". A signature that begins with "~" is
/// soft.
Signature parse_signature(std::string_view text);

/// A signature as a report shows it: "path, ignore_errors=..., *, onexc=...".
std::string to_string(const Signature& signature);

}  // namespace testskew::explain
