#include "catch.hpp"
#include "folder.hpp"
#include "profile/profile.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;

namespace {

Profile load(const Project& project, const std::string& name) { return profile::load(project, name, project.root); }

/// The message of the error that loading a profile from this testskew.toml causes; "" if there is none.
std::string error_of(const std::string& toml, const std::string& name = "ci") {
    Folder folder;
    folder.write("testskew.toml", toml);
    try {
        load(find_project(folder.path), name);
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::usage);
        CHECK(std::string(error.what()).find('\n') == std::string::npos);
        std::string message = error.what();
        const auto at = message.find(folder.path.string() + "/");
        if (at != std::string::npos) message.erase(at, folder.path.string().size() + 1);
        return message;
    }
    return "";
}

const char* example = R"(
[run]
bad = "ci"
good = "local"

[profile.ci]
extends = "github-ubuntu"
python = "3.11"
requirements = ["-r requirements.txt", "pytest-cov"]
as_of = "2025-11-20"
files = "tracked"
targets = ["tests"]
pytest = ["-m", "integration"]
invocation = "python -m pytest"
setup = [["python", "manage.py", "migrate"]]

[profile.ci.environ]
DASHBOARD_API_KEY = false

[profile.ci.host]
umask = "022"
terminal = [100, 30]
exclusive = true
home = "inherit"
user = 1000
cpus = 2
limits = {nofile = 1024, core = "unlimited"}

[profile.ci.git]
depth = 1
tags = false
branch = ""

[profile.local]
python = "3.12"
lock = "uv.lock"
inherit = ["DASHBOARD_API_KEY"]
)";

}  // namespace

TEST_CASE("every key of a profile arrives") {
    Folder folder;
    folder.write("testskew.toml", example).write("requirements.txt", "").write("uv.lock", "");
    const auto project = find_project(folder.path / ".");
    const auto pair = load_pair(project, {});
    const Profile& ci = pair.bad;
    CHECK(ci.name == "ci");
    CHECK(ci.directory == folder.path);
    CHECK(ci.python == "3.11");
    CHECK(ci.requirements == std::vector<std::string>{"-r requirements.txt", "pytest-cov"});
    CHECK(ci.as_of == "2025-11-20");
    CHECK(ci.files.kind == FilesSpec::Kind::tracked);
    CHECK(ci.selection.targets == std::vector<std::string>{"tests"});
    CHECK(ci.selection.options == std::vector<std::string>{"-m", "integration"});
    CHECK(ci.selection.invocation == Invocation::python_m_pytest);
    CHECK(ci.setup == std::vector<std::vector<std::string>>{{"python", "manage.py", "migrate"}});
    CHECK(ci.environ.at("DASHBOARD_API_KEY") == std::nullopt);
    CHECK(ci.environ.at("CI") == "true");
    CHECK(ci.host.umask == 022u);
    CHECK((ci.host.terminal && ci.host.columns == 100 && ci.host.rows == 30));
    CHECK(ci.host.user == "1000");
    CHECK(ci.host.cpus == 2);
    CHECK(ci.host.limits == std::map<std::string, long>{{"nofile", 1024}, {"core", -1}});
    CHECK((ci.exclusive && !ci.private_home));
    CHECK((ci.git.depth == 1 && ci.git.tags == false && ci.git.branch == ""));
    CHECK(pair.good.lock == "uv.lock");
    CHECK(pair.good.inherit == std::vector<std::string>{"DASHBOARD_API_KEY"});
    CHECK(pair.good.git == GitSettings{});
    CHECK((pair.good.seed == Seed::venv && !pair.good.exclusive && !pair.good.host.umask));
}

TEST_CASE("targets of the command line replace, options add") {
    Folder folder;
    folder.write("testskew.toml",
                 "[profile.ci]\npython='3.11'\ntargets=['a']\npytest=['-x']\n[profile.local]\npython='3.12'\n");
    const auto pair = load_pair(find_project(folder.path), {folder.path, {}, {}, {"b"}, {"-v"}});
    CHECK(pair.bad.selection.targets == std::vector<std::string>{"b"});
    CHECK(pair.bad.selection.options == std::vector<std::string>{"-x", "-v"});
    CHECK(pair.good.selection.targets == std::vector<std::string>{"b"});
}

