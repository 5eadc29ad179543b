#include "model/state_name.hpp"

#include "catch.hpp"

using testskew::key_in;

TEST_CASE("the key of a piece of state is what stands in the brackets at the end of its name") {
    CHECK(key_in("app.store:cache[x]") == "x");
    CHECK(key_in("app.store:cache[a[b]]") == "a[b]");
    CHECK(key_in("app.store:cache") == "");
    CHECK(key_in("app.store:cache[x].size") == "");
}
