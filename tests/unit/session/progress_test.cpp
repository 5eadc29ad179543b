#include "session/progress.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::session;

TEST_CASE("progress counts modules, then tests") {
    Progress progress;
    CHECK(progress.text() == "start");
    CHECK(progress.take(R"({"t":"loaded","pid":1})"));
    CHECK(progress.text() == "collect");
    CHECK(progress.take(R"({"t": "module", "id": "a.py", "items": 3})"));
    CHECK(progress.text() == "collect, 1 modules");
    CHECK(progress.take(R"({"t":"selected","ids":["a","b","c"]})"));
    CHECK(progress.text() == "0/3 tests");
    CHECK(progress.take(R"({"t":"start","id":"a"})"));
    CHECK_FALSE(progress.take(R"({"t":"phase","id":"\"t\":\"start\""})"));
    CHECK(progress.text() == "1/3 tests");
    for (int i = 0; i < 5; ++i) progress.take(R"({"t":"start","id":"a"})");
    CHECK(progress.text() == "3/3 tests");
    CHECK_FALSE(progress.take("torn {"));
}

TEST_CASE("selections of several records add up, and odd lines change nothing") {
    Progress progress;
    progress.take(R"({"t":"start","id":"a"})");
    CHECK(progress.text() == "1 tests");
    CHECK(progress.take(R"({"t":"selected","ids":["a"]})"));
    CHECK(progress.take(R"({"t":"selected","ids":["b","c"]})"));
    CHECK(progress.text() == "1/3 tests");
    for (const char* line : {R"({"t":"selected","ids":7})", R"({"t":"selected)", R"({"t":"starter"})", R"({"t":7})",
                             R"({"id":"t","x":"start"})", "", "\"t\""}) {
        CAPTURE(line);
        CHECK_FALSE(progress.take(line));
    }
}
