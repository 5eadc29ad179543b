#include "interpreter/places.hpp"

#include <algorithm>

#include "catch.hpp"
#include "interpreter_world.hpp"

using namespace testskew::interpreter;
namespace fs = std::filesystem;
using Paths = std::vector<fs::path>;

namespace {

/// The candidates that are in the test's own folder, in their order.
Paths own(const World& world, std::optional<int> minor = std::nullopt) {
    Paths result;
    for (const auto& path : candidates(minor))
        if (path.string().starts_with(world.path.string() + "/")) result.push_back(path);
    return result;
}

}  // namespace

TEST_CASE("every manager's folder is searched, TESTSKEW_PYTHONS and PATH before them") {
    World world;
    world.forget_the_machine();
    const Paths expected = {world.script("named/python3.9"),
                            world.script("path/python3.10"),
                            world.script("home/.pyenv/versions/3.11.4/bin/python3.11"),
                            world.script("home/.local/share/uv/python/cpython-3.12.1-linux/bin/python3.12"),
                            world.script("home/.asdf/installs/python/3.13.0/bin/python3.13"),
                            world.script("home/.local/share/mise/installs/python/3.14.0/bin/python3.14"),
                            world.script("home/.rye/py/x/bin/python3.8"),
                            world.script("home/.local/share/hatch/pythons/3.15/bin/python3.15")};
    // The names of uv's folders say which implementation they hold.
    world.script("home/.local/share/uv/python/pypy-3.10/bin/python3.10");
    world.set("TESTSKEW_PYTHONS", (world.path / "named").string());
    world.set("PATH", (world.path / "path").string());
    CHECK(own(world) == expected);
}

TEST_CASE("variables move the folders of managers") {
    World world;
    world.forget_the_machine();
    const auto pyenv = world.script("a/versions/3.11.4/bin/python3.11"),
               uv = world.script("b/cpython-3.12/bin/python3.12"),
               asdf = world.script("c/installs/python/3.13/bin/python3.13");
    world.script("home/.pyenv/versions/3.11.4/bin/python3.11");
    world.set("PYENV_ROOT", (world.path / "a").string());
    world.set("UV_PYTHON_INSTALL_DIR", (world.path / "b").string());
    world.set("ASDF_DATA_DIR", (world.path / "c").string());
    CHECK(own(world) == Paths{pyenv, uv, asdf});
}

TEST_CASE("TESTSKEW_PYTHONS names folders, installations and executables") {
    World world;
    world.forget_the_machine();
    const auto folder = world.script("folder/python3.9"), installation = world.script("tree/bin/python3.10"),
               file = world.script("odd-name");
    world.set("TESTSKEW_PYTHONS", (world.path / "folder").string() + ":" + (world.path / "tree").string() + ":" +
                                      file.string() + "::relative");
    CHECK(own(world) == Paths{folder, installation, file});
}

TEST_CASE("each real file is there once, under its own name") {
    World world;
    world.forget_the_machine();
    const auto real = world.script("bin/python3.11");
    fs::create_symlink("python3.11", world.path / "bin/python3");
    fs::create_symlink(real, world.path / "bin/python");
    world.set("PATH", (world.path / "bin").string() + ":" + (world.path / "bin").string());
    CHECK(own(world) == Paths{real});
}

TEST_CASE("of a folder the newest version comes first, and a free-threaded one after its twin") {
    World world;
    world.forget_the_machine();
    const auto old = world.script("bin/python3.9"), threaded = world.script("bin/python3.13t"),
               twin = world.script("bin/python3.13"), other = world.script("bin/pypy3");
    world.script("bin/python3.7");  // this version is too old to be looked for
    world.set("PATH", (world.path / "bin").string());
    CHECK(own(world) == Paths{twin, threaded, old, other});
    CHECK(own(world, 13) == Paths{twin, threaded, other});
    CHECK(own(world, 9) == Paths{old, other});
}

TEST_CASE("files that cannot be run, and stand-ins, are left out") {
    World world;
    world.forget_the_machine();
    world.folder.write("bin/python3.11", "no program");
    fs::permissions(world.path / "bin/python3.11", fs::perms::owner_read);
    world.script("shims/python3.12");
    world.script("tools/mise");
    fs::create_symlink(world.path / "tools/mise", world.path / "bin/python3.13");
    world.set("PATH", (world.path / "bin").string() + ":" + (world.path / "shims").string());
    CHECK(own(world).empty());
    CHECK(is_shim("/x/shims/python"));
    CHECK(is_shim("/usr/bin/pyenv"));
    CHECK_FALSE(is_shim("/usr/bin/python3"));
}

TEST_CASE("an environment's python leads to the one it was made from, through several layers") {
    World world;
    const auto base = world.script("base/bin/python3.11");
    world.script("base/bin/python3.12");
    world.script("outer/bin/python");
    world.folder.write("outer/pyvenv.cfg", "Home = " + (world.path / "base/bin").string() + "\nversion = 3.11.2\n")
        .write("outer/lib/python3.11/site-packages/x", "");
    // The home of the environment has two interpreters, and this one has the environment's version.
    CHECK(base_of(world.path / "outer/bin/python") == base);
    world.script("inner/bin/python");
    world.folder.write("inner/pyvenv.cfg", "home=" + (world.path / "outer/bin").string() + "\n");
    CHECK(base_of(world.path / "inner/bin/python") == base);
    CHECK(base_of(base) == base);
}

TEST_CASE("an environment whose base is gone, or is itself, stays what it is") {
    World world;
    const auto lost = world.script("lost/bin/python");
    world.folder.write("lost/pyvenv.cfg", "home = /nowhere/bin\n");
    CHECK(base_of(lost) == lost);
    const auto circle = world.script("circle/bin/python");
    world.folder.write("circle/pyvenv.cfg", "home = " + (world.path / "circle/bin").string() + "\n");
    CHECK(base_of(circle) == circle);
    const auto silent = world.script("silent/bin/python");
    world.folder.write("silent/pyvenv.cfg", "version = 3.11\n");
    CHECK(base_of(silent) == silent);
}
