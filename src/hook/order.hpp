#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Which tests come first: those that failed last, and those that a change can reach. Pure: knows no files.
namespace testskew::hook {

/// The text of each Python file of the project, by its path relative to the project, with "/" between names. A file
/// that the push removes is there with an empty text, so that what still imports it is found.
using Sources = std::map<std::string, std::string>;

/// True for a file whose tests pytest collects by its own rules: test_*.py and *_test.py.
bool is_test_module(std::string_view path);

/// The test modules that come first: those of `failed`, then those among `changed`, then those that reach a changed
/// file by their imports, by a conftest.py above them, or because they or what they import name it. Of two, the one
/// with the shorter way comes first.
std::vector<std::string> modules_first(const Sources& sources, const std::set<std::string>& changed,
                                       const std::vector<std::string>& failed);

}  // namespace testskew::hook
