#include "explain/signature.hpp"

#include "catch.hpp"

using namespace testskew::explain;

TEST_CASE("a signature tells what may be passed and how") {
    const auto s = parse_signature("(a,/,path,mode=,*,dir_fd=)");
    CHECK(s.takes("path") == Known::yes);
    CHECK(s.takes("dir_fd") == Known::yes);
    CHECK(s.takes("a") == Known::no);
    CHECK(s.takes("b") == Known::no);
    CHECK(s.takes_positional(3) == Known::yes);
    CHECK(s.takes_positional(4) == Known::no);
    CHECK(s.needs("path") == Known::yes);
    CHECK(s.needs("mode") == Known::no);
    CHECK(to_string(s) == "a, /, path, mode=..., *, dir_fd=...");
}

TEST_CASE("what a signature leaves open is not known") {
    CHECK(parse_signature("(a,**options)").takes("b") == Known::unknown);
    CHECK(parse_signature("(*items,key=)").takes_positional(9) == Known::unknown);
    CHECK(parse_signature("(*items,key=)").takes("key") == Known::yes);
    CHECK(parse_signature("~(strict=)").takes("strict") == Known::yes);
    CHECK(parse_signature("~(strict=)").takes("other") == Known::unknown);
    CHECK(parse_signature("()").takes("x") == Known::no);
    CHECK(to_string(parse_signature("(*items,key=,**more)")) == "*items, key=..., **more");
}
