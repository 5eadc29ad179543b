#include "environment/index_credentials.hpp"

#include <algorithm>

#include "environment/failure.hpp"

namespace testskew::environment {
namespace {

/// An option, the variables that mean the same to uv or to pip, and what stands between several values.
struct IndexOption {
    const char* name;
    const char* variable;
    const char* separator;
};

constexpr IndexOption index_options[] = {
    {"--default-index", "UV_DEFAULT_INDEX", " "}, {"--index", "UV_INDEX", " "},
    {"--find-links", "UV_FIND_LINKS", ","},       {"--find-links", "PIP_FIND_LINKS", " "},
    {"--index-url", "PIP_INDEX_URL", " "},        {"--extra-index-url", "PIP_EXTRA_INDEX_URL", " "},
};

bool has_credentials(const std::string& url) { return without_credentials(url) != url; }

}  // namespace

void hide_credentials(std::vector<std::string>& argv, Environ& environ) {
    std::vector<std::string> moved;
    for (size_t i = 0; i + 1 < argv.size(); ++i)
        if (argv[i].starts_with("--") && has_credentials(argv[i + 1])) moved.push_back(argv[i]);
    for (const IndexOption& option : index_options) {
        if (std::find(moved.begin(), moved.end(), option.name) == moved.end()) continue;
        std::string values;
        for (size_t i = 0; i + 1 < argv.size(); ++i)
            if (argv[i] == option.name) values += (values.empty() ? "" : option.separator) + argv[i + 1];
        environ[option.variable] = values;
    }
    std::vector<std::string> kept;
    for (size_t i = 0; i < argv.size(); ++i) {
        const bool is_moved = std::find(moved.begin(), moved.end(), argv[i]) != moved.end() &&
                              std::any_of(std::begin(index_options), std::end(index_options),
                                          [&](const IndexOption& option) { return argv[i] == option.name; });
        if (is_moved)
            ++i;
        else
            kept.push_back(argv[i]);
    }
    argv = std::move(kept);
}

}  // namespace testskew::environment
