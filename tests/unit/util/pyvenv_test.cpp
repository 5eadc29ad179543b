#include "util/pyvenv.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;

TEST_CASE("a virtual environment is named by its folder or its interpreter") {
    const Folder folder;
    folder.write("env/pyvenv.cfg", "home = /opt/Python/bin\nversion = 3.12.1\n").write("plain/bin/python", "");
    const auto env = folder.path / "env";
    CHECK(virtual_environment_of(env) == env);
    CHECK(virtual_environment_of(env / "") == env);
    CHECK(virtual_environment_of(env / "bin/python") == env);  // the program itself may be gone
    CHECK(virtual_environment_of(env / "lib/python").empty());
    CHECK(virtual_environment_of(folder.path / "plain/bin/python").empty());
    CHECK(virtual_environment_of(folder.path / "plain").empty());
}

TEST_CASE("pyvenv.cfg says what an environment was made from") {
    const Folder folder;
    folder.write("pyvenv.cfg", "Home = /opt/Python/bin\nversion_info = 3.12.1.final.0\nImplementation = CPython\n");
    CHECK(pyvenv_value(folder.path, "home") == "/opt/Python/bin");
    CHECK(pyvenv_value(folder.path, "implementation") == "cpython");
    CHECK(pyvenv_value(folder.path, "prompt").empty());
    CHECK(pyvenv_version(folder.path) == "3.12");
    CHECK(pyvenv_version(folder.path / "none").empty());
}
