#include "profile/settings.hpp"

#include "catch.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

ConfigFile config(const std::string& toml, bool project_config = true) {
    return read_config(parse_toml(toml, "t.toml"), "/p/my file.toml", "t.toml", project_config);
}

std::string refusal(const std::string& toml, bool project_config = true) {
    try {
        config(toml, project_config);
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::usage);
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("a table becomes settings with their places") {
    const auto file = config(
        "[profile.ci]\ndescription = 'd'\nextends = 'base'\npython = '3.11'\n[profile.ci.environ]\nA = '1'\nB = false\n"
        "[profile.ci.host]\numask = '022'\nlimits = {nofile = 10}\nexclusive = true\n[profile.ci.git]\ndepth = 1\n");
    REQUIRE(file.profiles.size() == 1);
    const Settings& ci = file.profiles[0];
    CHECK((ci.name == "ci" && ci.origin == "t.toml" && ci.directory == "/p" && ci.description == "d"));
    CHECK(ci.extends == Lines{"base"});
    CHECK(ci.extends_place == "t.toml:3");
    Lines names;
    for (const auto& [name, setting] : ci.keys) names.push_back(name);
    CHECK(names ==
          Lines{"environ.A", "environ.B", "exclusive", "git.depth", "host.limits.nofile", "host.umask", "python"});
    CHECK(ci.keys.at("python").place == "t.toml:4");
    CHECK(ci.keys.at("environ.B").value == Value(false));
    CHECK(ci.keys.at("host.limits.nofile").directory == "/p");
}

TEST_CASE("profiles come in the order of the file, [run] names two of them") {
    const auto file = config("[run]\nbad = 'zz'\ngood = 'aa'\n[profile.zz]\n[profile.aa]\n");
    CHECK((file.run_bad == "zz" && file.run_good == "aa"));
    REQUIRE(file.profiles.size() == 2);
    CHECK((file.profiles[0].name == "zz" && file.profiles[1].name == "aa"));
}

TEST_CASE("a file without tables of profiles is one profile, named like the file") {
    const auto file = config("python = '3.9'\n", false);
    REQUIRE(file.profiles.size() == 1);
    CHECK(file.profiles[0].name == "my-file");
    CHECK(config("[run]\nbad='x'\n", false).profiles.empty());
    CHECK(refusal("python = '3.9'\n").find("it belongs into a profile") != std::string::npos);
}

TEST_CASE("keys in the wrong place or form are refused with the place") {
    CHECK(refusal("[profile.ci]\nexclusive = true\n[profile.ci.host]\nexclusive = false\n") ==
          "t.toml:4:1: exclusive is set twice");
    CHECK(refusal("[profile.ci]\nhost = 3\n") == "t.toml:2:1: host must be a table, not a whole number");
    CHECK(refusal("[profile.ci]\nenviron = ['A']\n") == "t.toml:2:1: environ must be a table, not a list");
    CHECK(refusal("[profile.ci]\nenviron = {'A=B' = '1'}\n").find("cannot be the name of an environment variable") !=
          std::string::npos);
    CHECK(refusal("[profile.ci.host]\nlimits = 3\n") == "t.toml:2:1: limits must be a table, not a whole number");
    CHECK(refusal("run = 'x'\n") == "t.toml:1:1: run must be a table: [run]");
    CHECK(refusal("[run]\nbad = 3\n") == "t.toml:2:7: bad must be the name of a profile, in quotes");
    CHECK(refusal("[profile.a]\nenv = 1\n").find("did you mean \"environ\"?") != std::string::npos);
    CHECK(refusal("[run]\nxyz = 'a'\n") == "t.toml:2:1: unknown key \"xyz\" in [run]; the keys are bad and good");
    CHECK(refusal("profile = 'ci'\n") == "t.toml:1:1: profiles are tables: [profile.NAME]");
    CHECK(refusal("[profile]\npython = '3'\n") == "t.toml:2:1: this key needs the name of its profile: [profile.NAME]");
    CHECK(refusal("[profile]\nci = '3'\n") == "t.toml:2:1: a profile must be a table: [profile.ci]");
    CHECK(refusal("[profil.ci]\n").find("did you mean \"profile\"?") != std::string::npos);
    CHECK(refusal("[something.else]\n").find("the tables are [run], [hook] and [profile.NAME]") != std::string::npos);
}

TEST_CASE("the table of the hook names profiles and a budget") {
    const auto hook = config("[hook]\nprofiles = ['ci', '3.9']\nbudget = 90\n").hook;
    CHECK(hook.profiles == Lines{"ci", "3.9"});
    CHECK(hook.budget == 90);
    CHECK(config("[hook]\nprofiles = 'ci'\n").hook.profiles == Lines{"ci"});
    CHECK_FALSE(config("[profile.ci]\n").hook.budget);
    CHECK(refusal("hook = 3\n") == "t.toml:1:1: hook must be a table: [hook]");
    for (const char* profiles : {"[]", "3", "''", "['ci', 3]"})
        CHECK(refusal(std::string("[hook]\nprofiles = ") + profiles + "\n") ==
              "t.toml:2:1: profiles must be a list of names of profiles, in quotes");
    for (const char* budget : {"0", "-1", "'60'", "1.5"})
        CHECK(refusal(std::string("[hook]\nbudget = ") + budget + "\n") ==
              "t.toml:2:1: budget must be a number of seconds above 0");
    CHECK(refusal("[hook]\nprofile = 'ci'\n").find("did you mean \"profiles\"?") != std::string::npos);
}

TEST_CASE("a name has only characters that file names may have") {
    for (const char* good : {"ci", "3.11", "a_b-c+d", "X"}) CHECK(valid_name(good));
    for (const char* bad : {"", ".x", "-x", "a b", "a/b", "\xC3\xA9", "a:b"}) CHECK_FALSE(valid_name(bad));
    CHECK_FALSE(valid_name(std::string(101, 'x')));
}
