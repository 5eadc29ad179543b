#include "environment/build.hpp"

#include "catch.hpp"
#include "environment/cached.hpp"
#include "environment/conflicts.hpp"
#include "environment/environment_folder.hpp"
#include "environment/failure.hpp"
#include "environment/installed.hpp"
#include "environment/stamp.hpp"
#include "environment/tree_digest.hpp"
#include "real.hpp"
#include "util/files.hpp"

#include <sys/stat.h>
#include <thread>

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

namespace {

Resolution of(std::initializer_list<std::pair<const char*, const char*>> pins, Seed seed = Seed::none) {
    Resolution resolution;
    resolution.seed = seed;
    for (const auto& [name, version] : pins) resolution.packages[name] = {version, std::string(name) + "==" + version};
    return resolution;
}

}  // namespace

TEST_CASE("an environment is built once and then used as it is") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    int steps = 0;
    const auto first =
        build(*python, of({{"six", "1.16.0"}, {"iniconfig", "2.0.0"}}), {}, [&](const std::string&) { ++steps; });
    CHECK(steps > 0);
    CHECK(first.key.size() == 16);
    CHECK(first.path.filename() == first.key);
    CHECK(real::says(first, "import six, iniconfig; print(six.__version__)") == "1.16.0");
    CHECK(installed(first.path) == first.packages);
    CHECK_FALSE(fs::is_empty(site_packages(first.path) / "__pycache__"));  // bytecode is compiled

    steps = 0;
    const auto second =
        build(*python, of({{"six", "1.16.0"}, {"iniconfig", "2.0.0"}}), {}, [&](const std::string&) { ++steps; });
    CHECK(steps == 0);
    CHECK(second.key == first.key);
    CHECK(build(*python, of({{"six", "1.16.0"}}), {}).key != first.key);
}

TEST_CASE("another copy of an environment has the same content in a place of its own") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto pins = of({{"six", "1.16.0"}});
    const auto first = build(*python, pins, {});
    BuildOptions options;
    options.copy = 1;
    const auto second = build(*python, pins, options), third = vary(first, pins.packages, options);
    CHECK(second.path != first.path);
    CHECK(second.copy == 1);
    CHECK(third.key == second.key);
    CHECK(installed(second.path) == installed(first.path));
    CHECK(second.path.string().size() == first.path.string().size());
}

TEST_CASE("an environment that a test changed is noticed and built anew") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto pins = of({{"six", "1.16.0"}, {"iniconfig", "2.0.0"}});
    const auto built = build(*python, pins, {});
    real::says(built, "import six, iniconfig");
    CHECK(verify(built));  // using the environment is no change, even if that writes bytecode

    SECTION("a file was deleted in a package") {
        fs::remove(site_packages(built.path) / "iniconfig" / "exceptions.py");
    }
    SECTION("a file was written") { real::write(site_packages(built.path) / "extra.py", "x = 1\n"); }
    SECTION("a file was changed in place") {
        real::write(site_packages(built.path) / "iniconfig" / "__init__.py", "x = 1\n");
    }
    SECTION("its Python is gone") { fs::remove(built.path / "bin" / "python"); }
    CHECK_FALSE(verify(built));
    const auto again = build(*python, pins, {});
    CHECK(again.key == built.key);
    CHECK(verify(again));
    CHECK(real::says(again, "import iniconfig.exceptions; print('ok')") == "ok");
}

TEST_CASE("an interrupted build leaves nothing that is trusted") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto pins = of({{"six", "1.16.0"}});
    const auto built = build(*python, pins, {});
    fs::remove(EnvironmentFolder(built.key).stamp_file());
    fs::remove(site_packages(built.path) / "six.py");
    const auto again = build(*python, pins, {});
    CHECK(real::says(again, "import six; print('ok')") == "ok");
}

TEST_CASE("two builders of one environment take turns") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    std::string keys[2];
    std::thread other([&] { keys[0] = build(*python, of({{"six", "1.16.0"}}), {}).key; });
    keys[1] = build(*python, of({{"six", "1.16.0"}}), {}).key;
    other.join();
    CHECK(keys[0] == keys[1]);
    CHECK(list().size() == 1);
}

TEST_CASE("a version that does not exist is named, and nothing stays") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    try {
        build(*python, of({{"six", "99.0"}, {"iniconfig", "2.0.0"}}), {});
        FAIL("built");
    } catch (const BuildError& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK(error.failure.packages == std::vector<std::string>{"six"});
        CHECK_FALSE(error.failure.network);
        CHECK(std::string(error.what()).find('\n') == std::string::npos);
        CHECK_THAT(error.what(), ContainsSubstring("there is no version of six==99.0"));
    }
    CHECK(list().empty());
}

TEST_CASE("a cache that cannot be written is one clear line") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    real::write(cache.folder / "cache" / "testskew" / "environments", "a file where the folder should be");
    try {
        build(*python, of({{"six", "1.16.0"}}), {});
        FAIL("built");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK_THAT(error.what(), ContainsSubstring("environments"));
    }
}

TEST_CASE("a new environment has the seeds of python -m venv") {
    const real::Cache cache;
    if (!cache) TESTSKEW_SKIP(real::lacking);
    for (const int minor : {11, 12}) {
        const auto python = real::python(minor);
        if (!python) continue;
        auto pins = of({}, Seed::venv);
        for (const auto& [name, version] : python->seeds) pins.packages[name] = {version, name + "==" + version};
        BuildOptions offline;
        offline.offline = true;  // pip and setuptools come from ensurepip
        const auto built = build(*python, pins, offline);
        std::map<std::string, std::string> versions;
        for (const auto& [name, package] : installed(built.path)) versions[name] = package.version;
        CHECK(versions == python->seeds);
        CHECK(fs::exists(built.path / "bin" / "pip"));
        CHECK(versions.count("setuptools") == (minor < 12 ? 1 : 0));
    }
}

