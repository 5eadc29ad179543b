#include "cli/misspelt.hpp"

#include "catch.hpp"

using namespace testskew::cli;

TEST_CASE("a misspelt command or option gets the nearest one") {
    const KnownWords top{{}, {"run", "record", "report"}, {"--help", "--version"}, false};
    CHECK(usage_message(top, {"rnu"}, "A subcommand is required") ==
          "there is no command \"rnu\": did you mean run? (see testskew --help)");
    CHECK(usage_message(top, {"list"}, "") == "there is no command \"list\" (see testskew --help)");
    CHECK(usage_message(top, {}, "A subcommand\nis required") == "A subcommand is required (see testskew --help)");
    const KnownWords run{{"run"}, {}, {"--bad", "--good", "--bad-with"}, true};
    CHECK(usage_message(run, {"run", "--bda", "3.11"}, "") ==
          "there is no option --bda of run: did you mean --bad? (see testskew run --help)");
    CHECK(usage_message(run, {"run", "--bad", "3.11", "-k", "x"}, "") ==
          "there is no option -k of run: pytest's options go after -- (see testskew run --help)");
    CHECK(usage_message(run, {"run", "--bad"}, "--bad: 1 required PROFILE missing") ==
          "--bad: 1 required PROFILE missing (see testskew run --help)");
}
