#include "explain/subject.hpp"

#include "catch.hpp"
#include "explain/arguments.hpp"
#include "explain/claim.hpp"

using namespace testskew;
using explain::Atlas;

namespace {

// An atlas of four versions, 3.8 to 3.11, numbered from 0.
const char* const text =
    "atlas 1\n3.8.1 3.9.2 3.10.3 3.11.4\n"
    "#lib.patched 3.9.5 3.10\n"
    "#lib.f late 3.8.9 3.9\n"
    "0builtins\tm\n"
    "1dict\tc()\n"
    "2__or__\t\t1f(other,/)\n"
    "1list\tc()\n"
    "2__class_getitem__\t\t1f(item)\n"
    "1type\tc()\n"
    "2__or__\t\t2f(other,/)\n"
    "0lib\tm\n"
    "1Base\tc()\n"
    "2walk\t\t2f()\n"
    "1Derived\tc()<lib.Base\n"
    "1any\tf(a)\t1f(a,*rest)\n"
    "1f\tf(a,late=)\t1f(a,late=,*,key=,reverse=)\t2f(a,late=,*,key=,reverse=,strict=)\n"
    "1needy\tf(a,b)\t2f(a,b=)\n"
    "1patched\t\t2f()\n"
    "1pos\tf(a,b,*,c=)\t2f(a,b,c=)\n"
    "1short\tf(a)\t2f(a,b=)\n"
    "1system\t\t1fp()\n"
    "1warns\td\t2d!\n"
    "0modern\t\t3m\n";

std::optional<CauseApi> said(const std::string& name, const std::string& member, int bad, int good,
                             const std::string& kind = "l") {
    return explain::explain_subject(Subject{name, member, "x", kind}, bad, good, Atlas(text));
}

}  // namespace

TEST_CASE("a module that came with a version") {
    const auto api = said("modern", "module", 0, 3, "?");
    REQUIRE(api);
    CHECK(api->name == "modern");
    CHECK((api->what == ApiPart{ApiKind::module}));
    CHECK(api->since == "3.11");
    CHECK(api->until.empty());
    CHECK_FALSE(said("lib", "module", 0, 3));          // both versions have it
    CHECK_FALSE(said("modern", "module", 0, 1));       // neither version has it
    CHECK_FALSE(said("modern", "module", 3, 0));       // the bad side has it
    CHECK_FALSE(said("modern", "module", 0, 3, "s"));  // a module of the project or of a package
}

TEST_CASE("a method is named where it is defined") {
    const auto api = said("lib.Derived", "attribute walk", 1, 2);
    REQUIRE(api);
    CHECK(api->name == "lib.Base.walk");
    CHECK(api->since == "3.10");
}

TEST_CASE("operators and subscripts are told in words") {
    auto api = said("builtins.dict", "attribute __or__", 0, 1);
    REQUIRE(api);
    CHECK(api->name == "dict");
    CHECK((api->what == ApiPart{ApiKind::operation, {"|"}}));
    api = said("builtins.type", "attribute __or__", 0, 3);
    REQUIRE(api);
    CHECK(api->name == "X | Y");
    CHECK(api->since == "3.10");
    api = said("builtins.list", "attribute __class_getitem__", 0, 1);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::subscript, {"list"}}));
}

TEST_CASE("what depends on the platform says so") {
    const auto api = said("lib", "attribute system", 0, 1);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::name, {}, true}));
}

TEST_CASE("of several keywords the one that is new is told, if it is only one") {
    const auto api = said("lib.f", "keywords a strict", 0, 2);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::parameters, {"strict"}}));
    CHECK(api->since == "3.10");
    CHECK_FALSE(said("lib.f", "keywords key reverse", 0, 1));  // either keyword may have been refused
    CHECK_FALSE(said("lib.f", "keywords a", 0, 1));
}

