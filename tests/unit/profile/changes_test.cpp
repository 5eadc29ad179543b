#include "profile/changes.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

TEST_CASE("the command line changes a side") {
    Folder folder;
    folder
        .write("testskew.toml",
               "[profile.ci]\npython = '3.11'\nlock = 'a.txt'\npytest = ['-x']\n[profile.ci.environ]\nA = '1'\n")
        .write("a.txt", "")
        .write("sub/b.txt", "");
    const auto project = find_project(folder.path);
    const auto side = load(project, "ci", folder.path / "sub",
                           {{"with", {"click<8.2", "-e ./own"}},
                            {"env", {"TZ=UTC", "A=2=3"}},
                            {"unset", {"API_KEY"}},
                            {"files", {"tracked"}},
                            {"requirements", {"b.txt", "attrs"}},
                            {"pytest", {"-m 'not slow'"}},
                            {"setup", {"python manage.py migrate"}},
                            {"limit", {"nofile=64"}},
                            {"cpus", {"1"}},
                            {"git-tags", {"no"}},
                            {"umask", {"027"}}});
    CHECK(side.with == Lines{"click<8.2", "-e sub/own"});
    CHECK(side.environ.at("TZ") == "UTC");
    CHECK(side.environ.at("A") == "2=3");
    CHECK_FALSE(side.environ.at("API_KEY"));
    CHECK(side.files.kind == FilesSpec::Kind::tracked);
    CHECK(side.requirements == Lines{"-r sub/b.txt", "attrs"});
    CHECK_FALSE(side.lock);
    CHECK(side.selection.options == Lines{"-x", "-m", "not slow"});
    CHECK(side.setup == std::vector<Lines>{{"python", "manage.py", "migrate"}});
    CHECK(side.host.limits.at("nofile") == 64);
    CHECK(side.host.cpus == 1);
    CHECK(side.git.tags == false);
    CHECK(side.host.umask == 027u);
    CHECK(requirements_of(side, folder.path, {}).with == side.with);
}

TEST_CASE("a wrong change is named by its option") {
    Folder folder;
    const auto error = [&](const std::string& key, const std::string& value) -> std::string {
        try {
            load(find_project(folder.path), "3.11", folder.path, {{key, {value}}}, "--bad-");
        } catch (const Error& thrown) {
            return thrown.what();
        }
        return "";
    };
    CHECK(error("files", "all") == "--bad-files must be \"worktree\", \"tracked\" or \"ref:COMMIT\", not \"all\"");
    CHECK(error("env", "TZ") == "--bad-env must be NAME=VALUE, not \"TZ\"");
    CHECK(error("cpus", "none") == "--bad-cpus must be a whole number from 1");
    CHECK(error("terminal", "maybe") == "--bad-terminal must be yes or no, not \"maybe\"");
    CHECK(error("lock", "none.txt").starts_with("--bad-lock: lock names "));
}

TEST_CASE("each side gets its own changes and those of both") {
    Folder folder;
    const auto pair = load_pair(
        find_project(folder.path),
        {folder.path, "3.11", "3.11", {}, {}, {{"env", {"A=1"}}}, {{"with", {"x==1"}}}, {{"with", {"x==2"}}}});
    CHECK(pair.bad.with == Lines{"x==1"});
    CHECK(pair.good.with == Lines{"x==2"});
    CHECK(pair.bad.environ.at("A") == "1");
    CHECK(pair.good.environ.at("A") == "1");
}

TEST_CASE("targets of the command line are relative to the current folder") {
    Folder folder;
    folder.write("testskew.toml", "").write("tests/unit/test_a.py", "").write("tests/test_b.py", "");
    const auto project = find_project(folder.path);
    CHECK(project_target(project, "test_b.py::test_x", folder.path / "tests") == "tests/test_b.py::test_x");
    CHECK(project_target(project, "unit", folder.path / "tests") == "tests/unit");
    CHECK(project_target(project, "tests/test_b.py", folder.path / "tests") == "tests/test_b.py");
    CHECK(project_target(project, "../test_b.py", folder.path / "tests/unit") == "tests/test_b.py");
    CHECK(project_target(project, "tests", folder.path) == "tests");
    CHECK(project_target(project, "no::such", folder.path) == "no::such");
}
