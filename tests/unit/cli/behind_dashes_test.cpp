#include "cli/behind_dashes.hpp"

#include "catch.hpp"

using namespace testskew::cli;
using Words = std::vector<std::string>;

TEST_CASE("testskew's own options are found behind the dashes") {
    const Words known{"--bad", "--good", "--timeout"};
    CHECK(own_options_among({"tests", "--bad", "py311", "--good=3.12", "-x", "--bad", "a"}, known) ==
          Words{"--bad", "--good"});
    CHECK(own_options_among({"tests", "-k", "bad", "--badly"}, known).empty());
}

TEST_CASE("of those only the ones count that pytest does not know") {
    const std::string said =
        "usage: pytest [options] [file_or_dir]\npytest: error: unrecognized arguments: --bad py311 --good=3.12\n"
        "  inifile: None --timeout";
    CHECK(unknown_to_pytest({"--bad", "--timeout"}, said) == Words{"--bad"});
    CHECK(unknown_to_pytest({"--good"}, said) == Words{"--good"});
    CHECK(unknown_to_pytest({"--bad"}, "ERROR: file or directory not found: --bad").empty());
    CHECK(unknown_to_pytest({"--bad"}, "").empty());
}

TEST_CASE("one line says where they belong") {
    CHECK(behind_dashes_note({"--bad", "--good"}) ==
          "what stands behind -- goes to pytest, --bad and --good too: testskew's own options stand before --");
    CHECK(behind_dashes_note({}).empty());
}
