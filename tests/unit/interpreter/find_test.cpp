#include "interpreter/find.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "catch.hpp"
#include "interpreter/identify.hpp"
#include "interpreter/places.hpp"
#include "interpreter_world.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::interpreter;
namespace fs = std::filesystem;

namespace {

/// Any interpreter of this machine; nullopt if there is none.
std::optional<Interpreter> any() {
    const auto all = find_all();
    if (!all.empty()) return all.front();
    return std::nullopt;
}

}  // namespace

TEST_CASE("an interpreter is what it says, by path, version and from a virtual environment") {
    const auto one = any();
    if (!one) TESTSKEW_SKIP("there is no Python interpreter on this machine");
    World world;
    const auto again = identify(one->executable);
    CHECK((again.version == one->version && again.soabi == one->soabi && again.implementation == "cpython"));
    CHECK(!again.build.empty());
    CHECK(again.platform.find('-') != std::string::npos);
    const auto found = find(one->minor_version(), world.path);
    CHECK(found.interpreter.minor == one->minor);

    // This has the layout of an environment that venv makes.
    const fs::path base = one->executable;
    world.script("venv/pyvenv.cfg", "home = " + base.parent_path().string() + "\n");
    fs::create_directories(world.path / "venv/bin");
    fs::create_symlink(base, world.path / "venv/bin" / base.filename());
    const auto asked = "./venv/bin/" + base.filename().string();
    CHECK(fs::equivalent(find(asked, world.path).interpreter.executable, base));
    CHECK(!find(asked, world.path).fidelity);
}

TEST_CASE("a patch release that is not there is named") {
    const auto one = any();
    if (!one) TESTSKEW_SKIP("there is no Python interpreter on this machine");
    World world;
    const auto found = find(one->minor_version() + ".99", world.path);
    REQUIRE(found.fidelity);
    CHECK(found.fidelity->asked == one->minor_version() + ".99");
    CHECK(found.fidelity->got == found.interpreter.version);
}

TEST_CASE("the cached answer starts no process, and a changed file is asked again") {
    const auto one = any();
    if (!one) TESTSKEW_SKIP("there is no Python interpreter on this machine");
    World world;
    const auto count = world.path / "count";
    const auto wrapper = world.script(
        "bin/python3.9", "#!/bin/sh\necho x >> '" + count.string() + "'\nexec '" + one->executable + "' \"$@\"\n");
    identify(wrapper);
    identify(wrapper);
    CHECK(read_file(count) == "x\n");
    world.script("bin/python3.9",
                 "#!/bin/sh\n# another\necho x >> '" + count.string() + "'\nexec '" + one->executable + "' \"$@\"\n");
    identify(wrapper);
    CHECK(read_file(count) == "x\nx\n");
}

TEST_CASE("a broken interpreter is skipped with a reason") {
    World world;
    world.script("broken/bin/python3.9", "#!/bin/sh\necho 'error while loading shared libraries' >&2\nexit 127\n");
    world.set("TESTSKEW_PYTHONS", (world.path / "broken").string());
    const auto all = inventory();
    const auto found = std::find_if(all.unusable.begin(), all.unusable.end(),
                                    [&](const Unusable& u) { return u.path == world.path / "broken/bin/python3.9"; });
    REQUIRE(found != all.unusable.end());
    CHECK(found->reason == "is no working Python: error while loading shared libraries");
    CHECK_THROWS_WITH(identify(world.path / "broken/bin/python3.9"), ContainsSubstring("error while loading"));
}

TEST_CASE("TESTSKEW_PYTHONS comes before PATH, shims are left out") {
    World world;
    const auto mine = world.script("extra/python3.12", "#!/bin/sh\n");
    world.script("shims/python3.12", "#!/bin/sh\n");
    world.script("root/versions/3.12.0/bin/python3.12", "#!/bin/sh\n");
    world.set("TESTSKEW_PYTHONS", (world.path / "extra").string());
    world.set("PATH", (world.path / "shims").string());
    world.set("PYENV_ROOT", (world.path / "root").string());
    const auto all = candidates(12);
    REQUIRE(all.size() >= 2);
    CHECK(all[0] == mine);
    CHECK(all[1] == world.path / "root/versions/3.12.0/bin/python3.12");
    CHECK(std::find(all.begin(), all.end(), world.path / "shims/python3.12") == all.end());
}

TEST_CASE("what is refused and what is missing have their exit codes") {
    World world;
    const auto code_of = [&](const std::string& asked) {
        try {
            find(asked, world.path);
        } catch (const Error& error) {
            CHECK(std::string(error.what()).find('\n') == std::string::npos);
            return error.code;
        }
        return ExitCode::ok;
    };
    CHECK(code_of("pypy3.10") == ExitCode::usage);
    CHECK(code_of("3.7") == ExitCode::usage);
    CHECK(code_of("2.7") == ExitCode::usage);
    CHECK(code_of("3.16") == ExitCode::usage);
    CHECK(code_of("/nowhere/python3.11") == ExitCode::environment);
    CHECK(code_of("no-such-python") == ExitCode::environment);
}

TEST_CASE("a virtual environment whose Python is gone says so") {
    World world;
    fs::create_directories(world.path / ".venv/bin");
    write_file(world.path / ".venv/pyvenv.cfg", "home = /opt/gone/bin\nversion = 3.12.1\n");
    fs::create_symlink("/opt/gone/bin/python3.12", world.path / ".venv/bin/python");
    for (const char* asked : {".venv", "./.venv", ".venv/bin/python"}) try {
            find(asked, world.path);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.code == ExitCode::environment);
            CHECK(std::string(error.what()).find(".venv was made from (/opt/gone/bin) is gone") != std::string::npos);
        }
}
