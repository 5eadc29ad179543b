#pragma once
#include <string>
#include <string_view>

/// Names and source lines in one spelling for all interpreters.
namespace testskew::compare {

/// The last part of an exception's type, under its present name. For example, socket.timeout is TimeoutError since
/// Python 3.10.
std::string type_name(std::string_view type);

/// The last part of a qualified function name; "<listcomp>" stays as it is.
std::string function_name(std::string_view function);

/// A source line without white space at its ends and without doubled white space. Its comment is left out too, unless
/// the line has a quote, because the # may be inside a string.
std::string source_line(std::string_view source);

}  // namespace testskew::compare
