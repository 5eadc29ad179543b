#include "divergence/walk.hpp"

#include "catch.hpp"
#include "unit/divergence/story.hpp"

using namespace testskew;
using namespace testskew::divergence;
using Kind = Difference::Kind;

namespace {

/// One call of f. Each character of `what` is one thing that happens in it: a capital letter sets a variable of that
/// name to 1, a small letter calls a function of that name, a digit is returned, and "!" cuts the trace.
Trace run(const std::string& what, const std::string& argument = "0") {
    Story story("t");
    const int statement = story.statement(2, "work()", "Expr", "work()", {});
    const int f = story.call("a.py", "f", 1, -1, -1, {{"n", argument}});
    for (const char c : what) {
        if (c == '!')
            story.cut(f);
        else if (c >= '0' && c <= '9')
            story.returned(f, statement, std::string(1, c));
        else if (c >= 'A' && c <= 'Z')
            story.local(f, statement, std::string(1, c), "1");
        else
            story.returned(story.call("a.py", std::string(1, c), 9, f, statement), statement, "None");
    }
    return story.take();
}

struct Walked {
    Names names;
    Trace bad_trace, good_trace;
    Tree bad, good;
    std::vector<Difference> found;
    Walked(Trace one, Trace other)
        : bad_trace(std::move(one)),
          good_trace(std::move(other)),
          bad(tree(bad_trace, names)),
          good(tree(good_trace, names)),
          found(differences(bad, good, names)) {}
};

}  // namespace

TEST_CASE("runs that are alike have no difference") { CHECK(Walked(run("AbC1"), run("AbC1")).found.empty()); }

TEST_CASE("the same thing with another value is a difference of value") {
    const Walked w(run("A1"), run("A2"));
    REQUIRE(w.found.size() == 1);
    CHECK(w.found[0].kind == Kind::value);
    CHECK(w.names.text(w.found[0].bad_value) == "1");
    CHECK(w.names.text(w.found[0].good_value) == "2");
    CHECK(w.found[0].bad_token == 1);
}

TEST_CASE("another argument is a difference of the call") {
    const Walked w(run("A", "7"), run("A", "8"));
    REQUIRE(w.found.size() == 1);
    CHECK(w.found[0].kind == Kind::argument);
    CHECK(w.names.text(w.found[0].name) == "n");
    CHECK(w.found[0].bad_token == -1);
}

TEST_CASE("names of temporary files differ in their random part only") {
    const auto differ = [](const std::string& one, const std::string& other) {
        return !Walked(run("A", "Path('<tmpdir>/" + one + "')"), run("A", "Path('<tmpdir>/" + other + "')"))
                    .found.empty();
    };
    CHECK_FALSE(differ("upload-cp56d1cp", "upload-62ap965x"));
    CHECK_FALSE(differ("tmpcp56d1cp/x.json", "tmp62ap965x/x.json"));
    CHECK(differ("tmpcp56d1cp/x.json", "tmp62ap965x/y.json"));
    CHECK(differ("upload-cp56d1cp", "report-62ap965x"));
    CHECK(differ("a.json", "b.json"));
    CHECK_FALSE(Walked(run("A", "upload-cp56d1cp"), run("A", "upload-62ap965x")).found.empty());
}

TEST_CASE("after what only one side did, the walk goes on at the next thing that both do") {
    const Walked w(run("AbcD1"), run("AD2"));
    REQUIRE(w.found.size() == 2);
    CHECK(w.found[0].kind == Kind::flow);
    CHECK(w.found[0].bad_token == 1);
    CHECK(w.found[0].good_token == 1);
    CHECK(w.found[1].kind == Kind::value);
}

TEST_CASE("one side may have nothing more to do") {
    const Walked w(run("AB"), run("A"));
    REQUIRE(w.found.size() == 1);
    CHECK(w.found[0].bad_token == 1);
    CHECK(w.found[0].good_token == -1);
    const Walked other(run("A"), run("AB"));
    REQUIRE(other.found.size() == 1);
    CHECK(other.found[0].bad_token == -1);
}

TEST_CASE("calls that one side was spared have no effect if the statement came to the same") {
    CHECK(Walked(run("bA"), run("A")).found.at(0).without_effect);
    CHECK(Walked(run("b1"), run("1")).found.at(0).without_effect);
    CHECK_FALSE(Walked(run("b1"), run("2")).found.at(0).without_effect);
    CHECK_FALSE(Walked(run("CA"), run("A")).found.at(0).without_effect);
}

TEST_CASE("of calls that were cut only what they returned is compared") {
    CHECK(Walked(run("A!1"), run("A!1")).found.empty());
    const Walked w(run("A!2"), run("A!1"));
    REQUIRE(w.found.size() == 1);
    CHECK(w.found[0].kind == Kind::value);
    CHECK(Walked(run("A!"), run("AB")).found.empty());
}

TEST_CASE("a mask has the places of all differences, and all that only one side did") {
    Walked w(run("AbcD1"), run("AD2"));
    Mask mask;
    add_to(mask, w.bad, w.good, w.names);
    for (const auto& d : w.found) {
        CHECK((d.bad_slot < 0 || mask.count(d.bad_slot)));
        CHECK((d.good_slot < 0 || mask.count(d.good_slot)));
    }
    CHECK(mask.count(w.bad.token(1, 2).slot));  // the call of c
    CHECK_FALSE(mask.count(w.bad.token(1, 0).slot));
    Mask empty;
    add_to(empty, w.bad, w.bad, w.names);
    CHECK(empty.empty());
}