TEST_CASE("two versions need no file") {
    Folder folder;
    const auto pair = load_pair(find_project(folder.path), {folder.path, "3.11.14", "3.12", {}, {}});
    CHECK((pair.bad.name == "3.11.14" && pair.bad.python == "3.11.14" && pair.bad.origin == "command line"));
    CHECK((pair.good.python == "3.12" && pair.good.directory == folder.path));
    const auto same = load_pair(find_project(folder.path), {folder.path, "3.11", "3.11", {}, {}});
    CHECK((same.bad.name == "3.11-bad" && same.good.name == "3.11-good"));
    CHECK(load(find_project(folder.path), "pypy3.10").python == "pypy3.10");
    CHECK(load(find_project(folder.path), "/x/.venv/bin/python").name == "venv");
}

TEST_CASE("a file is one profile or several") {
    Folder folder;
    folder.write("one.toml", "python = '3.9'\n")
        .write("two.toml", "[profile.a]\npython='3.8'\n[profile.b]\npython='3.10'\n");
    const auto project = find_project(folder.path);
    CHECK(load(project, (folder.path / "one.toml").string()).name == "one");
    CHECK(load(project, (folder.path / "two.toml").string() + ":b").python == "3.10");
    CHECK_THROWS_WITH(load(project, (folder.path / "two.toml").string()), ContainsSubstring("say which"));
    CHECK_THROWS_WITH(load(project, (folder.path / "two.toml").string() + ":c"), ContainsSubstring("it has a, b"));
}

TEST_CASE("the child wins, variables are merged, lists are replaced") {
    Folder folder;
    folder.write("req.txt", "").write("testskew.toml", R"(
[profile.base]
python = "3.8"
requirements = ["a"]
targets = ["x", "y"]
environ = {A = "1", B = "1"}
[profile.more]
environ = {C = "2"}
targets = ["m"]
[profile.ci]
extends = ["base", "more"]
lock = "req.txt"
environ = {B = "2"}
)");
    const auto ci = load(find_project(folder.path), "ci");
    CHECK(ci.python == "3.8");
    CHECK(!ci.requirements);
    CHECK(ci.lock == "req.txt");
    CHECK(ci.selection.targets == std::vector<std::string>{"m"});
    CHECK((ci.environ.at("A") == "1" && ci.environ.at("B") == "2" && ci.environ.at("C") == "2"));
}

TEST_CASE("a profile may extend the built-in one of its own name and a file elsewhere") {
    Folder folder;
    folder
        .write(
            "shared/base.toml",
            "python = './bin/python'\nrequirements = ['-r dev.txt', '-e .[x]', 'requests ; python_version < \"4\"']\n")
        .write("shared/dev.txt", "")
        .write("testskew.toml",
               "[profile.github-ubuntu]\nextends='github-ubuntu'\npython='3.9'\n[profile.ci]\nextends='shared/"
               "base.toml'\n");
    CHECK(load(find_project(folder.path), "github-ubuntu").environ.at("CI") == "true");
    const auto ci = load(find_project(folder.path), "ci");
    CHECK(ci.python == (folder.path / "shared/bin/python").string());
    CHECK(ci.requirements ==
          std::vector<std::string>{"-r shared/dev.txt", "-e shared[x]", "requests ; python_version < \"4\""});
}

