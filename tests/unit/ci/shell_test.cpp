#include "ci/shell.hpp"

#include "catch.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::ci;

namespace {

/// The commands as text: words in brackets, "?" in front of one that nobody knows to be run.
std::string read(const std::string& script, std::vector<std::string> arguments = {}) {
    ShellScope scope;
    scope.lookup = [](const std::string& name) -> std::optional<std::string> {
        if (name == "RUNNER_OS") return "Linux";
        if (name == "OPTIONS") return "-x -v";
        if (name == "HOME") return std::nullopt;
        return "";
    };
    scope.arguments = std::move(arguments);
    std::vector<std::string> result;
    for (const auto& command : shell_commands(script, scope)) {
        std::string text = command.conditional ? "?" : "";
        for (const auto& [name, value] : command.assignments) text += name + "=" + value.text + " ";
        result.push_back(text + join(command.argv(), "|"));
    }
    return join(result, "; ");
}

}  // namespace

TEST_CASE("words are read as a shell reads them") {
    CHECK(read("pytest  -k 'a b' \"c d\" e\\ f # comment") == "pytest|-k|a b|c d|e f");
    CHECK(read("pytest \\\n  -v \\\n  tests") == "pytest|-v|tests");
    CHECK(read("pip install 'x>=1' > log.txt 2>&1") == "pip|install|x>=1");
    CHECK(read("A=1 B=\"two words\" pytest") == "A=1 B=two words pytest");
    CHECK(read("cat <<EOF > x\npytest\nEOF\npytest -v") == "cat; pytest|-v");
}

TEST_CASE("variables with known values are filled in") {
    CHECK(read("pytest $OPTIONS") == "pytest|-x|-v");
    CHECK(read("pytest \"$OPTIONS\"") == "pytest|-x -v");
    CHECK(read("pytest $UNSET tests") == "pytest|tests");
    CHECK(read("cd ${UNSET:-src}") == "cd|src");
    CHECK(read("V=3.11\ntox -e py${V/./}-x") == "V=3.11 ; tox|-e|py311-x");
    CHECK(read("tox -e py$(echo 3.11 | tr -d '.')") == "tox|-e|py311");
    CHECK(read("`which tox` -e py") == "tox|-e|py");
    CHECK(read("pytest \"$@\"", {"a b", "c"}) == "pytest|a b|c");
    CHECK(read("pytest \"$@\"") == "pytest");
    CHECK(read("cd $HOME/x") == "cd|$HOME/x");
    CHECK(read("x $(date) ${{secrets.A}}") == "x|$(date)|${{secrets.A}}");
}

TEST_CASE("conditions that can be told are told") {
    CHECK(
        read("if [ \"$RUNNER_OS\" == \"Linux\" ]; then\n a\nelif [ $RUNNER_OS = macOS ]; then\n b\nelse\n c\nfi\nd") ==
        "a; d");
    CHECK(read("if [ -f x ]; then a; else b; fi") == "?a; ?b");
    CHECK(read("a || b") == "a; ?b");
    CHECK(read("a && b") == "a; b");
    CHECK(read("[ -n \"\" ] && a") == "");
    CHECK(read("for x in 1 2; do a; done; b") == "?a; b");
    CHECK(read("f() { a; }\nb") == "?a; b");
    CHECK(read("cd x && (cd y; a); b") == "cd|x; (; cd|y; a; ); b");
}

TEST_CASE("a negated test is told, and so is false") {
    CHECK(read("if ! [ \"$RUNNER_OS\" = Linux ]; then a; else b; fi") == "b");
    CHECK(read("if false; then a; else b; fi") == "b");
}

TEST_CASE("a pattern of case is no command") {
    CHECK(read("case $1 in\n  pytest) a ;;\n  *) b ;;\nesac\nc") == "?a; ?b; c");
}

TEST_CASE("a default of several words is taken whole") {
    CHECK(read("pytest ${ARGUMENTS:--n auto -v}") == "pytest|-n|auto|-v");
}

TEST_CASE("a script that grows without end stays small") {
    std::string doubling = "A=xxxxxxxxxx\n";
    for (int i = 0; i < 200; ++i) doubling += "A=$A$A\n";
    CHECK(read(doubling + "pytest $A").ends_with("pytest|$A"));
    std::string nested;
    for (int i = 0; i < 20'000; ++i) nested += "$(";
    CHECK_NOTHROW(read("a " + nested));
    std::string braces;
    for (int i = 0; i < 20'000; ++i) braces += "${A:-";
    CHECK_NOTHROW(read("a " + braces));
}

TEST_CASE("a script that ends anywhere is read to its end") {
    for (const char* text : {"a '", "a \"", "a $(", "a ${", "a `", "a <<E", "if", "a \\", "$", "a ${{ x", "((", "))",
                             "a |", "case x in", ";;"})
        CHECK_NOTHROW(read(text));
}
