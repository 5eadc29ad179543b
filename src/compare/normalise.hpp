#pragma once
#include <string>
#include <string_view>
#include <vector>

/// What varies in text from one run to the next, taken away. Pure functions of the text.
namespace testskew::compare {

/// `text` with placeholders for what varies: <addr>, <uuid>, <time>, <url>, <path>, <tmp>, <hex> and # for numbers.
std::string normalise(std::string_view text);

/// The identifiers of an exception's message, sorted, each once, without what depends on the interpreter's wording:
/// names in quotes, calls, names with an underscore, a dot or an inner capital. Qualified calls lose their class
/// (`A.f()` is 3.10's wording of `f()`), Python's keywords are left out.
std::vector<std::string> identifiers(std::string_view message);

/// The last part of an exception's type, under the name that it has now: socket.timeout is TimeoutError since 3.10.
std::string type_name(std::string_view type);

/// The last part of a qualified function name; "<listcomp>" stays.
std::string function_name(std::string_view function);

/// A source line without white space at its ends, without doubled white space and without its comment where no quote is
/// near.
std::string source_line(std::string_view source);

}  // namespace testskew::compare
