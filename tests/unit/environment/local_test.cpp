#include "environment/local.hpp"

#include <thread>

#include "catch.hpp"
#include "environment/build.hpp"
#include "environment/cached.hpp"
#include "environment/failure.hpp"
#include "environment/installed.hpp"
#include "real.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

namespace {

/// A project with a src layout and one module, whose backend needs nothing from the index but hatchling.
void project(const fs::path& root, const std::string& value) {
    real::write(root / "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1\"\n[project.scripts]\ndemo = \"demo:main\"\n"
                "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n"
                "[tool.hatch.build.targets.wheel]\npackages = [\"src/demo\"]\n");
    real::write(root / "src" / "demo" / "__init__.py",
                "value = '" + value + "'\ndef main(): print('main of ' + value)\n");
}

Environment third_party(const Interpreter& python, bool editable) {
    Resolution resolution;
    resolution.seed = Seed::none;
    resolution.packages["six"] = {"1.16.0", "six==1.16.0"};
    resolution.local = {{".", {}, editable, "demo"}};
    return build(python, resolution, {});
}

constexpr const char* where = "import demo, six; print(demo.value, demo.__file__)";

}  // namespace

TEST_CASE("an editable project is installed on top, for each path that it is seen at") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path first = cache.folder / "a" / "work", second = cache.folder / "bb" / "work";
    project(first, "one");
    project(second, "two");
    const auto base = third_party(*python, true);
    const auto one = install_local(base, {first, "stamp", {}}, {});
    CHECK(one.key != base.key);
    CHECK(real::says(one, where) == "one " + (first / "src/demo/__init__.py").string());
    CHECK(real::output({(one.path / "bin" / "demo").string()}) == "main of one\n");
    CHECK(installed(base.path).size() == 1);  // the third-party environment is unchanged
    CHECK(verify(base));
    CHECK(verify(one));

    // The same files are in another folder. No backend runs for them; the broken backend here would show it.
    real::write(second / "pyproject.toml", "not toml");
    const auto two = install_local(base, {second, "stamp", {}}, {});
    CHECK(real::says(two, where) == "two " + (second / "src/demo/__init__.py").string());
    CHECK(real::output({(two.path / "bin" / "demo").string()}) == "main of two\n");
    CHECK(real::says(one, where).starts_with("one "));

    int steps = 0;
    CHECK(install_local(base, {first, "stamp", {}}, {}, [&](const std::string&) { ++steps; }).key == one.key);
    CHECK(steps == 0);
    CHECK(install_local(base, {first, "other", {}}, {}).key != one.key);
}

TEST_CASE("a project that is not editable is installed as its files are now") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "work";
    project(root, "one");
    const auto base = third_party(*python, false);
    const auto one = install_local(base, {root, "1", {}}, {});
    project(root, "two");
    const auto two = install_local(base, {root, "2", {}}, {});
    CHECK(real::says(one, where).starts_with("one " + one.path.string()));
    CHECK(real::says(two, where).starts_with("two " + two.path.string()));
}

TEST_CASE("a backend that fails gives its reason and leaves nothing") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "work";
    project(root, "one");
    real::write(root / "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1\"\n[build-system]\nrequires = []\nbuild-backend = "
                "\"backend\"\nbackend-path = [\".\"]\n");
    real::write(root / "backend.py", "raise SystemExit('needs libfoo')\n");
    const auto base = third_party(*python, true);
    try {
        install_local(base, {root, "1", {}}, {});
        FAIL("installed");
    } catch (const BuildError& error) {
        CHECK(error.failure.no_wheel_or_build);
        CHECK_THAT(error.what(), ContainsSubstring("needs libfoo"));
    }
    CHECK(list().size() == 1);
}

TEST_CASE("what the build writes into the tree is kept with the environment, for each path of the project") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path first = cache.folder / "a" / "work", second = cache.folder / "bb" / "work";
    project(first, "one");
    project(second, "one");
    const auto base = third_party(*python, true);
    int saved = 0;
    const auto save = [&]() -> LocalPlace::Save {
        return [&](const fs::path& to) {
            ++saved;
            real::write(to / "src" / "demo" / "_made.py", "made = True\n");
            fs::create_symlink(first / "src", to / "link");
        };
    };
    const auto one = install_local(base, {first, "stamp", {}, save}, {});
    CHECK(one.built_files == one.path / "built-in-tree");
    CHECK(saved == 1);
    CHECK(verify(one));
    const auto again = install_local(base, {first, "stamp", {}, save}, {});
    CHECK(again.built_files == one.built_files);
    const auto two = install_local(base, {second, "stamp", {}, save}, {});
    CHECK(saved == 1);
    CHECK(read_file(two.built_files / "src" / "demo" / "_made.py") == "made = True\n");
    CHECK(fs::read_symlink(two.built_files / "link") == second / "src");
    CHECK(fs::read_symlink(one.built_files / "link") == first / "src");
    CHECK(install_local(base, {first, "other", {}}, {}).built_files.empty());
}

TEST_CASE("the workspace is entered before the backend runs") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "work";
    project(root, "one");
    const auto base = third_party(*python, true);
    const LocalPlace place{root, "1", {{}, cache.folder / "not there"}};
    CHECK_THROWS_WITH(install_local(base, place, {}), ContainsSubstring("not there"));
}

TEST_CASE("repoint rewrites whole paths only") {
    const real::Cache cache;
    const fs::path site = cache.folder / "site";
    real::write(site / "x.pth", "/tmp/a/src\n/tmp/ab/src\n/tmp/a\n");
    real::write(site / "__editable___x_finder.py", "MAPPING = {'x': '/tmp/a/x'}\n");
    real::write(site / "x-1.dist-info" / "direct_url.json", "{\"url\": \"file:///tmp/a\"}");
    real::write(site / "other.py", "'/tmp/a'\n");
    repoint(site, "/tmp/a", "/work/b");
    CHECK(read_file(site / "x.pth") == "/work/b/src\n/tmp/ab/src\n/work/b\n");
    CHECK(read_file(site / "__editable___x_finder.py") == "MAPPING = {'x': '/work/b/x'}\n");
    CHECK(read_file(site / "x-1.dist-info" / "direct_url.json") == "{\"url\": \"file:///work/b\"}");
    CHECK(read_file(site / "other.py") == "'/tmp/a'\n");
}

TEST_CASE("of two environments that are made at once, each has a build of the project of its own") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "work", builds = cache.folder / "builds";
    project(root, "one");
    // The backend notes each of its builds outside of the tree.
    real::write(root / "hatch_build.py",
                "from hatchling.builders.hooks.plugin.interface import BuildHookInterface\n"
                "class Noting(BuildHookInterface):\n    def initialize(self, version, build_data):\n        open('" +
                    builds.string() + "', 'a').write('built\\n')\n");
    real::write(root / "pyproject.toml",
                read_file(root / "pyproject.toml").value_or("") + "[tool.hatch.build.targets.wheel.hooks.custom]\n");
    Resolution without;
    without.seed = Seed::none;
    without.local = {{".", {}, true, "demo"}};
    const auto with_six = third_party(*python, true), with_none = build(*python, without, {});
    std::thread other([&] { install_local(with_six, {root, "1", {}}, {}); });
    install_local(with_none, {root, "1", {}}, {});
    other.join();
    CHECK(read_file(builds) == "built\nbuilt\n");
}
