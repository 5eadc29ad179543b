#pragma once
#include <string>
#include <string_view>

namespace testskew::environment {

/// A distribution's name as PEP 503 normalises it: lower case, runs of "-", "_" and "." as one "-".
std::string normalized_name(std::string_view name);

/// The normalised name at the start of a requirement ("Foo_Bar[x]>=1 ; ..." gives "foo-bar"); "" where there is none
/// (PEP 508).
std::string requirement_name(std::string_view requirement);

/// The version in a wheel's file name ("six-1.17.0-py2.py3-none-any.whl"), "" where it is not a wheel's name.
std::string wheel_version(std::string_view file_name);

/// The path of a "file:" URL with its percent escapes decoded, without fragment; "" where it is no such URL.
std::string file_url_path(std::string_view url);

}  // namespace testskew::environment
