#include "util/secrets.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("what has the form of a secret is hidden and leaves code alone") {
    const std::pair<const char*, const char*> rows[] = {
        {"postgres://user:pw@db/x", "postgres://***@db/x"},
        {"see https://example.com/a@b", "see https://example.com/a@b"},
        {"API_KEY=abc123 next", "API_KEY=*** next"},
        {"{'db_password': 'hunter2', 'user': 'me'}", "{'db_password': '***', 'user': 'me'}"},
        {"Client(token='abc')", "Client(token='***')"},
        {"GET /x?api_key=abc&y=1", "GET /x?api_key=***&y=1"},
        {"token = get_token()", "token = get_token()"},
        {"assert token == 'a'", "assert token == 'a'"},
        {"API_KEY = os.environ['API_KEY']", "API_KEY = os.environ['API_KEY']"},
        {"Authorization: Bearer abcdefghijklmnopqrst", "Authorization: Bearer ***"},
        {"ghp_abcdefghijklmnopqrstuvwxyz0123456789", "***"},
        {"KeyError: 'user'", "KeyError: 'user'"},
    };
    for (const auto& [text, expected] : rows) CHECK(Secrets().hide(text) == expected);
}

TEST_CASE("the values of secret variables are hidden wherever they stand") {
    Secrets secrets(
        {{"MY_SERVICE_TOKEN", "remembered-value-1"}, {"PLAIN", "plain-value-kept"}, {"SHORT_TOKEN", "test"}});
    CHECK(secrets.hide("got remembered-value-1!") == "got ***!");
    CHECK(secrets.hide("plain-value-kept test") == "plain-value-kept test");
    CHECK(secrets.are_in("remembered-value-1"));
    CHECK_FALSE(secrets.are_in("plain-value-kept"));

    secrets.add({{"DB_PASSWORD", "another-value"}});
    CHECK(secrets.hide("remembered-value-1, another-value") == "***, ***");
    CHECK(Secrets().hide("remembered-value-1, another-value") == "remembered-value-1, another-value");
}

TEST_CASE("a secret that holds another one is hidden whole") {
    const Secrets secrets({{"A_TOKEN", "abcdefgh"}, {"B_TOKEN", "abcdefgh-and-more"}, {"C_TOKEN", "abcdefgh"}});
    CHECK(secrets.hide("abcdefgh-and-more abcdefgh") == "*** ***");
}
