#include "profile/declared.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>

#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {

bool is_test_name(const std::string& name) {
    static const std::set<std::string> names = {
        "test",     "tests",     "testing",  "dev",       "devel",     "develop",    "development", "dev-test",
        "test-dev", "tests-dev", "unittest", "unittests", "unit-test", "unit-tests", "pytest",      "dev-dependencies"};
    return names.count(normalized_name(name)) != 0;
}

std::string name_of_requirement(const std::string& requirement) {
    const std::string_view text = trim(requirement);
    size_t end = 0;
    while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == '-' ||
                                 text[end] == '_' || text[end] == '.'))
        ++end;
    return text.starts_with('-') || text.starts_with('.') ? "" : normalized_name(text.substr(0, end));
}

}  // namespace testskew::profile
