// What GitHub makes of a workflow: conditions, environs, matrices and $GITHUB_ENV.
#include "catch.hpp"
#include "ci/choose.hpp"
#include "ci/leg_toml.hpp"
#include "ci/plan.hpp"
#include "folder.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::ci;

namespace {

/// The legs of a workflow with these jobs.
LegChoice chosen(const std::string& workflow, const std::vector<std::string>& wanted = {},
                 const std::map<std::string, std::string>& files = {}) {
    Folder folder;
    for (const auto& [name, content] : files) folder.write(name, content);
    folder.write(".github/workflows/t.yml", workflow);
    return choose_leg({folder.path.string()}, {"", leg_pairs(wanted)});
}

/// The leg of a job with these lines before its steps, and these steps.
Leg github_leg(const std::string& steps, const std::string& head = "") {
    return chosen("on: push\njobs:\n  t:\n    runs-on: ubuntu-latest\n" + head + "    steps:\n" + steps).leg;
}

std::string in_environ(const Leg& leg, const std::string& name) {
    const auto found = leg.environ.find(name);
    return found == leg.environ.end() ? "-" : found->second.value.value_or("?");
}

/// The lines that are installed, those under a condition in brackets.
std::string installed(const Leg& leg) {
    std::vector<std::string> lines;
    for (const auto& one : leg.requirements) lines.push_back(one.condition.empty() ? one.line : "(" + one.line + ")");
    return join(lines, " ");
}

bool says(const std::vector<std::string>& list, const std::string& text) {
    return std::any_of(list.begin(), list.end(), [&](const auto& one) { return one.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("what is installed under a condition that only a run knows is no known requirement") {
    const Leg leg = github_leg(
        "    - if: github.ref == 'x'\n      run: pip install step\n"
        "    - run: |\n        if [ -n \"$(git diff)\" ]; then pip install diff; fi\n"
        "        pip install a || pip install b\n        f() { pip install c; }\n"
        "    - if: steps.cache.outputs.cache-hit != 'true'\n      run: pip install cached\n"
        "    - run: pytest\n");
    CHECK(installed(leg) == "(step) (diff) a (b) (c) cached");
    CHECK(says(leg.not_knowable, "whether step is installed (.github/workflows/t.yml:7)"));
    CHECK_THAT(leg_toml(leg, {}), ContainsSubstring("    # \"step\","));
}

TEST_CASE("what shares the condition of pytest is done with it") {
    const Leg leg = github_leg(
        "    - if: steps.filter.outputs.python\n      run: pip install a\n"
        "    - if: steps.filter.outputs.docs\n      run: pip install b\n"
        "    - if: steps.filter.outputs.python\n      run: pytest\n");
    CHECK(installed(leg) == "a (b)");
    REQUIRE(leg.pytest);
    CHECK(says(leg.not_knowable, "whether pytest is run"));
}

TEST_CASE("a pytest without a condition counts before one that may not be run") {
    const Leg leg = github_leg(
        "    - if: github.ref == 'x'\n      run: pytest first\n    - run: pip install a\n    - run: pytest second\n");
    REQUIRE(leg.pytest);
    CHECK(leg.pytest->targets == std::vector<std::string>{"second"});
    CHECK(installed(leg) == "a");
    CHECK(leg.more_pytest.size() == 1);
}

TEST_CASE("a condition of a step reaches the steps of its action, and a lock is named") {
    Folder folder;
    folder.write(".github/actions/a/action.yml", "runs:\n  steps:\n    - run: pip install inner\n");
    folder.write("poetry.lock", "").write("pyproject.toml", "");
    folder.write(".github/workflows/t.yml",
                 "on: push\njobs:\n  t:\n    runs-on: x\n    steps:\n    - if: github.ref == 'x'\n"
                 "      uses: ./.github/actions/a\n    - if: github.ref == 'x'\n      run: poetry install\n"
                 "    - run: pytest\n");
    const Leg leg = choose_leg({folder.path.string()}, {"", {}}).leg;
    CHECK(installed(leg) == "(inner)");
    CHECK(says(leg.not_knowable, "whether poetry install is run"));
}

TEST_CASE("a folder that a part of a script enters is left with it") {
    const Leg leg = github_leg("    - run: |\n        if [ -n \"$(x)\" ]; then cd sub; fi\n        pytest\n");
    CHECK(leg.cwd.value == ".");
    CHECK(says(leg.not_knowable, "whether cd sub is done"));
}

TEST_CASE("the last of several versions of setup-python is the default") {
    const Leg leg = github_leg(
        "    - uses: actions/setup-python@v5\n      with: {python-version: \"3.9\\n3.12\\n\"}\n    - run: pytest\n");
    CHECK(leg.python.value == "3.12");
}

TEST_CASE("the environ of a container gives way to that of the job") {
    const Leg leg = github_leg(
        "    - run: pytest\n",
        "    container: {image: 'python:3.11@sha256:00', env: {A: container, B: container}}\n    env: {A: job}\n");
    CHECK(in_environ(leg, "A") == "job");
    CHECK(in_environ(leg, "B") == "container");
    CHECK(leg.python.value == "3.11");
}

TEST_CASE("text around the expression of a condition makes it true") {
    const Leg leg = github_leg(
        "    - if: ${{ matrix.os == 'x' }} && true\n      run: pip install a\n"
        "    - if: |\n        ${{ false }}\n      run: pip install b\n"
        "    - if: ${{ false }}\n      run: pip install c\n    - run: pytest\n");
    CHECK(installed(leg) == "a b");
    CHECK(says(leg.warn, "t.yml:6: text around"));
}

TEST_CASE("what only a run knows of a matrix or of inputs is not null") {
    const Leg leg = github_leg(
        "    - if: matrix.py == '3.11'\n      run: pip install a==${{ matrix.py }}\n    - run: pytest\n",
        "    strategy: {matrix: {py: \"${{ fromJSON(needs.x.outputs.p) }}\"}}\n    env: {V: \"${{ matrix.py }}\"}\n");
    CHECK(in_environ(leg, "V") == "?");
    CHECK(installed(leg) == "(a==${{matrix.py}})");
    const Leg called = chosen(
                           "on: {workflow_call: {inputs: {V: {required: true}, w: {default: x}}}}\njobs:\n  t:\n"
                           "    runs-on: x\n    env: {A: \"${{ inputs.v }}\", B: \"${{ inputs.W }}\"}\n"
                           "    steps:\n    - run: pytest\n")
                           .leg;
    CHECK(in_environ(called, "A") == "?");
    CHECK(in_environ(called, "B") == "x");
}

TEST_CASE("a matrix that is one expression has the axes that the file says") {
    const auto found = chosen(
        "on: push\njobs:\n  t:\n    runs-on: x\n"
        "    strategy: {matrix: \"${{ fromJSON('{\\\"py\\\":[\\\"3.10\\\",\\\"3.11\\\"]}') }}\"}\n"
        "    steps:\n    - uses: actions/setup-python@v5\n      with: {python-version: \"${{ Matrix.Py }}\"}\n"
        "    - run: pytest\n");
    CHECK(found.leg.python.value == "3.11");
    CHECK(found.others.size() == 1);
}

TEST_CASE("the matrix of a caller stays where the called workflow has one of its own") {
    const auto found = chosen(
        "on: push\njobs: {c: {strategy: {matrix: {dj: ['4', '5']}}, uses: ./.github/workflows/_t.yml, with: {dj: \"${{ "
        "matrix.dj }}\"}}}\n",
        {"dj=4", "py=3.10"},
        {{".github/workflows/_t.yml",
          "on: workflow_call\njobs: {t: {runs-on: x, strategy: {matrix: {py: ['3.10', '3.11']}}, steps: [{run: 'pip "
          "install d==${{ inputs.dj }}'}, {run: pytest}]}}\n"}});
    CHECK(installed(found.leg) == "d==4");
    CHECK(axes_text(found.leg.axes) == "py=3.10, dj=4");
}

TEST_CASE("py names the Python of a leg also where an axis of that name says it otherwise") {
    const auto found = chosen(
        "on: push\njobs: {t: {runs-on: x, strategy: {matrix: {py: [py39, py310]}}, steps: [{uses: "
        "actions/setup-python@v5, with: {python-version: '3.10'}}, {run: pytest}]}}\n",
        {"py=3.10"});
    CHECK(found.leg.python.value == "3.10");
}

TEST_CASE("a workflow of another event is read as one of that event") {
    const Leg leg = chosen(
                        "on: {schedule: [], workflow_dispatch: }\njobs: {t: {if: github.event_name == 'schedule', "
                        "runs-on: x, steps: [{run: pytest}]}}\n")
                        .leg;
    CHECK(leg.pytest);
}

TEST_CASE("what is written to GITHUB_ENV is known as far as it is plain") {
    const Leg leg = github_leg(
        "    - run: |\n        { echo A=a; echo \"B=b\"; } >> $GITHUB_ENV\n        echo C=c | tee -a $GITHUB_ENV\n"
        "        printf \"D=d\\n\" >> \"$GITHUB_ENV\"\n        echo -n \"E=e\" >> $GITHUB_ENV\n"
        "        echo \"F<<EOF\" >> $GITHUB_ENV\n        echo G=g >> $GITHUB_ENV\n        echo EOF >> $GITHUB_ENV\n"
        "    - if: github.ref == 'x'\n      run: echo H=h >> $GITHUB_ENV\n"
        "    - run: pip install a==${{ env.A }}\n    - run: pytest\n");
    CHECK(in_environ(leg, "A") == "a");
    CHECK(in_environ(leg, "B") == "b");
    CHECK(in_environ(leg, "C") == "c");
    CHECK(in_environ(leg, "D") == "d");
    CHECK(in_environ(leg, "E") == "e");
    CHECK(in_environ(leg, "F") == "?");
    CHECK(in_environ(leg, "G") == "-");
    CHECK(in_environ(leg, "H") == "?");
    CHECK(installed(leg) == "a==a");
}

TEST_CASE("after a program wrote to GITHUB_ENV no variable is known to be unset") {
    const Leg leg = github_leg(
        "    - run: python v.py >> $GITHUB_ENV\n    - if: env.X == '1'\n      run: pip install x\n"
        "    - run: pip install a==${{ env.V }} b==$V\n    - run: pytest\n");
    CHECK(installed(leg) == "(x) a==${{env.V}} b==$V");
    CHECK(says(leg.not_knowable, "what is written to $GITHUB_ENV by python"));
}

TEST_CASE("variables of env and of a loop have no value that is guessed") {
    const Leg leg =
        github_leg("    - run: for v in 1 2; do pip install loop$v; done\n    - run: env -u CI FOO=$(date) pytest\n",
                   "    env: {CI: x, B: y}\n");
    CHECK(in_environ(leg, "FOO") == "?");
    CHECK(installed(leg) == "(loop$v)");
    const Leg unset =
        github_leg("    - run: |\n        unset B\n        env -u CI pytest\n", "    env: {CI: x, B: y}\n");
    CHECK(in_environ(unset, "CI") == "-");
    CHECK(in_environ(unset, "B") == "-");
    CHECK(says(github_leg("    - run: |\n        unset CI\n        pytest\n").warn, "CI is unset there"));
}

TEST_CASE("a runner that only a run knows is said, and legs without a Python are counted") {
    Folder folder;
    folder.write(".github/workflows/t.yml",
                 "on: push\njobs: {t: {runs-on: '${{ fromJSON(needs.x.outputs.r) }}', strategy: {matrix: {v: ['3.10', "
                 "'3.x', 'pypy3.10']}}, steps: [{uses: actions/setup-python@v5, with: {python-version: '${{ matrix.v "
                 "}}'}}, {run: pytest}]}}\n");
    const Plan plan = plan_of_project({folder.path.string()});
    REQUIRE(plan.legs.size() == 2);
    CHECK(plan.legs[1].name == "pypy3.10");
    CHECK(says(plan.notes, "ubuntu-latest stands for the runner of t, which only a run knows"));
    CHECK(says(plan.notes, "1 leg is left out"));
    CHECK(says(choose_leg({folder.path.string()}, {"", {}}).leg.not_knowable, "the runner: runs-on of t depends on"));
}
