// The locks of uv, poetry, pdm and pipenv, and pylock.toml. The text has the lock and, behind a line "-----", the
// pyproject.toml that stands beside it.
#include "model/interpreter.hpp"
#include "model/profile.hpp"
#include "place.hpp"
#include "profile/locked.hpp"
#include "profile/named_groups.hpp"
#include "profile/requirements.hpp"
#include "profile/requirements_of_lock.hpp"
#include "targets.hpp"

namespace testskew::fuzz {
namespace {

Interpreter some_interpreter() {
    Interpreter result;
    result.executable = "/usr/bin/python3.11";
    result.version = "3.11.7";
    result.major = 3, result.minor = 11, result.micro = 7;
    result.implementation = "cpython";
    result.platform = "linux-x86_64";
    return result;
}

/// The lock of this name in the folder of the project, read as a run does.
void read_beside(const std::string& name, const std::string& text) {
    const auto [lock, pyproject] = in_two(text);
    const std::filesystem::path folder = project_folder() / "locked";
    std::filesystem::create_directories(folder);
    const auto path = written("locked/" + name, lock);
    written("locked/pyproject.toml", pyproject);
    const Interpreter interpreter = some_interpreter();
    const Profile profile;
    profile::requirements_of_lock(path, name, {profile, folder, interpreter});
}

}  // namespace

void uv_lock(const std::string& text) { read_beside("uv.lock", text); }
void pylock(const std::string& text) { read_beside("pylock.toml", text); }
void poetry_lock(const std::string& text) { read_beside("poetry.lock", text); }
void pdm_lock(const std::string& text) { read_beside("pdm.lock", text); }
void pipfile_lock(const std::string& text) { read_beside("Pipfile.lock", text); }

}  // namespace testskew::fuzz
