#pragma once
#include <string>
#include <vector>

/// What of a push is prose, and what shows that a test reads it all the same. Pure: knows no files.
namespace testskew::hook {

/// True if every path is documentation by its name: prose, pictures of it, licences. False for an empty list.
bool only_documentation(const std::vector<std::string>& paths);

/// The files by whose presence one of these paths lies in a package of Python, so that it is the package's data.
std::vector<std::string> package_marks(const std::vector<std::string>& paths);

/// What a source of Python has in its text if it reads one of these files: its name, or its ending before a quote, as
/// in glob("*.md").
std::vector<std::string> words_of_readers(const std::vector<std::string>& paths);

/// An extended regular expression of what a configuration, a source or a CI's file has in it if documentation is tested
/// as such: doctests of text files, and the plugins that run what documentation shows.
extern const char* const tested_documentation;

}  // namespace testskew::hook
