#include "profile/virtual_environment.hpp"

#include <cstdlib>

#include "catch.hpp"
#include "folder.hpp"
#include "profile/in_use.hpp"
#include "profile/profile.hpp"
#include "profile/resolve.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;

namespace {

/// Sets VIRTUAL_ENV while the object lives, and restores it afterwards.
struct ActiveEnvironment {
    std::optional<std::string> before = environment_variable("VIRTUAL_ENV");
    explicit ActiveEnvironment(const std::string& path) { ::setenv("VIRTUAL_ENV", path.c_str(), 1); }
    ~ActiveEnvironment() {
        if (before)
            ::setenv("VIRTUAL_ENV", before->c_str(), 1);
        else
            ::unsetenv("VIRTUAL_ENV");
    }
};

Requirements required(const Folder& folder, const std::string& asked) {
    return requirements_of(load(find_project(folder.path), asked, folder.path), folder.path, {});
}

}  // namespace

TEST_CASE("a virtual environment as python means what is installed in it") {
    Folder folder;
    folder.write("requirements.txt", "click\n")
        .write(".venv/pyvenv.cfg", "home = /usr/bin\n")
        .write("sub/env/pyvenv.cfg", "home = /usr/bin\n")
        .write("sub/base.toml", "python = 'env'\n")
        .write("testskew.toml",
               "[profile.a]\npython = '.venv'\n[profile.b]\npython = './.venv/bin/python3'\n"
               "[profile.c]\nextends = 'sub/base.toml'\n[profile.d]\npython = '/usr/bin/python3'\n");
    for (const char* asked : {"a", "b", ".venv", "./.venv", ".venv/", ".venv/bin/python"}) {
        const auto requirements = required(folder, asked);
        REQUIRE(requirements.installed);
        CHECK(requirements.installed->path == folder.path / ".venv");
        CHECK(requirements.installed->shown == ".venv");
        CHECK(requirements.installed->project == folder.path);
        CHECK(requirements.lines.empty());
    }
    const auto extending = required(folder, "c");
    REQUIRE(extending.installed);
    CHECK(extending.installed->shown == "sub/env");  // the folder "env", not /usr/bin/env
    CHECK_FALSE(required(folder, "d").installed);
    CHECK_FALSE(required(folder, "3.12").installed);
    CHECK(load(find_project(folder.path), ".venv", folder.path).name == "venv");
}

TEST_CASE("requirements and a lock of the profile win over what is installed, and that is said") {
    Folder folder;
    folder.write("my.txt", "click==8.1.7\n")
        .write(".venv/pyvenv.cfg", "home = /usr/bin\n")
        .write(
            "testskew.toml",
            "[profile.a]\npython = '.venv'\nlock = 'my.txt'\n[profile.b]\npython = '.venv'\nrequirements = ['six']\n");
    const auto locked = required(folder, "a"), listed = required(folder, "b");
    CHECK((!locked.installed && locked.lock));
    CHECK(locked.notes ==
          std::vector<std::string>{"what is installed in .venv is not used: the profile a has a lock of its own"});
    CHECK((!listed.installed && listed.lines == std::vector<std::string>{"six"}));
    CHECK(listed.notes == std::vector<std::string>{
                              "what is installed in .venv is not used: the profile b has requirements of its own"});
}

TEST_CASE("here is the virtual environment in use") {
    Folder folder;
    const ActiveEnvironment none("");
    CHECK_FALSE(environment_in_use(folder.path));
    folder.write("venv/pyvenv.cfg", "home = /usr/bin\n");
    CHECK(required(folder, "here").installed->shown == "venv");
    folder.write(".venv/pyvenv.cfg", "home = /usr/bin\n");
    CHECK(required(folder, "here").installed->shown == ".venv");
    CHECK(load(find_project(folder.path), "here", folder.path).name == "here");
    Folder active;
    active.write("pyvenv.cfg", "home = /usr/bin\n");
    {
        const ActiveEnvironment other(active.path.string());
        CHECK(required(folder, "here").installed->shown == active.path.string());
    }
    const ActiveEnvironment gone((active.path / "gone").string());
    CHECK_THROWS_WITH(required(folder, "here"), ContainsSubstring("which is no virtual environment"));
    folder.write("testskew.toml", "[profile.here]\npython = '3.8'\n");
    CHECK_FALSE(required(folder, "here").installed);
}
