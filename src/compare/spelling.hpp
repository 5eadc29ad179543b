#pragma once
#include <string>
#include <string_view>

/// Names and source lines as every interpreter would spell them.
namespace testskew::compare {

/// The last part of an exception's type, under the name that it has now: socket.timeout is TimeoutError since 3.10.
std::string type_name(std::string_view type);

/// The last part of a qualified function name; "<listcomp>" stays as it is.
std::string function_name(std::string_view function);

/// A source line without white space at its ends and without doubled white space. Its comment is left out too, unless
/// the line has a quote, in which the # may stand.
std::string source_line(std::string_view source);

}  // namespace testskew::compare
