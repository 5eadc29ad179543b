#include "profile/show.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "profile/load.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;

namespace {

std::string shown(const Folder& folder, const std::string& name) {
    return show(find_project(folder.path), name, folder.path);
}

}  // namespace

TEST_CASE("each key has its place, and what is not set its default") {
    Folder folder;
    folder.write("testskew.toml", "[profile.ci]\ndescription = 'the \"CI\"'\npython = '3.11'\nexclusive = true\n");
    const std::string text = shown(folder, "ci");
    CHECK_THAT(text, ContainsSubstring("description = \"the \\\"CI\\\"\"\n"));
    CHECK_THAT(text, ContainsSubstring("python = \"3.11\"                               # "));
    CHECK_THAT(text, ContainsSubstring("testskew.toml:3\n"));
    CHECK_THAT(text, ContainsSubstring("exclusive = true "));
    CHECK_THAT(text, ContainsSubstring("# files = \"worktree\"                          # default\n"));
    CHECK_THAT(text, ContainsSubstring("# requirements: what the project itself declares\n"));
    CHECK(text.find("[environ]") == std::string::npos);
}

TEST_CASE("a profile of the command line and a built-in one say so") {
    const Folder folder;
    CHECK(shown(folder, "3.11.4").starts_with("# profile 3.11.4, command line\n"));
    CHECK(shown(folder, "github-ubuntu").starts_with("# profile github-ubuntu, built in\n"));
    CHECK_THROWS_AS(shown(folder, "nobody"), Error);
}

TEST_CASE("every kind of value is written so that it can be read again") {
    Folder folder;
    folder.write("testskew.toml", R"(
[profile.ci]
python = "3.11"
requirements = ["a", "b \\ \"c\""]
setup = [["x", "y"], ["z"]]
[profile.ci.environ]
PLAIN = "1"
GONE = false
"odd name" = "tab\tline\nbell\u0007"
[profile.ci.host]
terminal = [100, 30]
limits = {core = "unlimited", nofile = 5}
[profile.ci.git]
branch = ""
)");
    const std::string text = shown(folder, "ci");
    CHECK_THAT(text, ContainsSubstring("\"odd name\" = \"tab\\tline\\nbell\\u0007\""));
    CHECK_THAT(text, ContainsSubstring("GONE = false"));
    CHECK_THAT(text, ContainsSubstring("setup = [[\"x\", \"y\"], [\"z\"]]"));
    CHECK_THAT(text, ContainsSubstring("terminal = [100, 30]"));
    CHECK_THAT(text, ContainsSubstring("core = \"unlimited\""));
    folder.write("again.toml", text);
    const auto project = find_project(folder.path);
    const Profile first = load(project, "ci", folder.path), again = load(project, "again.toml", folder.path);
    CHECK(again.environ == first.environ);
    CHECK(again.requirements == first.requirements);
    CHECK(again.setup == first.setup);
    CHECK(again.host == first.host);
    CHECK(again.git == first.git);
}
