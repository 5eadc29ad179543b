#include "report/deed_words.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::report;

TEST_CASE("A deed is said in words") {
    const auto said = [](const std::string& what, const std::string& name, std::optional<std::string> before,
                         std::optional<std::string> after, const std::string& at = "collect") {
        const bool collected = at == "collect";
        return deed_words(CauseDeed{from_string<StateKind>(what), name, std::move(before), std::move(after), collected,
                                    collected ? "" : "test_a[x::y]"});
    };
    CHECK(said("sys.modules", "app.store", "module", "unittest.mock.MagicMock") ==
          "puts a MagicMock into sys.modules['app.store'] when it is collected");
    CHECK(said("sys.modules", "app.store", std::nullopt, "unittest.mock.AsyncMock") ==
          "puts an AsyncMock into sys.modules['app.store'] when it is collected");
    CHECK(said("sys.modules", "app.store", "module", std::nullopt) ==
          "removes 'app.store' from sys.modules when it is collected");
    CHECK(said("sys.modules", "app.store", "module", "module") ==
          "puts another module into sys.modules['app.store'] when it is collected");
    CHECK(said("environ", "APP", std::nullopt, "set", "test") == "sets the environment variable APP in test_a[x::y]");
    CHECK(said("cwd", "cwd", "/a", "/b", "test") == "changes the working directory in test_a[x::y]");
    CHECK(said("attribute", "app.money:Rates.usd", "function usd", "function <lambda>", "test") ==
          "replaces app.money.Rates.usd by the function <lambda> in test_a[x::y]");
    CHECK(said("attribute", "app:next", "1", "6", "test") == "changes app.next from 1 to 6 in test_a[x::y]");
    CHECK(said("container", "app:flags[strict]", "False", "True", "test") ==
          "replaces app.flags['strict'] in test_a[x::y]");
    CHECK(said("container", "app:flags[strict]", std::nullopt, "True", "test") ==
          "adds 'strict' to app.flags in test_a[x::y]");
    CHECK(said("container", "app:handlers", "0 items 1", "1 items 2", "test") ==
          "changes the contents of app.handlers in test_a[x::y]");
}

TEST_CASE("A deed is said of every kind of state") {
    for (int kind = 0; kind <= static_cast<int>(StateKind::thread); ++kind) {
        CAPTURE(kind);
        CHECK(deed_words(CauseDeed{static_cast<StateKind>(kind), "x", "1", "2", false, ""}).size() > 8);
    }
    CHECK(deed_words(CauseDeed{StateKind::logging, "disable", "0", "50", false, ""}) == "changes logging.disable");
    CHECK(deed_words(CauseDeed{StateKind::umask, "umask", "022", "077", false, "t"}) ==
          "changes the umask from 022 to 077 in t");
}

TEST_CASE("A place is told with what is done there, and with the file that does it") {
    CausePlace place{"tests/test_p.py", 9};
    CHECK(place_words(place) == "tests/test_p.py:9");
    place.deed = CauseDeed{StateKind::environ, "TZ", std::nullopt, "set", false, "test_a"};
    CHECK(place_words(place) == "tests/test_p.py:9 sets the environment variable TZ in test_a");
    place.through = "helpers.py", place.through_line = 30;
    CHECK(deed_words(place) == "sets the environment variable TZ in test_a (helpers.py:30)");
    CHECK(speaks_of(place, "TZ"));
    CHECK_FALSE(speaks_of(place, "LANG"));
    place.line = 0;
    CHECK(spot(place) == "tests/test_p.py");
}

TEST_CASE("A place is told with how the cause meets it") {
    CausePlace place{"app.py", 3};
    place.touch = CauseTouch{TouchKind::makes, "a.txt", "600", "644"};
    CHECK(place_words(place) == "app.py:3 makes a.txt, with the mode 600 on the side that fails and 644 on the other");
    place.touch = CauseTouch{TouchKind::looks_for, "a.json", "", ""};
    CHECK(place_words(place) == "app.py:3 looks for a.json in vain on the side that fails");
    place.touch = CauseTouch{TouchKind::code, "x = vars()", "", ""};
    CHECK(place_words(place) == "app.py:3 has x = vars()");
}
