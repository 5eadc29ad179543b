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
