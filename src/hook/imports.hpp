#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace testskew::hook {

/// The modules that the import statements of a Python source may mean, anywhere in it: `from a.b import c` gives "a.b"
/// and "a.b.c". Relative imports begin with their dots: "..a". What is imported by a call is not seen.
std::vector<std::string> imported_modules(std::string_view source);

}  // namespace testskew::hook
