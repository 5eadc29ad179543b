#include "sides/extension_modules.hpp"

#include "catch.hpp"
#include "sides/factors.hpp"

using namespace testskew;
using namespace testskew::sides;

namespace {

Interpreter python(const std::string& executable, int minor) {
    Interpreter result;
    result.executable = executable;
    result.major = 3;
    result.minor = minor;
    result.soabi = "cpython-3" + std::to_string(minor) + "-x86_64-linux-gnu";
    return result;
}

SidePair sides_of(int bad, int good) {
    SidePair sides;
    sides.bad.interpreter = python("/bad", bad);
    sides.good.interpreter = python("/good", good);
    return sides;
}

const std::string for_10 = "pkg/_sum.cpython-310-x86_64-linux-gnu.so";
const FilesSpec nothing{FilesSpec::Kind::nothing, ""};

}  // namespace

TEST_CASE("an extension module is for one interpreter if its name says so") {
    CHECK(is_only_for(for_10, python("", 10)));
    CHECK_FALSE(is_only_for(for_10, python("", 11)));
    CHECK_FALSE(is_only_for("pkg/_sum.abi3.so", python("", 10)));
    CHECK_FALSE(is_only_for("pkg/_sum.so", python("", 10)));
    CHECK_FALSE(is_only_for("pkg/_sum.so", Interpreter{}));
}

TEST_CASE("what is left over for one side's interpreter is a difference of the files") {
    SidePair sides = sides_of(11, 10);
    separate_left_over(sides, {for_10, "pkg/_other.abi3.so"}, {}, {});
    CHECK(sides.good.files.taken.empty());
    REQUIRE(sides.bad.files.taken.size() == 1);
    CHECK(sides.bad.files.taken.at(for_10) == nothing);
    const auto found = left_over(sides.bad, sides.good);
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == for_10);
    CHECK(found[0].what == workspace::FileDelta::What::missing_in_bad);
    CHECK(found[0].note == "left over from a build for Python 3.10");

    SECTION("and is exchanged apart from the interpreter") {
        const Factors all = factors(sides.bad, sides.good, {}, found, false);
        REQUIRE(all.deltas.size() == 2);
        const auto only_python = hybrid(all, {true, false}), only_file = hybrid(all, {false, true});
        REQUIRE(only_python);
        CHECK(only_python->interpreter.minor == 10);
        CHECK(only_python->files.taken.at(for_10) == nothing);
        REQUIRE(only_file);
        CHECK(only_file->interpreter.minor == 11);
        CHECK(only_file->files == sides.good.files);
    }
}

TEST_CASE("the other way round, the good side lacks what only the bad one can load") {
    SidePair sides = sides_of(10, 11);
    separate_left_over(sides, {for_10}, {}, {});
    CHECK(sides.good.files.taken.count(for_10) == 1);
    const auto found = left_over(sides.bad, sides.good);
    REQUIRE(found.size() == 1);
    CHECK(found[0].what == workspace::FileDelta::What::missing_in_good);
    const Factors all = factors(sides.bad, sides.good, {}, found, false);
    CHECK(hybrid(all, {false, true})->files.taken.at(for_10) == nothing);
}

TEST_CASE("nothing is left over where the build of the project writes it, or both sides can load it") {
    SidePair sides = sides_of(11, 10);
    separate_left_over(sides, {for_10}, {}, {for_10});
    CHECK(left_over(sides.bad, sides.good).empty());
    SidePair alike = sides_of(10, 10);
    separate_left_over(alike, {for_10}, {}, {});
    CHECK(left_over(alike.bad, alike.good).empty());
}

TEST_CASE("a clean checkout has nothing left over, and the difference is one of the states") {
    SidePair sides = sides_of(11, 10);
    sides.bad.files.base.kind = FilesSpec::Kind::tracked;
    separate_left_over(sides, {for_10}, {}, {});
    CHECK(sides.bad.files.taken.empty());
}
