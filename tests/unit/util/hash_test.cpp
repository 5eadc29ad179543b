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

TEST_CASE("short_hash is the beginning of sha256, and random_hex never the same") {
    CHECK(short_hash("abc") == "ba7816bf8f01cfea");
    CHECK(random_hex(8).size() == 16);
    CHECK(random_hex(8).find_first_not_of("0123456789abcdef") == std::string::npos);
    CHECK(random_hex(8) != random_hex(8));
}

TEST_CASE("keyed_digest agrees with the second example of RFC 4231") {
    CHECK(keyed_digest("Jefe", "what do ya want for nothing?") == "hmac:5bdcc146bf60754e");
}
