#include "cli/message.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::cli;

TEST_CASE("a message about what the user wrote is one line of at most 400 columns") {
    CHECK(shown_message("testskew.toml:3: no", ExitCode::usage) == "testskew.toml:3: no");
    CHECK(shown_message("a\nb\n::error::c", ExitCode::usage) == "a\\nb\\n::error::c");
    CHECK(shown_message("\x1b[31m \xe2\x80\xaeX\xc2\x9b\x01", ExitCode::usage) == "\\u001b[31m \\u202eX\\u009b\\u0001");
    const std::string text = shown_message("begin " + std::string(100'000, 'x') + " end", ExitCode::usage);
    CHECK(text.size() <= 400);
    CHECK(text.starts_with("begin x"));
    CHECK(text.ends_with("x end"));
    CHECK(shown_message("\xff", ExitCode::usage) == "\xef\xbf\xbd");
}

TEST_CASE("other messages may have lines, none of which looks like one of its own") {
    CHECK(shown_message("setup failed\n::error::x", ExitCode::environment) == "setup failed\n  | ::error::x");
    std::string lines;
    for (int i = 0; i < 100; ++i) lines += "line\n";
    CHECK(shown_message(lines, ExitCode::environment).ends_with("\n  | (40 more lines)"));
}

TEST_CASE("a JSON document with its control characters shown says the same") {
    CHECK(with_controls_shown("{\"a\": \"\xe2\x80\xae\xc2\x9b\",\n \"b\": \"\xc3\xbc\"}") ==
          "{\"a\": \"\\u202e\\u009b\",\n \"b\": \"\xc3\xbc\"}");
}

TEST_CASE("what stdout gets has colours and no other control characters") {
    CHECK(for_terminal("\x1b[1;31mred\x1b[0m\ttab\n") == "\x1b[1;31mred\x1b[0m\ttab\n");
    CHECK(for_terminal("\x1b]0;title\x07 \x1b[2J \xe2\x80\xae \xc2\x9b\r\xff") ==
          "\\u001b]0;title\\u0007 \\u001b[2J \\u202e \\u009b\\u000d\xef\xbf\xbd");
    // A section of GitLab's log is no text of a report.
    CHECK(for_terminal("\x1b[0Ksection_start:1:x\r\x1b[0Ky") == "\\u001b[0Ksection_start:1:x\\u000d\\u001b[0Ky");
}

TEST_CASE("a script for a terminal does the same without control characters") {
    CHECK(script_for_terminal("cd 'a b\xc3\xbc'\n\tx") == "cd 'a b\xc3\xbc'\n\tx");
    CHECK(script_for_terminal("cd 'a\x1b\xe2\x80\xae'") ==
          "cd 'a'\"$(printf '\\033')\"''\"$(printf '\\342\\200\\256')\"''");
    CHECK(script_for_terminal("'\xff\xc3'") == "''\"$(printf '\\377')\"''\"$(printf '\\303')\"''");
}
