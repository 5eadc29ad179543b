#include "util/redact.hpp"

#include "catch.hpp"

using namespace testskew;

TEST_CASE("redact hides secrets and leaves code alone") {
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
    for (const auto& [text, expected] : rows) CHECK(redact(text) == expected);
}

TEST_CASE("remembered values are hidden wherever they stand") {
    remember_secrets(
        {{"MY_SERVICE_TOKEN", "remembered-value-1"}, {"PLAIN", "plain-value-kept"}, {"SHORT_TOKEN", "test"}});
    CHECK(redact("got remembered-value-1!") == "got ***!");
    CHECK(redact("plain-value-kept test") == "plain-value-kept test");
}
