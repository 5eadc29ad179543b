#include "explain/backports.hpp"

#include <stdexcept>

#include "catch.hpp"
#include "explain/history.hpp"

using namespace testskew::explain;

TEST_CASE("a backport is there from its patch release on") {
    const Backport filter = parse_backport("tarfile.TarFile.extractall filter 3.8.17 3.11.4 3.12");
    CHECK(filter.name == "tarfile.TarFile.extractall");
    CHECK(filter.parameter == "filter");
    CHECK(filter.since == "3.12");
    CHECK(filter.patch_of("3.8.10") == "3.8.17");
    CHECK(filter.patch_of("3.12.1").empty());
    CHECK(filter.in("3.8.16") == Known::no);
    CHECK(filter.in("3.8.17") == Known::yes);
    CHECK(filter.in("3.8.20") == Known::yes);
    CHECK(filter.in("3.8") == Known::unknown);
    CHECK(filter.in("3.9.25") == Known::no);  // 3.9 never got it
    CHECK(filter.in("3.12.0rc1") == Known::yes);
    CHECK(filter.in("3.15") == Known::yes);
    CHECK(filter.in("") == Known::unknown);
    CHECK(parse_backport("os.PIDFD_NONBLOCK 3.12").patches.empty());
    for (const char* line : {"", "a.b", "a.b 3.8.1", "a.b c d 3.12"})
        CHECK_THROWS_AS(parse_backport(line), std::runtime_error);
}

TEST_CASE("the atlas knows them, and asks for what all patch releases of a version have") {
    const Atlas& atlas = Atlas::standard();
    REQUIRE(atlas.backport("tarfile.TarFile.extractall", "filter"));
    CHECK(!atlas.backport("tarfile.TarFile.extractall"));
    CHECK(since(atlas, parameter(atlas, "tarfile.TarFile.extractall", "filter")) == "3.12");
    CHECK(since(atlas, presence(atlas, "sys.set_int_max_str_digits")) == "3.11");
    CHECK(since(atlas, presence(atlas, "tarfile.LinkFallbackError")) == "3.14");
    CHECK(since(atlas, presence(atlas, "os.PIDFD_NONBLOCK")) == "3.12");
    CHECK(since(atlas, presence(atlas, "shutil.rmtree")).empty());
}
