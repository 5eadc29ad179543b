// Commands of a step, as shells and tools take them: one workflow for each.
#include "catch.hpp"
#include "ci/choose.hpp"
#include "ci/leg_toml.hpp"
#include "folder.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::ci;

namespace {

/// The leg of a workflow with these steps, in a project with these files.
Leg leg_of(const std::string& steps, const std::map<std::string, std::string>& files = {}) {
    Folder folder;
    for (const auto& [name, content] : files) folder.write(name, content);
    folder.write(".github/workflows/t.yml",
                 "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n" + steps);
    return choose_leg({folder.path.string()}, {"", {}}).leg;
}

Leg run_of(const std::string& script, const std::map<std::string, std::string>& files = {}) {
    std::string indented = "      - run: |\n";
    for (const auto& line : split(script, '\n')) indented += "          " + line + "\n";
    return leg_of(indented, files);
}

std::string requirements(const Leg& leg) {
    std::vector<std::string> lines;
    for (const auto& one : leg.requirements) lines.push_back(one.line);
    return join(lines, " | ");
}

std::string pytest_of(const Leg& leg) {
    if (!leg.pytest) return "none";
    std::vector<std::string> words = leg.pytest->options;
    words.insert(words.end(), leg.pytest->targets.begin(), leg.pytest->targets.end());
    return join(words, " ");
}

const char* noxfile = R"(
import nox

@nox.session(python="3.11")
def lint(session):
    session.install("ruff")
    session.run("ruff", "check")

@nox.session(python="3.11")
def tests(session):
    session.install("pytest", "six")
    session.run("pytest", "-v", "tests")
)";

}  // namespace

TEST_CASE("of several sessions of nox the one that runs pytest counts") {
    const Leg leg = run_of("nox -s lint tests", {{"noxfile.py", noxfile}});
    CHECK(pytest_of(leg) == "-v tests");
    CHECK(requirements(leg) == "pytest | six");
    CHECK(pytest_of(run_of("nox --python=3.11 -s tests", {{"noxfile.py", noxfile}})) == "-v tests");
}

TEST_CASE("the Python of setup-miniconda counts") {
    const Leg leg = leg_of(
        "      - uses: conda-incubator/setup-miniconda@v3\n        with: {python-version: \"3.10\"}\n"
        "      - run: pytest\n");
    CHECK(leg.python.value == "3.10");
}

TEST_CASE("a name of an option is not the script of a shell") {
    CHECK(pytest_of(run_of("bash -eo pipefail -c \"pytest -v\"")) == "-v");
    CHECK(pytest_of(run_of("bash +x run.sh", {{"run.sh", "pytest -q\n"}})) == "-q");
}

TEST_CASE("asking for a program does not start it") {
    CHECK(pytest_of(run_of("command -v pytest\npytest -v tests")) == "-v tests");
}

TEST_CASE("the value of an option of tox may be left out") {
    const std::map<std::string, std::string> files = {
        {"tox.ini", "[tox]\nskipsdist = true\n[testenv:a]\ncommands = pytest a\n[testenv:b]\ncommands = pytest b\n"}};
    CHECK(pytest_of(run_of("tox -p -e b", files)) == "b");
    CHECK(pytest_of(run_of("tox -p auto -e a", files)) == "a");
}

TEST_CASE("requirements of --with are told apart, and specifiers stay whole") {
    const Leg leg = run_of("uv run --no-project --with 'six,pytest>=7,<9' --with 'a[b,c]' pytest");
    CHECK(requirements(leg).find("six | pytest>=7,<9 | a[b,c]") != std::string::npos);
}

TEST_CASE("the options of uv pip sync are no files") {
    const Leg leg = run_of("uv pip sync --system r.txt\npytest", {{"r.txt", "pytest\n"}});
    CHECK(requirements(leg) == "-r r.txt");
}

TEST_CASE("an option is left out together with its value") {
    const Leg leg = run_of("pytest -n ${{ secrets.COUNT }} --cov -v tests");
    const std::string toml = leg_toml(leg, {});
    CHECK(toml.find("pytest = [\"--cov\", \"-v\"]") != std::string::npos);
    CHECK(toml.find("left out of the options: -n") != std::string::npos);
}
