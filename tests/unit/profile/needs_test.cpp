#include "profile/needs.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "profile/pytest_configuration.hpp"

using namespace testskew;
using namespace testskew::profile;

namespace {

/// The reason for which a distribution is needed; "" if it is not.
std::string why(const Folder& folder, const std::string& name, const std::vector<std::string>& options = {}) {
    Selection selection;
    selection.options = options;
    for (const auto& need : needs_of(folder.path, selection))
        for (const auto& one : need.any_of)
            if (one == name) return need.why;
    return "";
}

}  // namespace

TEST_CASE("options, configuration, marks, fixtures and imports need distributions") {
    Folder folder;
    folder.write("setup.cfg", "[tool:pytest]\naddopts = -q --cov=x\n    --dist=load\nasyncio_mode = auto\n")
        .write("src/own/__init__.py", "")
        .write("tests/conftest.py", "import yaml\nimport own\n    import indented\n@fixture\ndef freezer(): pass\n")
        .write(
            "tests/test_a.py",
            "from dateutil import parser\n@pytest.mark.vcr\nasync def test_a(\n    x): pass\ndef test_b(self, mocker, "
            "freezer): pass\ndef helper(benchmark): pass\n")
        .write("build/test_not_looked_at.py", "import left_over\n")
        .write(".venv/test_not_looked_at.py", "import left_over\n");
    CHECK(why(folder, "pytest-cov") == "--cov in the addopts of setup.cfg");
    CHECK(why(folder, "pytest-xdist") == "--dist in the addopts of setup.cfg");
    CHECK(why(folder, "pytest-asyncio") == "asyncio_mode in setup.cfg");
    CHECK(why(folder, "pyyaml") == "import yaml in tests/conftest.py");
    CHECK(why(folder, "python-dateutil") == "import dateutil in tests/test_a.py");
    CHECK(why(folder, "pytest-recording") == "the mark vcr in tests/test_a.py");
    CHECK(why(folder, "pytest-mock") == "the fixture mocker in tests/test_a.py");
    CHECK(why(folder, "pytest-timeout", {"--timeout=5"}) == "--timeout of the command line");
    CHECK(why(folder, "pytest-xdist", {"-n2"}) == "-n of the command line");
    for (const auto* name : {"pytest-freezer", "pytest-benchmark", "own", "indented", "left-over", "pytest-timeout"})
        CHECK(why(folder, name).empty());
}

TEST_CASE("pytest's configuration is the first file that has one") {
    Folder folder;
    folder.write("tox.ini", "[pytest]\naddopts = -x\n");
    CHECK(pytest_configuration(folder.path).file == "tox.ini");
    folder.write("pyproject.toml", "[tool.pytest.ini_options]\naddopts = ['-n', 'auto']\n");
    CHECK(pytest_configuration(folder.path).addopts == std::vector<std::string>{"-n", "auto"});
    folder.write("pytest.ini", "[pytest]\n");
    CHECK(pytest_configuration(folder.path).file == "pytest.ini");
    CHECK(pytest_configuration(folder.path).addopts.empty());
}
