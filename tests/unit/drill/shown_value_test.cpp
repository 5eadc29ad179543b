#include "drill/shown_value.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::drill;

TEST_CASE("A variable's value is shown only where nobody could mind") {
    const auto shown = [](const char* name, const std::optional<std::string>& value,
                          const std::optional<std::string>& inherited = std::nullopt, const Secrets& secrets = {}) {
        const auto result = shown_value(name, value, inherited, secrets);
        return !result ? "(not set)" : result->shown ? result->text : "(hidden)" + result->text;
    };
    CHECK(shown("MODE", "fast") == "fast");
    CHECK(shown("MODE", "set") == "set");
    CHECK(shown("MODE", std::nullopt, "x") == "(not set)");
    CHECK(shown("API_TOKEN", "abcdefgh") == "(hidden)");
    CHECK(shown("MODE", "fast", "fast") == "(hidden)");  // the value comes from the shell
    CHECK(shown("TZ", "Europe/Vienna", "Europe/Vienna") == "Europe/Vienna");
    CHECK(shown("PYTHONPATH", "/home/x", "/home/x") == "(hidden)");
    CHECK(shown("MODE", std::string(100, 'x')) == "(hidden)");
    CHECK(shown("URL", "https://user:secret@host/") == "(hidden)");
    Secrets secrets;
    secrets.add({{"TOKEN", "a-secret-of-the-side"}});
    CHECK(shown("MODE", "a-secret-of-the-side", std::nullopt, secrets) == "(hidden)");
}
