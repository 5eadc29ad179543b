#include "explain/notes.hpp"

#include "catch.hpp"

using namespace testskew::explain;

namespace {

Note sample() {
    return {"random-sample-set",
            "random.sample",
            "python",
            "",
            "3.11",
            "",
            "no longer accepts a set",
            "random.sample(sorted(s), k)",
            {"TypeError"},
            {"Population must be a sequence"},
            {"random.sample(", "sample("}};
}
Symptom failure() {
    return {{"TypeError"},
            "Population must be a sequence.  For dicts or sets, use sorted(d).\n",
            {"chosen = random.sample({1, 2}, 1)"}};
}

}  // namespace

TEST_CASE("a note matches where everything that it names is there") {
    CHECK(matches(sample(), failure(), {"", "3.11.7", "3.10.13"}));
    CHECK(matches(sample(), failure(), {"", "3.10.13", "3.11.0rc1"}));
    CHECK_FALSE(matches(sample(), failure(), {"", "3.12.1", "3.11.7"}));         // both behave in the new way
    CHECK_FALSE(matches(sample(), failure(), {"random", "3.11.7", "3.10.13"}));  // a package was the cause
    auto other = failure();
    other.types = {"ValueError"};
    CHECK_FALSE(matches(sample(), other, {"", "3.11.7", "3.10.13"}));
    other = failure();
    other.sources = {"chosen = pick()"};
    CHECK_FALSE(matches(sample(), other, {"", "3.11.7", "3.10.13"}));
    other = failure();
    other.messages = "something else";
    CHECK_FALSE(matches(sample(), other, {"", "3.11.7", "3.10.13"}));
}

TEST_CASE("a note ends with the version that no longer behaves so") {
    auto note = sample();
    note.until = "3.13";
    CHECK(matches(note, failure(), {"", "3.12.1", "3.13.0"}));
    CHECK(matches(note, failure(), {"", "3.12.1", "3.10.13"}));
    CHECK_FALSE(matches(note, failure(), {"", "3.10.13", "3.13.0"}));
}

TEST_CASE("a note without message and code never matches") {
    auto note = sample();
    note.message.clear();
    note.code.clear();
    CHECK_FALSE(matches(note, failure(), {"", "3.11.7", "3.10.13"}));
}

TEST_CASE("notes of a package match that package on both sides of the release") {
    auto note = sample();
    note.kind = "package";
    note.package = "Some_Package";
    note.since = "0.28";
    CHECK(matches(note, failure(), {"some-package", "0.28.1", "0.27.2"}));
    CHECK(matches(note, failure(), {"some-package", "0.28", "0.28rc1"}));
    CHECK_FALSE(matches(note, failure(), {"some-package", "0.28.1", "0.28.0"}));
    CHECK_FALSE(matches(note, failure(), {"another", "0.28.1", "0.27.2"}));
    CHECK_FALSE(matches(note, failure(), {"", "3.11", "3.10"}));
}

TEST_CASE("embedded notes can be read") {
    for (const auto& note : notes()) {
        CHECK(!note.id.empty());
        CHECK((note.kind == "python" || note.kind == "package"));
    }
    CHECK(read_notes("a\x1fs\x1fpython\x1f\x1f"
                     "3.9\x1fw\x1fi\x1fsrc\x1fT\x1eU\x1e\x1fm\x1e\x1f\x1f\n")
              .at(0)
              .types.size() == 2);
}

TEST_CASE("a type of a note without a module stands for that name in any module") {
    const Versions versions{"", "3.11.7", "3.10.13"};
    auto note = sample();
    auto symptom = failure();
    symptom.types = {"builtins.TypeError"};
    CHECK(matches(note, symptom, versions));
    symptom.types = {"pkg.errors.TypeError"};
    CHECK(matches(note, symptom, versions));
    symptom.types = {"MyTypeError"};
    CHECK_FALSE(matches(note, symptom, versions));
    note.types = {"pkg.TypeError"};
    symptom.types = {"TypeError"};
    CHECK_FALSE(matches(note, symptom, versions));
    note.types.clear();  // the note now fits any type
    CHECK(matches(note, symptom, versions));
}

TEST_CASE("a note of a package needs that package, whatever the spelling of its name") {
    auto note = sample();
    note.kind = "package";
    note.package = "My.Package";
    note.since = "2.0rc1";
    CHECK(matches(note, failure(), {"my-package", "2.0", "1.9"}));
    CHECK(matches(note, failure(), {"my_package", "2.0rc1", "2.0b1"}));  // pre-releases count for packages
    CHECK_FALSE(matches(note, failure(), {"my-package", "2.1", "2.0"}));
    CHECK_FALSE(matches(note, failure(), {"other", "2.0", "1.9"}));
    CHECK_FALSE(matches(note, failure(), {"", "2.0", "1.9"}));
    CHECK_FALSE(matches(note, failure(), {"my-package", "", "1.9"}));  // one side lacks the package
}

TEST_CASE("packed notes are read field by field") {
    const std::string line =
        "id\x1fsubject\x1fpython\x1f\x1f"
        "3.11\x1f\x1fwhat\x1finstead\x1f"
        "A\x1e"
        "B\x1e\x1fm\x1e\x1f\x1f";
    const auto notes = read_notes(line + "\ntoo short\x1fline\n");
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].id == "id");
    CHECK(notes[0].since == "3.11");
    CHECK(notes[0].until.empty());
    CHECK(notes[0].instead == "instead");
    CHECK(notes[0].types == std::vector<std::string>{"A", "B"});
    CHECK(notes[0].message == std::vector<std::string>{"m"});
    CHECK(notes[0].code.empty());
}
