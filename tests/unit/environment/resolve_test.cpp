#include "environment/resolve.hpp"

#include "catch.hpp"
#include "environment/build.hpp"
#include "environment/failure.hpp"
#include "environment/hold.hpp"
#include "environment/pytest.hpp"
#include "environment/releases.hpp"
#include "real.hpp"
#include "util/files.hpp"

#include <cstdlib>

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

namespace {

Requirements lines(std::vector<std::string> text) {
    Requirements requirements;
    requirements.lines = std::move(text);
    requirements.origin = "testskew.toml";
    return requirements;
}

/// Points uv at an index that does not answer.
struct NoNetwork {
    NoNetwork() {
        ::setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:1/simple", 1);
        ::setenv("UV_HTTP_RETRIES", "0", 1);
    }
    ~NoNetwork() {
        ::unsetenv("UV_DEFAULT_INDEX");
        ::unsetenv("UV_HTTP_RETRIES");
    }
};

}  // namespace

TEST_CASE("requirements resolve to exact versions of that day") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "project";
    real::write(root / "requirements.txt", "-r more/test.txt\nsix  # a comment\n");
    real::write(root / "more" / "test.txt", "-c constraints.txt\niniconfig\n");
    real::write(root / "more" / "constraints.txt", "iniconfig<2\n");
    auto profile = real::profile("ci");
    profile.as_of = "2021-06-01";
    const auto resolution = resolve({profile, lines({"-r requirements.txt"}), *python}, root, {});
    REQUIRE(resolution.packages.size() == 2);
    CHECK(resolution.packages.at("six") == Package{"1.16.0", "six==1.16.0"});
    CHECK(resolution.packages.at("iniconfig").version == "1.1.1");
    CHECK(resolution.local.empty());

    // The resolution is kept. Neither uv nor the network is needed again until something changes on which it depends.
    const NoNetwork none;
    BuildOptions offline;
    offline.offline = true;
    ::setenv("UV_DEFAULT_INDEX", "", 1);
    CHECK(resolve({profile, lines({"-r requirements.txt"}), *python}, root, offline).packages == resolution.packages);
    real::write(root / "more" / "constraints.txt", "iniconfig<0.0.1\n");
    CHECK_THROWS_AS(resolve({profile, lines({"-r requirements.txt"}), *python}, root, offline), BuildError);
}

TEST_CASE("the project itself is local and its dependencies take part") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "project";
    real::write(root / "pyproject.toml",
                "[project]\nname = \"Demo.App\"\nversion = \"1\"\ndependencies = [\"six==1.16.0\"]\n"
                "[project.optional-dependencies]\ntest = [\"iniconfig==2.0.0\"]\n"
                "[dependency-groups]\ndev = [\"pluggy==1.5.0\"]\n"
                "[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n");
    const auto resolution = resolve({real::profile("ci"), lines({"-e .[test]", "--group dev"}), *python}, root, {});
    CHECK(resolution.packages.size() == 3);
    CHECK(resolution.packages.count("demo-app") == 0);
    CHECK(resolution.packages.at("iniconfig").version == "2.0.0");
    REQUIRE(resolution.local.size() == 1);
    CHECK(resolution.local[0] == LocalInstall{".", {"test"}, true, "demo-app"});
    CHECK(real::tree(root).size() == 1);  // nothing was written to the project
}

TEST_CASE("seeds stay where the requirements are content with them") {
    const real::Cache cache;
    auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const fs::path root = cache.folder / "project";
    fs::create_directories(root);
    python->seeds = {{"pip", "23.2.1"}, {"setuptools", "65.5.0"}};
    const auto kept =
        resolve({real::profile("ci", Seed::venv), lines({"setuptools", "six==1.16.0"}), *python}, root, {});
    CHECK(kept.packages.at("setuptools").version == "65.5.0");
    CHECK(kept.packages.at("pip").version == "23.2.1");
    const auto pinned = resolve({real::profile("ci", Seed::venv), lines({"setuptools==68.0.0"}), *python}, root, {});
    CHECK(pinned.packages.at("setuptools").version == "68.0.0");
    CHECK(resolve({real::profile("ci", Seed::none), lines({"six==1.16.0"}), *python}, root, {}).packages.size() == 1);
}

TEST_CASE("what does not resolve is one line with uv's own reason and the profile") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    try {
        resolve({real::profile("ci"), lines({"pytest==8.0.0", "pluggy==0.13.1"}), *python}, cache.folder, {});
        FAIL("resolved");
    } catch (const BuildError& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK_THAT(error.what(), ContainsSubstring("profile ci (Python 3.11"));
        CHECK_THAT(error.what(), ContainsSubstring("pytest==8.0.0 depends on pluggy"));
        CHECK(std::string(error.what()).find('\n') == std::string::npos);
        CHECK(error.failure.packages == std::vector<std::string>{"pytest", "pluggy"});
    }
    CHECK_THROWS_AS(resolve({real::profile("ci"), lines({"-r missing.txt"}), *python}, cache.folder, {}), Error);
}

