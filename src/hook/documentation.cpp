#include "hook/documentation.hpp"

#include <algorithm>

#include "util/once.hpp"
#include "util/text.hpp"

namespace testskew::hook {
namespace {

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string ending_of(const std::string& name) {
    const std::size_t dot = name.rfind('.');
    return dot == std::string::npos ? "" : name.substr(dot);
}

bool is_documentation(const std::string& path) {
    const std::string name = lower(file_name(path)), folders = "/" + lower(path), ending = ending_of(name);
    // Files of prose in a folder of tests are their data.
    if (folders.find("/test") != std::string::npos || name.starts_with("requirements")) return false;
    if (ending == ".md" || ending == ".rst" || ending == ".adoc" || ending == ".markdown") return true;
    for (const char* word : {"licence", "license", "notice", "authors", "contributors", "changelog", "codeowners"})
        if (name.starts_with(word) && (ending.empty() || ending == ".txt")) return true;
    const bool in_docs = folders.find("/docs/") == 0 || folders.find("/doc/") == 0;
    return in_docs && (ending == ".txt" || ending == ".png" || ending == ".svg" || ending == ".jpg" ||
                       ending == ".jpeg" || ending == ".gif" || ending == ".css");
}

}  // namespace

const char* const tested_documentation =
    "doctest-glob|doctest_?plus|doctest-plus|doctest-rst|markdown-docs|codeblocks|[Ss]ybil|pytest_examples|mktestdocs|"
    "phmdoctest|pytest[^#]*\\.(md|rst|adoc|markdown)|testpaths.*doc|^[[:space:]]*[\"']?docs?/?[\"']?,?[[:space:]]*$";

bool only_documentation(const std::vector<std::string>& paths) {
    return !paths.empty() && std::all_of(paths.begin(), paths.end(), is_documentation);
}

std::vector<std::string> package_marks(const std::vector<std::string>& paths) {
    std::vector<std::string> marks;
    for (const auto& path : paths)
        for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
             slash = path.rfind('/', slash - 1))
            append_once(marks, path.substr(0, slash) + "/__init__.py");
    return marks;
}

std::vector<std::string> words_of_readers(const std::vector<std::string>& paths) {
    std::vector<std::string> words;
    for (const auto& path : paths) {
        const std::string name = file_name(path), ending = ending_of(name);
        append_once(words, name);
        for (const char quote : {'"', '\''})
            if (!ending.empty()) append_once(words, ending + quote);
    }
    return words;
}

}  // namespace testskew::hook
