#include "profile/declared.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "profile/named_groups.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {

bool is_test_name(const std::string& name) {
    static const std::set<std::string> names = {
        "test",     "tests",     "testing",  "dev",       "devel",     "develop",    "development", "dev-test",
        "test-dev", "tests-dev", "unittest", "unittests", "unit-test", "unit-tests", "pytest",      "dev-dependencies"};
    return names.count(normalized_name(name)) != 0;
}

std::vector<std::string> words_of_name(const std::string& stem) {
    std::vector<std::string> words(1);
    for (const char c : lower(stem)) {
        if (c == '-' || c == '_' || c == '.')
            words.emplace_back();
        else
            words.back() += c;
    }
    std::erase_if(words, [](const std::string& word) {
        return word.empty() || word == "requirements" || word == "requirement" || word == "reqs";
    });
    return words;
}

bool is_other_purpose(const std::string& name) {
    const auto words = words_of_name(name);
    static const std::set<std::string> others = {
        "doc",     "docs",   "documentation", "rtd",        "readthedocs", "sphinx",      "lint",      "linting",
        "linters", "style",  "format",        "formatting", "typing",      "types",       "mypy",      "precommit",
        "gpu",     "cuda",   "prod",          "production", "deploy",      "deployment",  "heroku",    "docker",
        "release", "build",  "packaging",     "publish",    "min",         "minimum",     "minimal",   "lowest",
        "oldest",  "lock",   "locked",        "freeze",     "frozen",      "constraints", "win",       "windows",
        "win32",   "mac",    "macos",         "osx",        "darwin",      "conda",       "benchmark", "benchmarks",
        "bench",   "perf",   "example",       "examples",   "demo",        "notebook",    "notebooks", "colab",
        "old",     "legacy", "nightly"};
    return std::any_of(words.begin(), words.end(), [](const std::string& word) {
        const bool version = (word.starts_with("py") || word.starts_with("python")) &&
                             word.find_first_of("0123456789") != std::string::npos;
        return version || others.count(word) != 0;
    });
}

std::string name_of_requirement(const std::string& requirement) {
    const std::string_view text = trim(requirement);
    size_t end = 0;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '-' ||
                                 text[end] == '_' || text[end] == '.'))
        ++end;
    return text.starts_with('-') || text.starts_with('.') ? "" : normalized_name(text.substr(0, end));
}

std::string origin_of(const Declared& declared, const std::string& source) {
    std::vector<std::string> parts;
    if (!declared.extras.empty()) parts.push_back(named("extra", declared.extras));
    if (!declared.groups.empty()) parts.push_back(named("group", declared.groups));
    parts.insert(parts.end(), declared.from.begin(), declared.from.end());
    std::string origin = source;
    if (!parts.empty()) origin += (source.empty() ? "" : " with ") + enumerated(parts);
    if (!declared.left_out.empty()) origin += fmt::format(" (not {})", join(declared.left_out, ", "));
    return origin;
}

}  // namespace testskew::profile