TEST_CASE("an index that does not answer is called that") {
    const real::Cache cache;
    const auto python = real::python(11);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    const NoNetwork none;
    try {
        resolve({real::profile("ci"), lines({"six"}), *python}, cache.folder, {});
        FAIL("resolved");
    } catch (const BuildError& error) {
        CHECK(error.failure.network);
        CHECK_THAT(error.what(), ContainsSubstring("index"));
    }
}

TEST_CASE("a pytest that is missing is added, the same on both sides") {
    const real::Cache cache;
    const auto old_python = real::python(8), new_python = real::python(12);
    if (!cache || !old_python || !new_python) TESTSKEW_SKIP(real::lacking);
    const auto bad = real::profile("ci"), good = real::profile("local");
    const auto six = lines({"six==1.16.0"});
    const SideRequest bad_side{bad, six, *new_python}, good_side{good, six, *old_python};
    auto on_new = resolve({bad, six, *new_python}, cache.folder, {}),
         on_old = resolve({good, six, *old_python}, cache.folder, {});
    add_pytest(bad_side, on_new, good_side, on_old, cache.folder, {});
    CHECK(on_new.packages.at("pytest").version == on_old.packages.at("pytest").version);
    CHECK(on_old.packages.at("pytest").version.starts_with("8."));  // the last major version that supports Python 3.8
    CHECK(on_new.packages.at("six").version == "1.16.0");
    REQUIRE(on_new.provenance.notes.size() == 1);
    CHECK(on_new.provenance.notes[0] ==
          "pytest is not in the requirements: " + on_new.packages.at("pytest").version + " was added");

    const auto pinned = lines({"pytest==7.4.0"});  // one side has this version, so the other gets the same
    auto with = resolve({bad, pinned, *new_python}, cache.folder, {}),
         without = resolve({good, six, *old_python}, cache.folder, {});
    add_pytest({bad, pinned, *new_python}, with, good_side, without, cache.folder, {});
    CHECK(without.packages.at("pytest").version == "7.4.0");
    CHECK(with.provenance.notes.empty());
}

TEST_CASE("packages are held on another interpreter, and what cannot be held is named") {
    const real::Cache cache;
    const auto old_python = real::python(8), new_python = real::python(12);
    if (!cache || !old_python || !new_python) TESTSKEW_SKIP(real::lacking);
    Environment from;
    from.interpreter = *new_python;
    // markupsafe 3.0.2 refuses Python 3.8, and below 3.11 pytest needs exceptiongroup.
    for (const auto& [name, version] : {std::pair{"pytest", "7.4.0"},
                                        {"iniconfig", "2.0.0"},
                                        {"packaging", "24.0"},
                                        {"pluggy", "1.5.0"},
                                        {"markupsafe", "3.0.2"}})
        from.packages[name] = {version, std::string(name) + "==" + version};
    const auto held = hold(from, *old_python, std::nullopt, {});
    CHECK(held.packages.at("pytest").version == "7.4.0");
    CHECK(held.packages.at("markupsafe").version == "2.1.5");
    CHECK(held.changed == std::vector<std::string>{"exceptiongroup", "markupsafe", "tomli", "typing-extensions"});

    from.packages.erase("markupsafe");
    for (const char* name : {"exceptiongroup", "tomli", "typing-extensions"})
        from.packages[name] = held.packages.at(name);
    from.interpreter = *old_python;
    const auto back = hold(from, *new_python, std::nullopt, {});
    CHECK(back.changed.empty());
    CHECK(back.packages == from.packages);  // what Python 3.12 would not need stays
}

TEST_CASE("releases lie between two versions, oldest first, without yanked ones") {
    const real::Cache cache;
    const auto python = real::python(12);
    if (!cache || !python) TESTSKEW_SKIP(real::lacking);
    std::vector<std::string> versions;
    for (const auto& release : releases("iniconfig", "1.0.0", "2.0.0", *python, {}, {})) versions.push_back(release);
    CHECK(versions == std::vector<std::string>{"1.0.1", "1.1.0", "1.1.1", "2.0.0"});
    versions.clear();
    for (const auto& release : releases("django", "5.0.6", "5.0.4", *python, {}, {})) versions.push_back(release);
    CHECK(versions == std::vector<std::string>{"5.0.6"});  // 5.0.5 was yanked
    CHECK_THROWS_AS(releases("no-such-distribution-at-all-xyzzy", "1", "2", *python, {}, {}), BuildError);
}
