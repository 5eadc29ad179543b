#include "catch.hpp"
#include "folder.hpp"
#include "profile/profile.hpp"

using namespace testskew::profile;
namespace fs = std::filesystem;

TEST_CASE("the nearest testskew.toml is the project, before anything of pytest") {
    Folder folder;
    folder.write("testskew.toml", "").write("sub/pytest.ini", "[pytest]\n").write("sub/deep/x", "");
    CHECK(find_project(folder.path / "sub/deep").root == folder.path);
}

TEST_CASE("without a testskew.toml, pytest's rootdir is the project") {
    Folder folder;
    folder.write("tox.ini", "[pytest]\n").write("a/setup.cfg", "[metadata]\n").write("a/b/c/x", "");
    CHECK(find_project(folder.path / "a/b/c").root == folder.path);  // setup.cfg does not configure pytest
    folder.write("a/b/pyproject.toml", "[tool.pytest.ini_options]\n");
    CHECK(find_project(folder.path / "a/b/c").root == folder.path / "a/b");
}

TEST_CASE("without a configuration of pytest: setup.py, then requirements, then git") {
    Folder folder;
    fs::create_directories(folder.path / ".git");
    folder.write("app/tests/x", "");
    CHECK(find_project(folder.path / "app/tests").root == folder.path);
    folder.write("app/requirements.txt", "");
    CHECK(find_project(folder.path / "app/tests").root == folder.path / "app");
    folder.write("setup.py", "");
    CHECK(find_project(folder.path / "app/tests").root == folder.path);
}
