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
