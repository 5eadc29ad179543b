#include "ci/shell_expand.hpp"

#include "catch.hpp"
#include "ci/shell_lexer.hpp"

using namespace testskew::ci;

namespace {

/// A script that knows A, and nothing of HIDDEN.
struct Script {
    ShellScope scope;
    std::map<std::string, ShellWord> variables = {{"A", {"1.2.3"}}, {"EMPTY", {""}}, {"HIDDEN", {"$HIDDEN", false}}};
    ShellExpansion expansion{scope, variables};

    Script() {
        scope.lookup = [](const std::string& name) { return name == "CI" ? std::optional<std::string>("true") : ""; };
        scope.arguments = {"first", "second"};
    }

    /// What ${inside} gives; with a question mark if that is not known.
    std::string braces(const std::string& inside) const {
        const ShellWord word = expansion.braces(inside);
        return (word.known ? "" : "?") + word.text;
    }

    /// The tokens of a text: words in brackets, signs as they are.
    std::string tokens(const std::string& text) const {
        ShellLexer lexer(text, scope, variables);
        std::string result;
        for (auto token = lexer.next(); token.sign != "end"; token = lexer.next()) {
            result += token.sign == "\n" ? "\\n" : token.sign;
            for (const auto& word : token.words) result += (word.known ? "[" : "[?") + word.text + "]";
        }
        return result;
    }
};

}  // namespace

TEST_CASE("a parameter ends where its operation begins") {
    CHECK(parameter_in("NAME:-word") == "NAME");
    CHECK(parameter_in("1") == "1");
    CHECK(parameter_in("@") == "@");
    CHECK(parameter_in("*/x/y") == "*");
    CHECK(parameter_in("#NAME").empty());
    CHECK(parameter_in("").empty());
}

TEST_CASE("a variable is known by the script, then by the arguments and by what is around it") {
    const Script script;
    CHECK(script.expansion.value_of("A") == "1.2.3");
    CHECK_FALSE(script.expansion.value_of("HIDDEN"));
    CHECK(script.expansion.value_of("CI") == "true");
    CHECK(script.expansion.value_of("OTHER") == "");
    CHECK(script.expansion.value_of("1") == "first");
    CHECK(script.expansion.value_of("3") == "");
    CHECK_FALSE(script.expansion.value_of("0"));
}

TEST_CASE("operations in braces are done where the value is known") {
    const Script script;
    CHECK(script.braces("A:-other") == "1.2.3");
    CHECK(script.braces("EMPTY:-other") == "other");
    CHECK(script.braces("EMPTY:-$A and more") == "1.2.3 and more");
    CHECK(script.braces("A:+set") == "set");
    CHECK(script.braces("EMPTY:+set").empty());
    CHECK(script.braces("A/./-") == "1-2.3");
    CHECK(script.braces("A//./-") == "1-2-3");
    CHECK(script.braces("A//.") == "123");
    CHECK(script.braces("A:2") == "2.3");
    CHECK(script.braces("A:0:3") == "1.2");
    CHECK(script.braces("A:9").empty());
    CHECK(script.braces("@:1") == "irst second");
    CHECK(script.braces("A//[0-9]/x") == "?${A//[0-9]/x}");
    CHECK(script.braces("A%%.*") == "?${A%%.*}");
    CHECK(script.braces("HIDDEN:-other") == "?${HIDDEN:-other}");
    CHECK(script.braces("#A") == "?${#A}");
}

TEST_CASE("what a command prints is known for a few plain commands") {
    const Script script;
    CHECK(script.expansion.substituted("echo -n $A") == "1.2.3");
    CHECK(script.expansion.substituted("echo $A | tr -d .") == "123");
    CHECK(script.expansion.substituted("echo $A | tr . -") == "1-2-3");
    CHECK(script.expansion.substituted("command -v python3") == "python3");
    CHECK_FALSE(script.expansion.substituted("date"));
    CHECK_FALSE(script.expansion.substituted("echo $HIDDEN"));
    CHECK_FALSE(script.expansion.substituted("echo a || echo b"));
}

TEST_CASE("a script is read as words and signs") {
    const Script script;
    CHECK(script.tokens("a 'b c'\"d\" && e") == "[a][b cd]&&[e]");
    CHECK(script.tokens("a 2>err >out") == "[a]2>[err]>[out]");
    CHECK(script.tokens("a \\\n b # comment\nc") == "[a][b]\\n[c]");
    CHECK(script.tokens("cat <<END\n$A && b\nEND\nc") == "[cat]\\n[c]");
    CHECK(script.tokens("x$HIDDEN ${EMPTY:-a b} \"${EMPTY:-a b}\"") == "[?x$HIDDEN][a][b][a b]");
    CHECK(script.tokens("$EMPTY \"$EMPTY\"") == "[]");
    CHECK(script.tokens("\"$@\" $1") == "[first][second][first]");
    CHECK(script.tokens("${{ matrix.x }} $? $") == "[?${{ matrix.x }}][?$?][$]");
}
