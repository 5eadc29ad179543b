// Files that are made, or happen, to need endless time or memory.
#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "ci/choose.hpp"
#include "ci/expression.hpp"
#include "ci/log.hpp"
#include "ci/makefile.hpp"
#include "ci/matrix.hpp"
#include "ci/shell.hpp"
#include "ci/yaml.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::ci;

namespace {

std::string repeated(const std::string& text, size_t times) {
    std::string result;
    for (size_t i = 0; i < times; ++i) result += text;
    return result;
}

Leg leg_in(const Folder& folder) { return choose_leg({folder.path.string()}, {}).leg; }

const Lookup nothing = [](const std::string& name) { return unknown_worth(name); };

/// What this process takes of the memory, in MB.
long resident() {
    std::ifstream statm("/proc/self/statm");
    long all = 0, pages = 0;
    statm >> all >> pages;
    return pages * 4 / 1024;
}

}  // namespace

TEST_CASE("JSON that is nested too deep is no value") {
    CHECK_FALSE(evaluate("fromJSON('" + std::string(150'000, '[') + "')", nothing).known);
    CHECK_FALSE(call_known("fromjson", {std::string(150'000, '[') + std::string(150'000, ']')}).known);
    CHECK(call_known("fromjson", {"[[[1]]]"}).value == nlohmann::json::parse("[[[1]]]"));
}

TEST_CASE("an expression that doubles a text ends") {
    std::string text = "'0123456789'";
    for (int i = 0; i < 40; ++i) text = "format('{0}{0}', " + text + ")";
    CHECK_FALSE(evaluate(text, nothing).known);
    CHECK_FALSE(evaluate(std::string(30'000, '1'), nothing).known);
    std::vector<std::string> unknown;
    const std::string long_text = interpolated(
        repeated("${{ x }}", 100), [](const std::string&) { return Worth{std::string(100'000, 'x')}; }, unknown);
    CHECK(long_text.size() < 2'000'000);
    CHECK_FALSE(unknown.empty());
}

TEST_CASE("a text that is no UTF-8 becomes JSON") {
    CHECK(call_known("tojson", {"a\xff"}).value == "\"a\xEF\xBF\xBD\"");
}

TEST_CASE("variables of GitLab that name each other again and again end") {
    Folder folder;
    std::string text = "variables:\n";
    for (int i = 0; i < 9; ++i)
        text += "  V" + std::to_string(i) + ": \"" + repeated("$V" + std::to_string(i + 1), 8) + "\"\n";
    folder.write(".gitlab-ci.yml", text + "  V9: \"\"\ntests: {image: 'python:3.11', script: [pytest]}\n");
    const Leg leg = leg_in(folder);
    CHECK_FALSE(leg.environ.at("V0").value);
    CHECK(leg.environ.at("V8").value == "");
}

TEST_CASE("variables and parameters that double fill no memory") {
    const long before = resident();
    Folder azure, circle, github;
    std::string text = "variables:\n  v0: xxxxxxxxxxxxxxxx\n";
    for (int i = 1; i < 40; ++i) {
        const std::string name = "$(v" + std::to_string(i - 1) + ")";
        text += "  v" + std::to_string(i) + ": " + name + name + "\n";
    }
    azure.write("azure-pipelines.yml", text + "steps:\n  - script: pytest\n");
    CHECK_FALSE(leg_in(azure).environ.at("V39").value);

    text =
        "version: 2.1\ncommands:\n  end: {parameters: {x: {type: string}}, steps: [{run: 'echo << parameters.x "
        ">>'}]}\n";
    for (int i = 0; i < 9; ++i)
        text += "  c" + std::to_string(i) + ":\n    parameters: {x: {type: string}}\n    steps:\n      - " +
                (i == 8 ? std::string("end") : "c" + std::to_string(i + 1)) + ":\n          x: \"" +
                repeated("<< parameters.x >>", 16) + "\"\n";
    circle.write(".circleci/config.yml", text +
                                             "jobs:\n  build:\n    docker: [{image: 'cimg/python:3.11'}]\n    steps: "
                                             "[{c0: {x: abcdefgh}}, {run: pytest}]\n");
    CHECK(leg_in(circle).pytest);

    github.write("a/action.yml",
                 "inputs: {x: {default: abcdefgh}}\nruns:\n  using: composite\n  steps:\n    - uses: ./a\n"
                 "      with: {x: \"" +
                     repeated("${{ inputs.x }}", 8) + "\"}\n    - run: echo ${{ inputs.x }}\n      shell: bash\n");
    github.write(".github/workflows/ci.yml",
                 "on: push\njobs: {test: {runs-on: x, steps: [{uses: ./a}, {run: pytest}]}}\n");
    CHECK(leg_in(github).pytest);
    CHECK(resident() - before < 600);
}

TEST_CASE("variables, targets and needs of a Makefile that multiply fill no memory and end") {
    const long before = resident();
    const std::clock_t start = std::clock();
    const Makefile::Lookup nothing_set = [](const std::string&) { return std::string(); };
    std::string doubled = "X = " + std::string(60, 'a') + "\n", words;
    for (int i = 0; i < 500; ++i) doubled += "X := " + repeated("$(X)", 20) + "\n";
    const Makefile variables(doubled + "test:\n\t$(X)\n", {}, nothing_set);
    CHECK(variables.target("test"));
    for (int i = 0; i < 5'000; ++i) words += " w" + std::to_string(i);
    const Makefile rules("W =" + words + "\n$(W): $(W)\n" + repeated("\techo\n", 5'000), {}, nothing_set);
    CHECK(rules.target("w1"));
    CHECK(resident() - before < 600);
    CHECK(std::clock() - start < 15 * CLOCKS_PER_SEC);
}

TEST_CASE("a workflow that calls itself in many jobs is read in time") {
    Folder folder;
    std::string text = "on: {workflow_call: {inputs: {x: {type: boolean}}}, push: {}}\njobs:\n";
    for (int i = 0; i < 700; ++i)
        text += "  j" + std::to_string(i) + ": {if: '!inputs.x', uses: ./.github/workflows/ci.yml, with: {x: true}}\n";
    folder.write(".github/workflows/ci.yml", text);
    const std::clock_t start = std::clock();
    CHECK(github_jobs({folder.path.string()}, ".github/workflows/ci.yml").size() < 2'000);
    CHECK(std::clock() - start < 10 * CLOCKS_PER_SEC);
}

TEST_CASE("a matrix of thousands of axes and rows is read in time") {
    const std::clock_t start = std::clock();
    std::string axes, include, exclude;
    for (int i = 0; i < 1'500; ++i) {
        axes += "\n  a" + std::to_string(i) + ": [1, 2]";
        include += "\n  - {a1: 1, x" + std::to_string(i) + ": 1}";
        exclude += "\n  - {a1: 3, a2: " + std::to_string(i) + "}";
    }
    const std::string text = "matrix:" + axes + "\n  include:" + include + "\n  exclude:" + exclude + "\n";
    const Yaml document = parse_yaml(text, "x");
    const Matrix matrix = matrix_of(*document.find("matrix"), nothing, "ci.yml");
    CHECK(matrix.legs.size() == most_legs);
    CHECK(matrix.notes == std::vector<std::string>{"ci.yml: a matrix has more than the 20 axes that are read"});
    CHECK(std::clock() - start < 20 * CLOCKS_PER_SEC);
}

TEST_CASE("a tox that means too many environments does not hide the rest of its job") {
    Folder folder;
    folder.write(".github/workflows/ci.yml",
                 "on: push\njobs: {test: {runs-on: x, steps: [{run: pip install tox}, {run: tox}, {run: pytest}]}}\n");
    folder.write("tox.ini", "[tox]\nenvlist = " + repeated("{a,b}", 16) + "\n");
    const Leg leg = leg_in(folder);
    CHECK(leg.pytest);
    CHECK(std::any_of(leg.not_knowable.begin(), leg.not_knowable.end(),
                      [](const auto& one) { return one.find("more than 2000 environments") != std::string::npos; }));
}

TEST_CASE("long files and scripts take a time that grows with their length") {
    const auto start = std::chrono::steady_clock::now();
    std::string map, script, installed;
    for (int i = 0; i < 20'000; ++i)
        installed += (i % 100 ? " pkg" : "\nSuccessfully installed pkg") + std::to_string(i) + "-1.0";
    std::istringstream log(installed + "\n");
    CHECK(read_log(log, "x.log").packages.size() == 20'000);
    for (int i = 0; i < 40'000; ++i) map += "key" + std::to_string(i) + ": 1\n";
    CHECK(parse_yaml(map, "x").members.size() == 40'000);
    for (int i = 0; i < 3'000; ++i) script += "V" + std::to_string(i) + "=$(echo " + std::to_string(i) + ")\n";
    CHECK(shell_commands(script, {}).size() == 3'000);
    CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(20));
}
