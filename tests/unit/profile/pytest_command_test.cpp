#include "profile/pytest_command.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::profile;
using Lines = std::vector<std::string>;

TEST_CASE("commands that start pytest are a selection") {
    Folder folder;
    folder.write("tests/test_a.py", "");
    const auto of = [&](const Lines& command) { return pytest_selection(command, folder.path); };
    auto found = of({"pytest", "tests", "-m", "not slow", "-v", "tests/test_a.py", "--tb", "short", "--foo", "bar"});
    REQUIRE(found);
    CHECK(found->targets == Lines{"tests", "tests/test_a.py"});
    CHECK(found->options == Lines{"-m", "not slow", "-v", "--tb", "short", "--foo", "bar"});
    CHECK(found->invocation == Invocation::pytest);
    CHECK(of({"-py.test", "-x"})->options == Lines{"-x"});
    CHECK(of({"/env/bin/pytest"})->targets.empty());
    CHECK(of({"python", "-W", "error", "-m", "pytest", "tests"})->invocation == Invocation::python_m_pytest);
    CHECK(of({"coverage", "run", "-p", "-m", "pytest", "-q"})->options == Lines{"-q"});
    CHECK(of({"python", "-m", "coverage", "run", "-m", "pytest"}));
    CHECK(of({"pytest", "tests", "--cov"})->options == Lines{"--cov", "-rfE"});
    for (const Lines& other : {Lines{"coverage", "report", "-m"}, Lines{"python", "-V"}, Lines{"ruff"}, Lines{}})
        CHECK_FALSE(of(other));
}

TEST_CASE("the words of a command are told apart where no file of the project helps") {
    using Words = std::vector<std::string>;
    const auto read = [](Words words) { return *pytest_words(std::move(words), "/nonexistent"); };
    CHECK(read({"pytest", "-v", "src/a"}).targets == Words{"src/a"});
    CHECK(read({"pytest", "-xvk", "name", "--disable-warnings", "tests"}).targets == Words{"tests"});
    CHECK(read({"pytest", "--run-optional", "no_jupyter", "tests"}).targets == Words{"tests"});
    CHECK(read({"pytest", "--two", "a", "b", "--cov"}).targets.empty());
    CHECK(read({"pytest", "--cov", "app"}).options == Words{"--cov", "app"});
    CHECK(read({".venv/bin/python", "-m", "pytest"}).invocation == testskew::Invocation::python_m_pytest);
}
