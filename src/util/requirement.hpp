#pragma once
#include <string>
#include <string_view>

/// Names of distributions, requirements and wheels, as Python's packaging standards write them.
namespace testskew {

/// The name of a distribution as PEP 503 normalises it: lower case, and each run of "-", "_" and "." as one "-".
std::string normalized_name(std::string_view name);

/// The normalised name at the start of a requirement (PEP 508): "Foo_Bar[x]>=1 ; ..." gives "foo-bar". "" if the text
/// is no requirement.
std::string requirement_name(std::string_view requirement);

/// The version in the file name of a wheel ("six-1.17.0-py2.py3-none-any.whl"); "" if it is no wheel's name.
std::string wheel_version(std::string_view file_name);

/// The path of a "file:" URL, with its percent escapes decoded and without its fragment; "" for every other text.
std::string file_url_path(std::string_view url);

}  // namespace testskew
