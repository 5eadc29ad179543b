#include "profile/resolve.hpp"

#include <algorithm>

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

Settings found(const Folder& folder, const std::string& asked) {
    return find_settings(find_project(folder.path), asked, folder.path);
}

Settings resolved(const Folder& folder, const std::string& asked) {
    const auto project = find_project(folder.path);
    return resolve(project, find_settings(project, asked, folder.path));
}

std::string python_of(const Settings& settings) { return std::get<std::string>(settings.keys.at("python").value); }

}  // namespace

TEST_CASE("versions are told from names") {
    for (const char* version : {"3.11", "3.11.14", "3.15.0rc1", "3.13t", "311", "python3.12", "python", "py39",
                                "cpython-3.13", "2.7", "pypy3.10", "GraalPy"})
        CHECK(is_bare_version(version));
    for (const char* name : {"ci", "local", "", "py", "4.0", "3.11-slim", "python-ci", "3.11x"})
        CHECK_FALSE(is_bare_version(name));
}

TEST_CASE("a profile of the project comes before a built-in one, that before a version") {
    Folder folder;
    folder.write("testskew.toml", "[profile.'3.11']\npython = '3.8'\n");
    CHECK(python_of(found(folder, "3.11")) == "3.8");
    CHECK(found(folder, "3.12").origin == "built in");
    CHECK(found(folder, "3.12.1").origin == "command line");
    CHECK(python_of(found(folder, "3.12.1")) == "3.12.1");
}

TEST_CASE("an interpreter's path is a profile with a name made of it") {
    Folder folder;
    folder.write("env/bin/python", "");
    CHECK(found(folder, "/opt/x/bin/python3.11").name == "python3.11");
    CHECK(found(folder, "./env/bin/python").name == "env");
    CHECK(python_of(found(folder, "./env/bin/python")) == (folder.path / "env/bin/python").string());
    CHECK(python_of(found(folder, "env")) == (folder.path / "env").string());  // it is a folder with bin/python
    CHECK(python_of(found(folder, "~/py/bin/python")) == "~/py/bin/python");
    CHECK(found(folder, "/x/.my env/bin/python").name == "my-env");
}

TEST_CASE("a name that nobody has is refused with the nearest one") {
    Folder folder;
    folder.write("testskew.toml", "[profile.staging]\npython = '3.8'\n");
    CHECK_THROWS_WITH(found(folder, "stagin"), ContainsSubstring("did you mean \"staging\"?"));
    CHECK_THROWS_WITH(found(folder, ""), ContainsSubstring("the profiles are staging, 3.8"));
    CHECK_THROWS_WITH(found(folder, "gone.toml"), ContainsSubstring("there is no such profile file"));
    folder.write("empty.toml", "[profile]\n");
    CHECK_THROWS_WITH(found(folder, "empty.toml"), ContainsSubstring("holds no profile"));
}

TEST_CASE("parents are merged in their order, and a key of the child wins") {
    Folder folder;
    folder.write("testskew.toml", R"(
[profile.a]
python = "3.8"
seed = "uv"
pytest = ["-a"]
[profile.b]
python = "3.9"
pytest = ["-b"]
[profile.ci]
extends = ["a", "b"]
pytest = ["-c"]
)");
    const auto ci = resolved(folder, "ci");
    CHECK(python_of(ci) == "3.9");
    CHECK(ci.keys.at("seed").value == Value("uv"));
    CHECK(ci.keys.at("pytest").value == Value(Lines{"-c"}));
    CHECK(ci.keys.at("seed").place.ends_with("testskew.toml:4"));
}

TEST_CASE("requirements and lock take each other's place") {
    Folder folder;
    folder.write("testskew.toml", R"(
[profile.lines]
requirements = ["a"]
[profile.lock]
lock = "x.lock"
[profile.one]
extends = "lines"
lock = "y.lock"
[profile.two]
extends = ["lock", "lines"]
)");
    CHECK(resolved(folder, "one").keys.count("requirements") == 0);
    CHECK(resolved(folder, "two").keys.count("lock") == 0);
    CHECK(resolved(folder, "two").keys.at("requirements").value == Value(Lines{"a"}));
}

TEST_CASE("paths of a parent elsewhere are moved to the child's folder") {
    Folder folder;
    folder.write("shared/base.toml", "python = './bin/python'\nlock = 'a/uv.lock'\n")
        .write("shared/more.toml", "extends = 'base.toml'\nrequirements = ['-r r.txt']\n")
        .write("testskew.toml",
               "[profile.ci]\nextends = 'shared/base.toml'\n[profile.cd]\nextends = 'shared/more.toml'\n");
    const auto ci = resolved(folder, "ci");
    CHECK(python_of(ci) == (folder.path / "shared/bin/python").string());
    CHECK(ci.keys.at("lock").value == Value((folder.path / "shared/a/uv.lock").string()));
    CHECK(resolved(folder, "cd").keys.at("requirements").value == Value(Lines{"-r shared/r.txt"}));
}

TEST_CASE("a profile may extend the built-in one of its own name, and no circle") {
    Folder folder;
    folder.write("testskew.toml",
                 "[profile.github-ubuntu]\nextends = 'github-ubuntu'\n[profile.x]\nextends = ['y', 'y']\n[profile.y]\n"
                 "[profile.z]\nextends = 'z'\n[profile.lost]\nextends = 'nobody'\n");
    CHECK(resolved(folder, "github-ubuntu").keys.count("environ.CI") == 1);
    CHECK_NOTHROW(resolved(folder, "x"));  // the same parent twice is not a circle
    CHECK_THROWS_WITH(resolved(folder, "z"), ContainsSubstring("in a circle: z -> z"));
    CHECK_THROWS_WITH(resolved(folder, "lost"), ContainsSubstring("testskew.toml:9: there is no profile \"nobody\""));
}

TEST_CASE("built-in profiles are in the order of their versions") {
    const auto names = built_in_names();
    const auto at = [&](const char* name) { return std::find(names.begin(), names.end(), name) - names.begin(); };
    CHECK(at("3.8") < at("3.9"));
    CHECK(at("3.9") < at("3.10"));
    CHECK(at("3.15") < at("github-ubuntu"));
    CHECK_FALSE(built_in("nothing"));
    CHECK(built_in("3.11")->directory.empty());
}
