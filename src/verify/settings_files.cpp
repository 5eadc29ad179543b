#include "verify/settings_files.hpp"

#include <algorithm>
#include <set>

#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::verify {
namespace {

/// What is read by this name, in whichever folder it stands.
const std::set<std::string>& fixed_names() {
    static const std::set<std::string> names = {
        "testskew.toml", "pyproject.toml", "setup.py",     "setup.cfg",       "tox.ini",        "tox.toml",
        "noxfile.py",    "pytest.ini",     "Pipfile",      "Pipfile.lock",    "poetry.lock",    "pdm.lock",
        "uv.lock",       "uv.toml",        "pylock.toml",  "Makefile",        "Jenkinsfile",    "azure-pipelines.yml",
        ".travis.yml",   ".gitlab-ci.yml", "appveyor.yml", "environment.yml", ".python-version"};
    return names;
}

bool names_requirements(const std::string& path) {
    for (const char* word : {"require", "constraint", "pylock."})
        if (lower(path).find(word) != std::string::npos) return true;
    return false;
}

bool has_extension(const fs::path& file, const std::set<std::string>& extensions) {
    return extensions.count(file.extension().string()) > 0;
}

}  // namespace

bool is_settings(const std::string& path, const std::string& declarations) {
    const fs::path file(path);
    const std::string name = file.filename().string();
    if (fixed_names().count(name)) return true;
    for (const char* folder : {".github/", ".circleci/", ".gitlab/", ".buildkite/"})
        if (path.starts_with(folder) && has_extension(file, {".yml", ".yaml"})) return true;
    if (!has_extension(file, {".toml", ".cfg", ".ini", ".txt", ".in", ".lock", ".yml", ".yaml"})) return false;
    if (names_requirements(path) && has_extension(file, {".txt", ".in", ".toml", ".lock"})) return true;
    return declarations.find(name) != std::string::npos;
}

std::string declarations_in(const std::vector<fs::path>& folders) {
    std::string text;
    std::set<fs::path> seen;
    const auto add = [&](const fs::path& file) {
        if (seen.insert(file).second) text += read_file(file).value_or("") + "\n";
    };
    for (const fs::path& folder : folders) {
        std::error_code error;
        for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
            const std::string name = it->path().filename().string();
            // A file of requirements may include others, whatever these are called.
            const bool requirements = names_requirements(name) && has_extension(it->path(), {".txt", ".in"});
            if ((fixed_names().count(name) || requirements) && is_file(it->path())) add(it->path());
        }
        for (const fs::path& inner : {folder / "requirements", folder / ".github" / "workflows"})
            for (fs::directory_iterator it(inner, error), end; !error && it != end; it.increment(error))
                if (is_file(it->path())) add(it->path());
    }
    return text;
}

}  // namespace testskew::verify
