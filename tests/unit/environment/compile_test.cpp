#include "environment/compile.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::environment;

TEST_CASE("a compiled file becomes exact packages") {
    const auto compiled = read_compiled(
        "six==1.17.0\n# a comment\n--index-url https://h/simple\nFoo_Bar==2.0 ; python_version >= '3.8'\n"
        "lib @ git+https://h/lib@89ab\nwheel-x @ https://h/wheel_x-3.1-py3-none-any.whl#sha256=0\n",
        {}, "/project");
    CHECK(compiled.packages ==
          PackageSet{{"foo-bar", {"2.0", "foo-bar==2.0"}},
                     {"lib", {"", "lib @ git+https://h/lib@89ab"}},
                     {"six", {"1.17.0", "six==1.17.0"}},
                     {"wheel-x", {"3.1", "wheel-x @ https://h/wheel_x-3.1-py3-none-any.whl#sha256=0"}}});
    CHECK(compiled.local.empty());
}

TEST_CASE("folders among the lines are local, as they were asked for") {
    const Folder root;
    root.write("pyproject.toml", "[project]\nname = 'demo'\n").write("lib/setup.cfg", "[metadata]\nname = lib\n");
    LocalRequirement asked;
    asked.path = root.path;
    asked.install = {".", {"test"}, true, "demo"};
    const auto compiled =
        read_compiled("-e " + root.path.string() + "[test]\nlib @ file://" + (root.path / "lib").string() +
                          "\n./lib/\n-e file://" + (root.path / "lib").string() + "\n",
                      {asked}, root.path);
    CHECK(compiled.packages.empty());
    REQUIRE(compiled.local.size() == 2);  // lib, a dependency, is there once
    CHECK(compiled.local[0] == asked.install);
    CHECK(compiled.local[1] == LocalInstall{"lib", {}, false, "lib"});
}

TEST_CASE("a path that is no folder is a package, and a line without a name is nothing") {
    const Folder root;
    const auto compiled = read_compiled("x @ file:///nowhere/x-1.0-py3-none-any.whl\n./nowhere\n", {}, root.path);
    REQUIRE(compiled.packages.size() == 1);
    CHECK(compiled.packages.at("x").version == "1.0");
}