TEST_CASE("a parameter that the bad side requires") {
    const auto api = said("lib.needy", "required b", 0, 3);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::optional, {"b"}}));
    CHECK(api->since == "3.10");
    CHECK(api->instead == "pass b");
    CHECK_FALSE(said("lib.needy", "required a", 0, 3));  // both require it
}

TEST_CASE("too many positional arguments name the parameters that are new") {
    auto api = said("lib.short", "arguments 1 2", 0, 2);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::parameters, {"b"}}));
    CHECK(api->since == "3.10");
    api = said("lib.short", "arguments 2 3", 0, 2);  // self is counted
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::parameters, {"b"}}));
    api = said("lib.pos", "arguments 2 3", 0, 2);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::by_position, {"c"}}));
    CHECK(api->instead == "pass c by keyword");
    api = said("lib.any", "arguments 1 4", 0, 1);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::any_count}));
    CHECK(api->since == "3.9");
    CHECK_FALSE(said("lib.short", "arguments 1 5", 0, 2));  // the good side does not take them either
    CHECK_FALSE(said("lib.short", "arguments 4 5", 0, 2));  // it is another function of that name
    CHECK_FALSE(said("lib.short", "arguments 1", 0, 2));
    CHECK_FALSE(said("lib.short", "arguments one two", 0, 2));
}

TEST_CASE("a deprecation is told of the newer side only") {
    const auto api = said("lib.warns", "deprecated", 3, 0);
    REQUIRE(api);
    CHECK((api->what == ApiPart{ApiKind::deprecated, {"3.10"}}));
    CHECK_FALSE(said("lib.warns", "deprecated", 0, 3));
    CHECK_FALSE(said("lib.warns", "deprecated", 3, 2));  // both warn
}

TEST_CASE("words that the probe does not write say nothing") {
    for (const char* member : {"", "attribute", "attribute ", "parameters x", "something else"})
        CHECK_FALSE(said("lib.f", member, 0, 3));
}

TEST_CASE("a backport is found by attribute, parameter and keyword") {
    const Atlas atlas{std::string(text)};
    const auto found = [&](const std::string& name, const std::string& member) {
        return explain::backport_of(Subject{name, member, "x", "l"}, atlas) != nullptr;
    };
    CHECK(found("lib", "attribute patched"));
    CHECK(found("lib.f", "parameter late"));
    CHECK(found("lib.f", "keywords key late"));
    CHECK_FALSE(found("lib.f", "parameter key"));
    CHECK_FALSE(found("lib.f", "required late"));
}

TEST_CASE("a claim gives the version only if the atlas knows it for sure") {
    using explain::Known;
    const Atlas atlas{std::string(text)};
    const auto claimed = [&](const explain::History& history, int bad, int good) {
        return explain::claim(atlas, history, bad, good, {"name", {}, "", "", "-"});
    };
    CHECK(claimed({Known::no, Known::no, Known::yes, Known::yes}, 0, 3)->since == "3.10");
    CHECK(claimed({Known::yes, Known::yes, Known::no, Known::no}, 3, 0)->until == "3.10");
    CHECK(claimed({Known::no, Known::unknown, Known::yes, Known::yes}, 0, 3)->since.empty());
    // The failure itself shows that the bad side lacks it.
    CHECK(claimed({Known::unknown, Known::yes, Known::yes, Known::yes}, 0, 3)->since == "3.9");
    CHECK_FALSE(claimed({Known::no, Known::no, Known::no, Known::no}, 0, 3));
    CHECK_FALSE(claimed({Known::yes, Known::no, Known::no, Known::yes}, 0, 3));
    CHECK_FALSE(claimed({Known::no, Known::no, Known::no, Known::unknown}, 0, 3));
}

TEST_CASE("builtins have no module in front of their names") {
    CHECK(explain::shown_name("builtins.str.removeprefix") == "str.removeprefix");
    CHECK(explain::shown_name("shutil.rmtree") == "shutil.rmtree");
}
