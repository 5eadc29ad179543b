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
        if (name == "TOXENV") return "py311";
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

TEST_CASE("a chain of tests is told as a whole") {
    const auto branch = [](const std::string& test) { return read("if " + test + "; then a; else b; fi"); };
    const std::string yes = "[ \"$RUNNER_OS\" = Linux ]", no = "[ \"$RUNNER_OS\" = macOS ]", open = "[ -n \"$HOME\" ]";
    CHECK(branch(no + " && " + yes) == "b");
    CHECK(branch(yes + " && " + yes) == "a");
    CHECK(branch(yes + " || " + no) == "a");
    CHECK(branch(no + " || " + yes) == "a");
    CHECK(branch(open + " && " + no) == "b");
    CHECK(branch(open + " || " + no) == "?a; ?b");
    CHECK(branch("cmd && " + yes) == "cmd; ?a; ?b");
    CHECK(branch("cmd && " + no) == "cmd; b");
    CHECK(branch(no + " && { " + yes + "; }") == "?a; ?b");
    CHECK(read(yes + " || " + no + " && a") == "a");
    CHECK(read(no + " && { a; b; }; c") == "c");
    CHECK(read("x || { a; b; }; c") == "x; ?a; ?b; c");
    CHECK(read("{ a; } || b") == "a; ?b");
    CHECK(read(open + " && (cd x; a); c") == "(; ?cd|x; ?a; ); c");
}

TEST_CASE("the text behind == inside of double brackets is a pattern") {
    const auto branch = [](const std::string& test) { return read("if " + test + "; then a; else b; fi"); };
    CHECK(branch("[[ \"$TOXENV\" == py3* ]]") == "a");
    CHECK(branch("[[ $TOXENV != py2* ]]") == "a");
    CHECK(branch("[[ $TOXENV == \"py3*\" ]]") == "b");
    CHECK(branch("[[ $TOXENV == \"py3*\"* ]]") == "?a; ?b");
    CHECK(branch("[[ $TOXENV == @(py310|py311) ]]") == "?a; ?b");
    CHECK(branch("[[ $TOXENV =~ ^py3(1|2) ]]") == "?a; ?b");
    CHECK(branch("[[ $TOXENV == py3* && $RUNNER_OS == macOS ]]") == "b");
    CHECK(branch("[[ -n $UNSET ]]") == "b");
    CHECK(branch("[[ $UNSET == x || $TOXENV == py* ]]") == "a");
    CHECK(branch("[ ! -z \"$TOXENV\" ]") == "a");
    CHECK(branch("[ \"$TOXENV\" = x -o \"$RUNNER_OS\" = Linux ]") == "a");
    CHECK(branch("[ 3 -lt 10 ]") == "a");
}

TEST_CASE("a command that is the test of an if is run") {
    CHECK(read("if ! pytest -x; then a; fi") == "pytest|-x; ?a");
    CHECK(read("if [ \"$RUNNER_OS\" = Linux ] && a; then b; elif c; then d; fi") == "a; ?b; ?c; ?d");
    CHECK(read("if [ \"$RUNNER_OS\" = macOS ] && a; then b; fi") == "");
}

TEST_CASE("what a loop, read, unset and arrays do to a variable is not guessed") {
    CHECK(read("for v in 1 2; do a $v; done") == "?a|$v");
    CHECK(read("V=1\nunset V\na x$V") == "V=1 ; unset|V; a|x");
    CHECK(read("read V\na $V") == "read|V; a|$V");
    CHECK(read("A=(1 2)\na $A") == "A= ; a|$A");
    CHECK(read("A=x\nA+=y\na $A") == "A=x ; A=xy ; a|xy");
}

TEST_CASE("after an exit nothing is run") {
    CHECK(read("a\nexit 0\nb") == "a; exit|0");
    CHECK(read("[ -n \"$HOME\" ] && exit 0\nb") == "?exit|0; b");
    CHECK(read("(exit 0)\nb") == "(; exit|0; ); b");
}

TEST_CASE("the output of a group, and what tee writes, goes to the file") {
    ShellScope scope;
    scope.lookup = [](const std::string&) { return std::nullopt; };
    const auto files = [&](const std::string& script) {
        std::vector<std::string> result;
        for (const auto& command : shell_commands(script, scope)) result.push_back(command.redirect);
        return join(result, ",");
    };
    CHECK(files("{ echo a; echo b; } >> $F; c") == "$F,$F,");
    CHECK(files("echo a | tee -a $F") == "$F,");
    CHECK(files("if x; then\necho a\nfi > f\n") == "f,f");
}

TEST_CASE("conditions that nobody knows have names that hold each other") {
    ShellScope scope;
    scope.lookup = [](const std::string&) { return std::nullopt; };
    const auto all = shell_commands("if [ $A = 1 ]; then\n a\n if [ $B = 1 ]; then b; fi\nelse\n c\nfi\nd", scope);
    REQUIRE(all.size() == 4);
    CHECK(all[1].condition.starts_with(all[0].condition));
    CHECK(all[0].condition != all[1].condition);
    CHECK_FALSE(all[2].condition.starts_with(all[0].condition));
    CHECK(all[3].condition.empty());
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
    std::string conditions;
    for (int i = 0; i < 20'000; ++i) conditions += "if [ $HOME = x ]; then\na\n";
    CHECK(read(conditions).size() < 10'000);
    std::string braces;
    for (int i = 0; i < 20'000; ++i) braces += "${A:-";
    CHECK_NOTHROW(read("a " + braces));
}

TEST_CASE("a script that ends anywhere is read to its end") {
    for (const char* text : {"a '", "a \"", "a $(", "a ${", "a `", "a <<E", "if", "a \\", "$", "a ${{ x", "((", "))",
                             "a |", "case x in", ";;"})
        CHECK_NOTHROW(read(text));
}
