#include "sides/options_units.hpp"

#include "catch.hpp"

using namespace testskew::sides;
using Words = std::vector<std::string>;

TEST_CASE("option_units keeps a value with its option") {
    CHECK(option_units({"-m", "not slow", "-x", "--cov=src", "-p", "no:randomly"}) ==
          std::vector<OptionUnit>{{"-m", "not slow"}, {"-x"}, {"--cov=src"}, {"-p", "no:randomly"}});
}

TEST_CASE("option_differences pairs two values of one option and leaves out what is common") {
    const auto found = option_differences({"-x", "-n", "4", "-m", "a"}, {"-n", "2", "-x", "-q"});
    REQUIRE(found.size() == 3);
    CHECK(found[0].name() == "-n");
    CHECK(found[0].good == OptionUnit{"-n", "2"});
    CHECK(found[1].name() == "-m a");
    CHECK(found[1].good.empty());
    CHECK(found[2].bad.empty());
}

TEST_CASE("option_differences does not take one plugin for another") {
    CHECK(option_differences({"-p", "no:xdist"}, {"-p", "no:randomly"}).size() == 2);
    CHECK(option_differences({"-p", "no:xdist"}, {"-p", "xdist"}).size() == 1);
    CHECK(option_differences({"--ignore=a=b"}, {"--ignore=a=c"}).size() == 2);
    CHECK(option_differences({"-o", "log_level=INFO"}, {"-o", "log_level=DEBUG"}).size() == 1);
}

TEST_CASE("an option of a plugin and the switch of that plugin are swapped as one") {
    const Words bad{"-q", "--randomly-seed=1"}, good{"-q", "-p", "no:randomly"};
    const auto differences = option_differences(bad, good);
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].name() == "randomly");
    CHECK(mixed_options(bad, good, differences, {true}) == good);
    CHECK(mixed_options(good, bad, option_differences(good, bad), {false}) == good);
    CHECK(option_differences({"-n", "4"}, {"-p", "no:xdist"}).size() == 1);
    CHECK(option_differences({"-n", "4"}, {"-p", "no:randomly"}).size() == 2);
    CHECK(option_differences({"--cov=src"}, {"-p", "no:pytest_cov"}).size() == 1);
    CHECK(option_differences({"--randomly-seed=1"}, {"--randomly-dont-reset-seed"}).size() == 2);
}

TEST_CASE("mixed_options gives each side back exactly, and mixtures") {
    const Words bad{"-x", "-n", "4", "-m", "a"}, good{"-n", "2", "-x", "-q"};
    const auto differences = option_differences(bad, good);
    CHECK(mixed_options(bad, good, differences, {false, false, false}) == bad);
    CHECK(mixed_options(bad, good, differences, {true, true, true}) == good);
    CHECK(mixed_options(bad, good, differences, {true, false, false}) == Words{"-x", "-n", "2", "-m", "a"});
    CHECK(mixed_options(bad, good, differences, {false, true, true}) == Words{"-x", "-n", "4", "-q"});
}