TEST_CASE("errors name the place and what is meant") {
    CHECK(error_of("[profile.ci]\npyhton = '3.11'\n") ==
          "testskew.toml:2:1: unknown key \"pyhton\" in profile ci; did you mean \"python\"?");
    CHECK(error_of("[profile.ci]\npython = 3.10\n") ==
          "testskew.toml:2:10: python must be quoted: \"3.10\" (TOML reads 3.10 without quotes as the number 3.1)");
    CHECK(error_of("[profile.ci]\npython = '3'\ntargets = 'tests'\n") ==
          "testskew.toml:3:11: targets must be a list of strings, not a string");
    CHECK(error_of("[profile.ci]\npython = '3'\nexclusive = 'yes'\n")
              .starts_with("testskew.toml:3:13: exclusive must be true or false"));
    CHECK(error_of("[profile.ci]\npython = '3.11\n").starts_with("testskew.toml:2:"));
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.host]\numaks='022'\n").find("did you mean \"umask\"?") !=
          std::string::npos);
    CHECK(
        error_of("[profile.ci]\npython='3'\n[profile.ci.host.limits]\nnofiles=3\n").find("did you mean \"nofile\"?") !=
        std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.host]\numask='922'\n").find("octal") != std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.git]\ntag=false\n").find("did you mean \"tags\"?") !=
          std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.git]\ndepth=0\n").find("whole number from 1") !=
          std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.git]\nbranch='a..b'\n").find("name of a branch") !=
          std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.git]\nbranch='topic/x.y'\n").empty());
    CHECK(error_of("[profile.ci]\npython='3'\n[profile.ci.environ]\nX=1\n").find("write \"1\" in quotes") !=
          std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\nas_of='2025-02-29'\n").find("must be a day") != std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\nlock='gone.lock'\n").find("which is not there") != std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\nrequirements=['-rgone.txt']\n").find("gone.txt, which is not there") !=
          std::string::npos);
    CHECK(error_of("[profile.ci]\ntargets=['x']\n").find("names no interpreter") != std::string::npos);
    CHECK(error_of("[profile.'../x']\npython='3'\n").find("cannot be the name of a profile") != std::string::npos);
    CHECK(error_of("python='3'\n").find("it belongs into a profile") != std::string::npos);
    CHECK(error_of("[run]\nbda='x'\n").find("did you mean \"bad\"?") != std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\nsetup=['a b']\n").find("each a list of its words") != std::string::npos);
    CHECK(error_of("[profile.ci]\npython='3'\npytest=['tests']\n").find("belongs into targets") != std::string::npos);
    CHECK(error_of("[profile.local]\npython='3'\n", "locale").find("did you mean \"local\"?") != std::string::npos);
}

TEST_CASE("a circle of extends is named") {
    const auto message = error_of("[profile.ci]\nextends='b'\n[profile.b]\nextends='c'\n[profile.c]\nextends='ci'\n");
    CHECK(message.find("ci -> b -> c -> ci") != std::string::npos);
}

TEST_CASE("without profiles for both sides the error lists them") {
    Folder folder;
    folder.write("testskew.toml", "[profile.x]\npython='3.8'\n[profile.local]\npython='3.8'\n");
    CHECK_THROWS_WITH(load_pair(find_project(folder.path), {}), ContainsSubstring("its profiles are x, local"));
    Folder empty;
    CHECK_THROWS_WITH(load_pair(find_project(empty.path), {}), ContainsSubstring("--bad 3.11 --good 3.12"));
}

TEST_CASE("as_of may be a TOML date") {
    Folder folder;
    folder.write("testskew.toml", "[profile.ci]\npython='3.8'\nas_of = 2024-02-29\n");
    CHECK(load(find_project(folder.path), "ci").as_of == "2024-02-29");
}

TEST_CASE("what is shown can be read again, and says where it comes from") {
    Folder folder;
    folder.write("testskew.toml", example).write("requirements.txt", "").write("uv.lock", "");
    const auto project = find_project(folder.path);
    const std::string text = show(project, "ci", folder.path);
    CHECK_THAT(text, ContainsSubstring("built in github-ubuntu:"));
    CHECK_THAT(text, ContainsSubstring("# seed = \"venv\""));
    folder.write("again.toml", text);
    const auto first = load(project, "ci"), again = load(project, (folder.path / "again.toml").string());
    CHECK((first.environ == again.environ && first.files == again.files && first.requirements == again.requirements));
    CHECK(first.conditions() == again.conditions());
}

TEST_CASE("the list has the project's profiles first, then 3.8 to 3.15") {
    Folder folder;
    folder.write("testskew.toml", "[profile.zz]\npython='3.8'\n");
    const auto all = list(find_project(folder.path));
    REQUIRE(all.size() == 10);
    CHECK(all[0].name == "zz");
    CHECK((all[1].name == "3.8" && all[3].name == "3.10" && all[8].name == "3.15" && all[9].name == "github-ubuntu"));
}
