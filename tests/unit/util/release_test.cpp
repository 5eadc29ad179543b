#include "util/release.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("releases are ordered as PEP 440 says") {
    CHECK(compare_versions("1.10", "1.9") == 1);
    CHECK(compare_versions("1.0", "1.0.0") == 0);
    CHECK(compare_versions("1.0rc1", "1.0") == -1);
    CHECK(compare_versions("1.0.dev3", "1.0a1") == -1);
    CHECK(compare_versions("1.0.post1", "1.0") == 1);
    CHECK(compare_versions("1.0a2", "1.0a10") == -1);
    CHECK(compare_versions("1!0.1", "9.9") == 1);
    CHECK(compare_versions("2.0+local", "2.0") == 0);
}

TEST_CASE("the numbers of a release are those before a letter, without zeros at the end") {
    CHECK(release_numbers("3.13.0rc1") == std::vector<long>{3, 13});
    CHECK(release_numbers("v2.0.4+local") == std::vector<long>{2, 0, 4});
    CHECK(release_numbers("nothing").empty());
}

TEST_CASE("the order of releases is total: each stage in its place") {
    const std::vector<std::string> ordered = {"0.9", "1.0.dev1",  "1.0a1",     "1.0a2", "1.0b1", "1.0rc1",
                                              "1.0", "1.0.post1", "1.0.post2", "1.0.1", "1.1",   "1!0.1"};
    for (std::size_t i = 0; i < ordered.size(); ++i)
        for (std::size_t j = 0; j < ordered.size(); ++j) {
            INFO(ordered[i] << " " << ordered[j]);
            CHECK(compare_versions(ordered[i], ordered[j]) == (i < j ? -1 : i > j ? 1 : 0));
        }
}

TEST_CASE("spellings of one release are equal") {
    CHECK(compare_versions("v1.0", "1.0") == 0);
    CHECK(compare_versions("1.0-RC.1", "1.0rc1") == 0);
    CHECK(compare_versions("1.0alpha2", "1.0a2") == 0);
    CHECK(compare_versions("1.0.preview3", "1.0rc3") == 0);
    CHECK(compare_versions("1.0-r4", "1.0.post4") == 0);
    CHECK(compare_versions("99999999999999999999", "100000000") == 0);  // numbers are cut, so they never overflow
}

TEST_CASE("what is no version has an order all the same") {
    CHECK(compare_versions("", "0") == 0);
    CHECK(compare_versions("nothing", "0") == 0);
    CHECK(compare_versions("1.", "1") == 0);
    CHECK(compare_versions("1.x", "1") == 0);
    CHECK(compare_versions("1!", "1!0") == 0);
    CHECK(compare_versions("1.0unknown5", "1.0") == 0);  // the word is no stage, so its number does not count
    CHECK(release_numbers("v") == std::vector<long>{});
    CHECK(release_numbers("3.10.0") == std::vector<long>{3, 10});
    CHECK(release_numbers("2!1.4") == std::vector<long>{1, 4});
}
