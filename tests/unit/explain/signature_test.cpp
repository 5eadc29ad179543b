#include "explain/signature.hpp"

#include <algorithm>

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
    CHECK(to_string(parse_signature("(path,*,_private=)")) == "path");
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

TEST_CASE("parameters are told by how they can be passed") {
    using Kind = Parameter::Kind;
    const auto s = parse_signature("(a,/,b,*rest,c=,**options)");
    std::vector<Kind> kinds;
    std::vector<std::string> names;
    for (const auto& parameter : s.parameters) kinds.push_back(parameter.kind), names.push_back(parameter.name);
    CHECK(names == std::vector<std::string>{"a", "b", "rest", "c", "options"});
    CHECK(kinds == std::vector<Kind>{Kind::positional_only, Kind::either, Kind::var_positional, Kind::keyword_only,
                                     Kind::var_keyword});
    CHECK(s.positional() == std::vector<std::string>{"a", "b"});
    CHECK_FALSE(s.soft);
}

TEST_CASE("only what has no default is needed, and of a docstring nothing is known") {
    const auto s = parse_signature("(a,b=,*rest,c,d=,**options)");
    CHECK(s.needs("a") == Known::yes);
    CHECK(s.needs("b") == Known::no);
    CHECK(s.needs("rest") == Known::no);
    CHECK(s.needs("c") == Known::yes);
    CHECK(s.needs("d") == Known::no);
    CHECK(s.needs("options") == Known::no);
    CHECK(s.needs("other") == Known::no);
    CHECK(parse_signature("~(a)").needs("a") == Known::unknown);
    CHECK(parse_signature("~(a)").takes_positional(0) == Known::unknown);
}

TEST_CASE("a signature is written for people as Python writes it") {
    for (const char* text : {"(a,/)", "(a,/,b)", "(*,a)", "(*rest,a)", "()", "(a,b)"}) {
        std::string shown = to_string(parse_signature(text));
        shown.erase(std::remove(shown.begin(), shown.end(), ' '), shown.end());
        CHECK("(" + shown + ")" == text);
    }
    CHECK(parse_signature("").parameters.empty());
    CHECK(parse_signature("~").soft);
}
