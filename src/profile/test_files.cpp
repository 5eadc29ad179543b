#include "profile/test_files.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace testskew::profile {
namespace fs = std::filesystem;
namespace {

constexpr size_t most_test_files = 400, largest_test_file = 400000;

bool is_test_file(const std::string& name) {
    return name.ends_with(".py") && (name.starts_with("test") || name.ends_with("_test.py") || name == "conftest.py" ||
                                     name.ends_with("_tests.py"));
}

}  // namespace

std::vector<fs::path> test_files(const fs::path& project) {
    static const std::set<std::string> others = {"node_modules", "build",         "dist",       "venv",
                                                 "env",          "site-packages", "__pycache__"};
    std::vector<fs::path> files;
    std::error_code error;
    fs::recursive_directory_iterator entry(project, fs::directory_options::skip_permission_denied, error), end;
    for (; !error && entry != end && files.size() < most_test_files; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        std::error_code ignored;
        if (entry->is_directory(ignored)) {
            if (name.starts_with('.') || others.count(name) || name.ends_with(".egg-info") ||
                fs::exists(entry->path() / "pyvenv.cfg", ignored))
                entry.disable_recursion_pending();
        } else if (is_test_file(name) && entry->is_regular_file(ignored) &&
                   entry->file_size(ignored) < largest_test_file) {
            files.push_back(entry->path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool has_test_files(const fs::path& folder) {
    const auto files = test_files(folder);
    return std::any_of(files.begin(), files.end(), [](const auto& file) { return file.filename() != "conftest.py"; });
}

}  // namespace testskew::profile
