#include "report/invisible.hpp"

#include "catch.hpp"

using namespace testskew;
using report::invisible_difference;

namespace {

std::string line(const std::string& message) {
    Failure failure;
    failure.type = "AssertionError", failure.message = message;
    return report::invisible_line(failure);
}

}  // namespace

TEST_CASE("what two texts differ in is named if it cannot be seen") {
    CHECK(invisible_difference("\x1b[31mred\x1b[0m", "red") == "escape codes (colours)");
    CHECK(invisible_difference("a\r\nb", "a\nb") == "line endings (CRLF and LF)");
    CHECK(invisible_difference("a  \nb", "a\nb") == "blanks at the end of a line");
    CHECK(invisible_difference("  a\nb", "a\n    b") == "indentation");
    CHECK(invisible_difference("a b", "a  b") == "blanks and line breaks");
    CHECK(invisible_difference("a b\nc", "a b c") == "blanks and line breaks");
    CHECK(invisible_difference("10:00\u202fAM", "10:00 AM") == "characters that cannot be seen");
    CHECK(invisible_difference("\ufeffname", "name") == "characters that cannot be seen");
    CHECK(invisible_difference("M\u00fcller", "Mu\u0308ller") == "composed and decomposed letters (NFC and NFD)");
    CHECK(invisible_difference("Mu\u0308llers o\u0308", "M\u00fcllers \u00f6") ==
          "composed and decomposed letters (NFC and NFD)");
    CHECK(invisible_difference("M\u00fcller", "M\u00f6ller").empty());
    CHECK(invisible_difference("Mu\u0308ller", "Nuller").empty());
    CHECK(invisible_difference("red", "green").empty());
    CHECK(invisible_difference("red", "red").empty());
}

TEST_CASE("an assertion shows what cannot be seen") {
    CHECK(line("assert '\\x1b[31mred\\x1b[0m' == 'red'\n  - red") ==
          "the two texts differ only in escape codes (colours): '\\x1b[31mred\\x1b[0m' and 'red'");
    CHECK(line("'one ' != 'one'\n- one \n?    -\n+ one\n") ==
          "the two texts differ only in blanks at the end of a line: 'one ' and 'one'");
    CHECK(line("assert 'M\u00fcller' == 'Mu\u0308ller'") ==
          "the two texts differ only in composed and decomposed letters (NFC and NFD): 'M\\u00fcller' and "
          "'Mu\\u0308ller'");
    CHECK(line("assert \"it's\\r\\n\" == \"it's\\n\"") ==
          "the two texts differ only in line endings (CRLF and LF): 'it's\\r\\n' and 'it's\\n'");
    CHECK(line("assert 'red' == 'green'").empty());
    CHECK(line("assert 500 == 200").empty());
    CHECK(line("assert 'a").empty());
    CHECK(line("").empty());
}

TEST_CASE("where a text is too long to stand in the assertion, the first two lines against each other are compared") {
    CHECK(line("assert 'usage: prog...  --long' == 'usage: prog... ption'\n  \n  Skipping\n    usage\n  -     --long\n"
               "  ? ++\n  +   --long\n    end") ==
          "the two texts differ only in indentation: '  --long' and '    --long'");
    CHECK(line("assert x == y\n  - one\n  + two").empty());
}

TEST_CASE("a long text is shown around the first difference") {
    const std::string same(100, 'x');
    CHECK(report::spelled(same + " \nb", same + "\nb", 20) == "...'xxxxxxxxxx \\nb'");
    CHECK(report::spelled("ab" + same, "b", 4) == "'abxx'...");
}
