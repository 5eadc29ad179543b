#include "ci/own_name.hpp"

#include "catch.hpp"
#include "ci/log.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::ci;

TEST_CASE("the name of a project is read where it is written literally, and nothing is run") {
    Folder folder;
    const auto name = [&] { return own_name({folder.path.string()}); };
    CHECK(name().empty());
    folder.write("setup.py", "long_name = read('x')\nsetup(\n    name = 'My_App',\n    version='1')\n");
    CHECK(name() == "my-app");
    folder.write("setup.py", "setup(name=find_name(), author_name='x')\n");
    CHECK(name().empty());
    folder.write("setup.cfg", "[metadata]\nname = cfg.app\n");
    CHECK(name() == "cfg-app");
    folder.write("pyproject.toml", "[tool.poetry]\nname = \"poem\"\n");
    CHECK(name() == "poem");
    folder.write("pyproject.toml", "[project]\nname = \"proj\"\n[tool.poetry]\nname = \"poem\"\n");
    CHECK(name() == "proj");
    folder.write("pyproject.toml", "[project\n");
    CHECK(name() == "cfg-app");
}

TEST_CASE("of the packages of a log, the project itself is the checkout") {
    Folder folder;
    folder.write("pyproject.toml", "[project]\nname = \"My.App\"\n");
    LogFacts facts;
    facts.packages = {{"my-app==0.1", "", {}}, {"my-app-plugin==2", "", {}}, {"pytest==9.0", "", {}}};
    facts.packages_complete = true;
    const Leg leg = leg_of_log(facts, {folder.path.string()}, "x.log");
    REQUIRE(leg.requirements.size() == 3);
    CHECK(leg.requirements[0].line == "-e .");
    CHECK(leg.requirements[1].line == "my-app-plugin==2");
    CHECK(leg.requirements[2].line == "pytest==9.0");
}
