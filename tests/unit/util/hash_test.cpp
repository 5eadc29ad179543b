#include "util/hash.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("sha256 agrees with FIPS 180-4's example") {
    CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("keyed_digest depends on key and data") {
    CHECK(keyed_digest("k", "a") == keyed_digest("k", "a"));
    CHECK(keyed_digest("k", "a") != keyed_digest("l", "a"));
    CHECK(keyed_digest("k", "a") != keyed_digest("k", "b"));
}