TEST_CASE("vary gives what a build from scratch gives") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto base = build(*python, of({{"six", "1.16.0"}, {"iniconfig", "2.0.0"}, {"pyflakes", "3.1.0"}}), {});
    const auto target = of({{"six", "1.17.0"}, {"pluggy", "1.5.0"}, {"pyflakes", "3.2.0"}});
    const auto varied = vary(base, target.packages, {});
    CHECK(varied.key != base.key);
    CHECK(installed(varied.path) == target.packages);
    CHECK(metadata_folders(varied.path).size() == 3);  // exactly one version of each
    CHECK(real::says(varied, "import six, pluggy; print(six.__version__)") == "1.17.0");
    CHECK_THAT(real::output({(varied.path / "bin" / "pyflakes").string(), "--version"}), ContainsSubstring("3.2.0"));
    CHECK_THAT(*read_file(varied.path / "bin" / "pyflakes"), ContainsSubstring(varied.python().string()));
    CHECK(read_file(varied.path / "pyvenv.cfg")->find(base.key) == std::string::npos);
    CHECK(real::says(base, "import six, iniconfig; print(six.__version__)") == "1.16.0");  // the base is unchanged
    CHECK(verify(base));
    CHECK(verify(varied));

    const auto files = real::tree(varied.path);
    const std::string key = varied.key;
    EnvironmentFolder(key).discard();
    const auto scratch = build(*python, target, {});
    CHECK(scratch.key == key);
    CHECK(real::tree(scratch.path) == files);
}

TEST_CASE("vary does not take along files that two distributions share") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto base = build(*python, of({{"six", "1.16.0"}, {"iniconfig", "2.0.0"}}), {});
    // The test pretends that iniconfig contains six.py as well.
    const fs::path record = metadata_folders(base.path).find("iniconfig")->second / "RECORD";
    const auto text = read_file(record);
    fs::remove(record);
    write_file(record, *text + "six.py,,\n");
    Stamp stamp = *EnvironmentFolder(base.key).stamp();
    stamp.tree = tree_digest(base.path);
    write_stamp(EnvironmentFolder(base.key).stamp_file(), stamp);
    const auto varied = vary(base, of({{"six", "1.16.0"}}).packages, {});
    CHECK(real::says(varied, "import six; print('ok')") == "ok");
}

TEST_CASE("a hybrid that cannot be installed says which distribution it was") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto base = build(*python, of({{"six", "1.16.0"}, {"iniconfig", "2.0.0"}}), {});
    auto packages = base.packages;
    packages["six"] = {"0.0.1", "six==0.0.1"};
    try {
        vary(base, packages, {});
        FAIL("built");
    } catch (const BuildError& error) {
        CHECK(error.failure.packages == std::vector<std::string>{"six"});
    }
    CHECK(list().size() == 1);
}

TEST_CASE("conflicts are what pip check says") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto broken = build(*python, of({{"pytest", "8.0.0"}, {"pluggy", "0.13.1"}, {"iniconfig", "2.0.0"}}), {});
    const auto real_conflicts = conflicts(broken, {});
    REQUIRE(real_conflicts.size() == 2);
    CHECK(real_conflicts[0].package == "pytest");
}

TEST_CASE("prune removes what is not in use and list shows the rest") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const auto built = build(*python, of({{"six", "1.16.0"}}), {});
    const std::string old_key = "0123456789abcdef";
    fs::create_directories(EnvironmentFolder(old_key).path() / "lib");
    REQUIRE(list().size() == 2);
    const auto both = list();
    const auto& complete = both[0].complete ? both[0] : both[1];
    CHECK(complete.key == built.key);
    CHECK_THAT(complete.what, ContainsSubstring("Python " + python->version + ", 1 package"));
    CHECK(complete.size > 1000);
    const auto removed = prune(std::nullopt);  // prune leaves `built`, because this process still uses it
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].key == old_key);
    CHECK_FALSE(removed[0].complete);
    CHECK_FALSE(fs::exists(EnvironmentFolder(old_key).path()));
    CHECK(verify(built));
    CHECK(prune(std::chrono::hours(1)).empty());
}

TEST_CASE("what takes longer to build than it may is a failure that says so, and is ended") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path source = cache.folder / "endless";
    real::write(source / "pyproject.toml",
                "[project]\nname = \"endless\"\nversion = \"1.0\"\n[build-system]\nrequires = []\nbuild-backend = "
                "\"backend\"\nbackend-path = [\".\"]\n");
    real::write(source / "backend.py",
                "import os, signal\ndef build_wheel(*ignored):\n    open('pid', 'w').write(str(os.getpid()))\n    "
                "signal.pause()\n");
    Resolution resolution;
    resolution.packages["endless"] = {"1.0", "endless @ file://" + source.string()};
    BuildOptions options;
    options.timeout = std::chrono::seconds(5);
    try {
        build(*python, resolution, options);
        FAIL("it was built");
    } catch (const BuildError& error) {
        CHECK(error.failure.timed_out);
        CHECK_FALSE(error.failure.network);
        CHECK_THAT(error.what(), ContainsSubstring("it was not done after 5 s"));
    }
    const auto pid = read_file(source / "pid");
    REQUIRE(pid);
    CHECK_FALSE(fs::exists("/proc/" + *pid));
}
