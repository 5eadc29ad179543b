#include "profile/leg.hpp"

#include <cstdlib>

#include "catch.hpp"
#include "folder.hpp"
#include "profile/project.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
namespace fs = std::filesystem;
using Words = std::vector<std::string>;

namespace {

/// A project with a recording leg.jsonl that consists of these lines.
struct LegCase {
    Folder folder;

    profile::Settings read(const std::string& lines) {
        write_file(folder.path / "testskew.toml", "");
        write_file(folder.path / "leg.jsonl", lines);
        return *profile::leg_settings(profile::find_project(folder.path), "leg.jsonl", folder.path);
    }
};

constexpr const char* python = R"("interpreter":{"version":"3.11.7","implementation":"cpython"})";

std::string session(const std::string& members) {
    return std::string(R"({"t":"session",)") + python + "," + members + "}\n";
}

std::string text(const profile::Settings& settings, const std::string& key) {
    return std::get<std::string>(settings.keys.at(key).value);
}

}  // namespace

TEST_CASE("a leg is a side with its Python, its packages, its variables and its command") {
    LegCase c;
    const auto settings =
        c.read(R"({"t":"leg","sessions":1})"
               "\n" +
               session(R"("argv":["/v/bin/python","/v/bin/pytest","-q","tests"],"values":{"TZ":"UTC"},)"
                       R"("environ":{"TZ":"hmac:1","HOME":"hmac:2"})") +
               R"({"t":"facts","facts":{"umask":"022","terminal":"none"}})");
    CHECK(settings.name == "leg");
    CHECK(text(settings, "python") == "3.11.7");
    CHECK(text(settings, "lock") == "leg.jsonl");
    CHECK(text(settings, "seed") == "none");
    CHECK(text(settings, "environ.TZ") == "UTC");
    CHECK(text(settings, "host.umask") == "022");
    CHECK_FALSE(settings.keys.count("host.terminal"));
    CHECK_FALSE(settings.keys.count("invocation"));
    CHECK(std::get<Words>(settings.keys.at("pytest").value) == Words{"-q"});
    CHECK(std::get<Words>(settings.keys.at("targets").value) == Words{"tests"});
    CHECK(settings.recording == c.folder.path / "leg.jsonl");
    CHECK(settings.notes.empty());
}

TEST_CASE("a session of a leg is named by its number") {
    LegCase c;
    const std::string lines = R"({"t":"leg","sessions":2})"
                              "\n" +
                              session(R"("argv":["/v/bin/pytest","a.py"])") + "{\"t\":\"facts\",\"facts\":{}}\n" +
                              session(R"("argv":["/v/bin/pytest","b.py"])") + "{\"t\":\"facts\",\"facts\":{}}\n";
    const auto first = c.read(lines);
    CHECK(std::get<Words>(first.keys.at("targets").value) == Words{"a.py"});
    CHECK(first.notes == Words{"leg.jsonl holds 2 sessions of pytest: this is session 1 (pytest a.py), and "
                               "leg.jsonl:2 would be another one"});
    const auto project = profile::find_project(c.folder.path);
    const auto second = *profile::leg_settings(project, "leg.jsonl:2", c.folder.path);
    CHECK(std::get<Words>(second.keys.at("targets").value) == Words{"b.py"});
    CHECK(text(second, "lock") == "leg.jsonl:2");
    CHECK(second.recording == c.folder.path / "leg.jsonl");
    CHECK(second.recorded_session == 2);
    CHECK_THROWS_AS(profile::leg_settings(project, "leg.jsonl:3", c.folder.path), Error);
}

TEST_CASE("targets are those of the folder in which the leg ran") {
    LegCase c;
    write_file(c.folder.path / "x", "");
    std::filesystem::create_directories(c.folder.path / "backend" / "tests");
    const auto with = [&](const std::string& argv) {
        return std::get<Words>(
            c.read(session("\"argv\":" + argv + R"(,"facts":{"folder":"backend"})")).keys.at("targets").value);
    };
    CHECK(with(R"(["python","-m","pytest","tests"])") == Words{"backend/tests"});
    CHECK(with(R"(["python","-m","pytest"])") == Words{"backend/"});
}

TEST_CASE("variables whose values are not recorded are named") {
    LegCase c;
    const auto settings = c.read(session(R"("environ":{"SHOP_URL":"hmac:1","GITHUB_SHA":"hmac:2","PATH":"hmac:3"})"));
    REQUIRE(settings.notes.size() == 2);
    CHECK(settings.notes[0] ==
          "1 variable of leg.jsonl is not set, as the recording does not have the value: SHOP_URL (record with "
          "--values SHOP_URL)");
    CHECK(settings.notes[1].starts_with("the command of leg.jsonl is not understood"));
}

TEST_CASE("a recording that is no side is one line") {
    LegCase c;
    const auto error = [&](const std::string& lines) -> std::string {
        try {
            c.read(lines);
        } catch (const Error& failure) {
            return failure.what();
        }
        return "";
    };
    CHECK_THAT(error("rubbish\n"), ContainsSubstring("is not a recording"));
    CHECK_THAT(error("{\"t\":\"leg\",\"sessions\":0}\n"), ContainsSubstring("holds no session of pytest"));
    CHECK_THAT(error("{\"t\":\"session\"}\n"), ContainsSubstring("does not say which Python"));
    CHECK_THAT(error(R"({"t":"session","interpreter":{"version":"3.10.13","implementation":"pypy"}})"),
               ContainsSubstring("sides are made with CPython"));
    CHECK_THROWS_AS(profile::leg_settings(profile::find_project(c.folder.path), "no.jsonl", c.folder.path), Error);
    CHECK_FALSE(profile::leg_settings(profile::find_project(c.folder.path), "3.11", c.folder.path));
}

TEST_CASE("a leg of another project of the repository is told apart from one of a folder of this project") {
    Folder folder;
    folder.write("services/api/pyproject.toml", "[project]\nname = 'api'\n").write("tests/test_a.py", "");
    REQUIRE(std::system(("git -C " + folder.path.string() + " init -q").c_str()) == 0);
    const auto read = [&](const fs::path& in, const std::string& leg_project, const std::string& leg_folder) {
        write_file(in / "leg.jsonl", session(R"("argv":["pytest","-q"],"facts":{"project":")" + leg_project +
                                             R"(","folder":")" + leg_folder + "\"}"));
        return *profile::leg_settings(profile::find_project(in), "leg.jsonl", in);
    };
    const auto targets = [](const profile::Settings& settings) {
        return std::get<Words>(settings.keys.at("targets").value);
    };
    CHECK(targets(read(folder.path, ".", ".")).empty());
    CHECK(targets(read(folder.path, ".", "gone")) == Words{"gone/"});
    const auto below = read(folder.path, ".", "tests");
    CHECK(targets(below) == Words{"tests/"});
    REQUIRE(below.notes.size() == 1);
    CHECK_THAT(below.notes[0], ContainsSubstring("ran pytest in tests/"));
    // The project of the leg lies below this one, whichever way its recording says so.
    const char* other = "in the folder services/api of its repository";
    CHECK_THROWS_WITH(read(folder.path, "services/api", "."), ContainsSubstring(other));
    CHECK_THROWS_WITH(read(folder.path, ".", "services/api"), ContainsSubstring(other));
    // The leg is of the whole repository, and this project lies below.
    CHECK(targets(read(folder.path / "services/api", ".", "services/api")).empty());
    CHECK_THROWS_WITH(read(folder.path / "services/api", ".", "tests"),
                      ContainsSubstring("in the folder tests of its repository"));
}
