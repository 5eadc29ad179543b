#include "explain/history.hpp"

#include "catch.hpp"

using namespace testskew;
using explain::Atlas;
using explain::History;
using explain::Known;

namespace {

const char* const text = "atlas 1\n3.8.1 3.9.2 3.10.3 3.11.4\n#lib.late 3.9.7 3.10\n0lib\tm\n1late\t\t1f()\n1old\td!\n";

/// The history with "y", "n" or "?" for each version.
History of(const std::string& letters) {
    History history;
    for (const char c : letters) history.push_back(c == 'y' ? Known::yes : c == 'n' ? Known::no : Known::unknown);
    return history;
}

}  // namespace

TEST_CASE("since and until need a version that is known to be without it") {
    const Atlas atlas{std::string(text)};
    struct Row {
        const char *history, *since, *until, *words;
    };
    const Row rows[] = {
        {"nnyy", "3.10", "", "since 3.10"},
        {"yynn", "", "3.10", "gone in 3.10"},
        {"nyyn", "3.9", "3.11", "since 3.9, gone in 3.11"},
        {"yyyy", "", "", "in 3.8 to 3.11"},
        {"??yy", "", "", "in 3.10 to 3.11 (of the others nothing is known)"},
        {"?y??", "", "", "in 3.9 (of the others nothing is known)"},
        {"n?yy", "", "", "in 3.10 to 3.11 (of the others nothing is known)"},
        {"nnnn", "", "", "in none"},
        {"nn?n", "", "", "not known"},
    };
    for (const Row& row : rows) {
        INFO(row.history);
        CHECK(explain::since(atlas, of(row.history)) == row.since);
        CHECK(explain::until(atlas, of(row.history)) == row.until);
        CHECK(explain::words(atlas, of(row.history)) == row.words);
    }
}

TEST_CASE("a version that got a name by a patch release counts as one without it") {
    const Atlas atlas{std::string(text)};
    CHECK(explain::presence(atlas, "lib.late") == of("nnyy"));
}

TEST_CASE("a deprecation is known of names that are there") {
    const Atlas atlas{std::string(text)};
    CHECK(explain::deprecation(atlas, "lib.old") == of("yyyy"));
    CHECK(explain::deprecation(atlas, "lib.late") == of("?nnn"));
}
