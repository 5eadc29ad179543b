#include "profile/pytest_configuration.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::profile;

namespace {

std::vector<std::string> addopts_in(const std::string& file, const std::string& content) {
    Folder folder;
    folder.write(file, content);
    return pytest_configuration(folder.path).addopts;
}

}  // namespace

TEST_CASE("testpaths are the words of a text, or the items of a list") {
    const std::vector<std::string> wanted = {"tests", "my tests"};
    const Folder folder;
    folder.write("pytest.ini", "[pytest]\ntestpaths = tests 'my tests'\n");
    CHECK(pytest_configuration(folder.path).testpaths == wanted);
    folder.write("pytest.toml", "[pytest]\ntestpaths = [\"tests\", \"my tests\"]\n");
    CHECK(pytest_configuration(folder.path).testpaths == wanted);
    folder.write("pytest.toml", "[pytest]\n");
    CHECK(pytest_configuration(folder.path).testpaths.empty());
}

TEST_CASE("addopts are split as pytest splits them: by the words of a shell, or as the items of a list") {
    const std::vector<std::string> wanted = {"-k", "not slow", "--cov=my app"};
    CHECK(addopts_in("pytest.ini", "[pytest]\naddopts = -k 'not slow'\n  --cov=\"my app\"\n") == wanted);
    CHECK(addopts_in("pyproject.toml", "[tool.pytest.ini_options]\naddopts = \"-k 'not slow' '--cov=my app'\"\n") ==
          wanted);
    CHECK(addopts_in("pyproject.toml",
                     "[tool.pytest.ini_options]\naddopts = [\"-k\", \"not slow\", \"--cov=my app\"]\n") == wanted);
    CHECK(addopts_in("pytest.ini", "[pytest]\n").empty());
}
