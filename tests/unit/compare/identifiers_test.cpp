#include "compare/identifiers.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("identifiers are the names and nothing of the wording") {
    using Names = std::vector<std::string>;
    CHECK(compare::identifiers("No module named 'a.b'") == Names{"a.b"});
    CHECK(compare::identifiers("Store.load() missing 1 required positional argument: 'x'") ==
          compare::identifiers("load() missing 1 required positional argument: 'x'"));
    CHECK(compare::identifiers("'onexc' is an invalid keyword argument for rmtree()") ==
          compare::identifiers("rmtree() got an unexpected keyword argument 'onexc'"));
    CHECK(compare::identifiers("name 'foo' is not defined. Did you mean: 'fob'?") == Names{"foo"});
    CHECK(compare::identifiers("isn't it? can't be") == Names{});
    CHECK(compare::identifiers("[type=missing, input_value={'session': 'q'}, input_type=dict]") ==
          compare::identifiers("[type=missing, input_value='zz', input_type=dict]"));
}

TEST_CASE("what counts as a name without quotes: calls, underscores, dots, inner capitals") {
    using Names = std::vector<std::string>;
    CHECK(compare::identifiers("call frob() with snake_case, a.b and CamelCase but no Word") ==
          Names{"CamelCase", "a.b", "frob", "snake_case"});
    CHECK(compare::identifiers("`ticked` \"doubled\" 'single'") == Names{"doubled", "single", "ticked"});
    CHECK(compare::identifiers("'if' 'None' 'str' and 'builtins'") == Names{});
    CHECK(compare::identifiers("ends with pkg.mod. And 'x-'") == Names{"pkg.mod", "x"});
    CHECK(compare::identifiers("'two words' 'ok'") == Names{"ok"});
    CHECK(compare::identifiers("'...' '---'") == Names{});
}

TEST_CASE("what varies is a placeholder in a name, and no name of its own") {
    using Names = std::vector<std::string>;
    CHECK(compare::identifiers("<Store_X object at 0x7f3a>") == Names{"Store_X"});
    CHECK(compare::identifiers("no such table: 'users_12'") == Names{"users_#"});
    CHECK(compare::identifiers("cannot open /tmp/x/data_1.csv") ==
          compare::identifiers("cannot open /home/y/data_2.csv"));
}

TEST_CASE("there is an end to what is looked at") {
    std::string many;
    for (char c = 'a'; c <= 'z'; ++c) many += std::string("'name_") + c + "' ";
    CHECK(compare::identifiers(many).size() == 12);
    CHECK(compare::identifiers(std::string(3000, ' ') + "'late_name'").empty());
    CHECK(compare::identifiers("'" + std::string(101, 'x') + "'").empty());
    CHECK(compare::identifiers("'unclosed_one").size() == 1);
}
