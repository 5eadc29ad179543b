#include "report/progress_words.hpp"

#include "catch.hpp"

using testskew::report::expected_words;

TEST_CASE("those who wait are told how much is to come, as a round figure") {
    CHECK(expected_words(24, 43) ==
          "the causes are looked for next: about 24 sessions, 40 s, if each failure follows one difference");
    CHECK(expected_words(1, 0.2).find("about 1 session, 1 s,") != std::string::npos);
    CHECK(expected_words(9, 7.2).find(", 8 s,") != std::string::npos);
    CHECK(expected_words(30, 130).find(", 2 minutes,") != std::string::npos);
}
