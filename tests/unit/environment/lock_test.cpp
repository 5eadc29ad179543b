#include "environment/lock.hpp"

#include "catch.hpp"
#include "environment/resolve.hpp"
#include "folder.hpp"
#include "real.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::environment;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

void project(const fs::path& root) {
    real::write(root / "pyproject.toml",
                "[project]\nname = \"demo\"\nversion = \"1\"\nrequires-python = \">=3.8\"\n"
                "dependencies = [\"six==1.16.0\", \"tomli==2.0.1; python_version < '3.11'\"]\n"
                "[project.optional-dependencies]\ntest = [\"iniconfig==2.0.0\"]\n[dependency-groups]\ndev = "
                "[\"pluggy==1.5.0\"]\n"
                "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n");
}

Requirements locked(const char* file, Lines lines = {}) {
    Requirements requirements;
    requirements.lock = file;
    requirements.lines = std::move(lines);
    return requirements;
}

std::string versions(const Resolution& resolution) {
    std::string text;
    for (const auto& [name, package] : resolution.packages) text += package.requirement + " ";
    return text;
}

}  // namespace

TEST_CASE("uv.lock and pylock.toml give what they say for that Python, the project apart") {
    const real::Cache cache;
    const auto pythons = std::pair{real::python(9), real::python(12)};
    if (!cache || !pythons.first || !pythons.second) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "work";
    project(root);
    const std::string uv = std::getenv("UV"), python = pythons.second->executable;
    REQUIRE(
        real::output({uv, "lock", "-q", "--project", root.string(), "--directory", root.string(), "--python", python})
            .empty());
    REQUIRE(real::output({uv, "export", "-q", "--project", root.string(), "--directory", root.string(), "--python",
                          python, "--frozen", "--format", "pylock.toml", "-o", (root / "pylock.toml").string()})
                .empty());
    const auto profile = real::profile("ci");

    const auto plain = resolve({profile, locked("uv.lock"), *pythons.second}, root, {});
    CHECK(versions(plain) == "pluggy==1.5.0 six==1.16.0 ");
    REQUIRE(plain.local.size() == 1);
    CHECK(plain.local[0] == LocalInstall{".", {}, true, "demo"});

    const auto more = resolve({profile, locked("uv.lock", {"-e .[test]", "attrs==23.1.0"}), *pythons.first}, root, {});
    CHECK(versions(more) == "attrs==23.1.0 iniconfig==2.0.0 pluggy==1.5.0 six==1.16.0 tomli==2.0.1 ");
    CHECK(more.local.size() == 1);

    const auto pylock = resolve({profile, locked("pylock.toml"), *pythons.first}, root, {});
    CHECK(versions(pylock) == "pluggy==1.5.0 six==1.16.0 tomli==2.0.1 ");
    REQUIRE(pylock.local.size() == 1);
    CHECK(pylock.local[0].path == ".");
}

TEST_CASE("a freeze is taken exactly and its dependencies are not completed") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    real::write(cache.folder / "work" / "freeze.txt", "pytest==8.0.0\nsix==1.16.0\n");
    CHECK(versions(resolve({real::profile("ci"), locked("freeze.txt"), *python}, cache.folder / "work", {})) ==
          "pytest==8.0.0 six==1.16.0 ");
}

TEST_CASE("a lock of another tool is refused with what to do") {
    const real::Cache cache;
    real::write(cache.folder / "work" / "pixi.lock", "");
    FlatRequirements none;
    try {
        read_lock("pixi.lock", none, {}, cache.folder / "work", {});
        FAIL("read");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::usage);
        CHECK_THAT(error.what(), ContainsSubstring("requirements file"));
    }
}

TEST_CASE("what uv announces becomes requirements") {
    CHECK(
        announced("Using Python\nWould install 2 packages\n + six==1.17.0\n + foo==1.0 (from git+https://h/foo@89ab)\n",
                  false) == Lines{"six==1.17.0", "foo @ git+https://h/foo@89ab"});
}

TEST_CASE("folders that uv announces are installed from there") {
    const Folder folder;
    const std::string line = " + lib==1.0 (from file://" + folder.path.string() + ")\n";
    CHECK(announced(line, false) == Lines{"lib @ file://" + folder.path.string()});
    CHECK(announced(line, true) == Lines{"-e " + folder.path.string()});
    CHECK(announced(" + lib==1.0 (from file:///nowhere/lib)\n", true) == Lines{"lib @ file:///nowhere/lib"});
    CHECK(announced("Resolved 1 package\n - six==1.0\n", false).empty());
}

TEST_CASE("a lock that is not there is named") {
    FlatRequirements none;
    CHECK_THROWS_WITH(read_lock("gone.txt", none, {}, "/nowhere", {}), "the lock /nowhere/gone.txt cannot be read");
}

TEST_CASE("the file of a lock is the recording of which a session is named") {
    CHECK(file_of_lock("legs/a.jsonl:2", "/project") == "/project/legs/a.jsonl");
    CHECK(file_of_lock("/x/a.jsonl", "/project") == "/x/a.jsonl");
    CHECK(file_of_lock("uv.lock", "/project") == "/project/uv.lock");
}
