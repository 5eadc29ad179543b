#include "util/secrets.hpp"

#include "catch.hpp"

using namespace testskew;
using Variables = std::map<std::string, std::string>;

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
        {"AssertionError: postgres://u:dbpw-CCCC...", "AssertionError: postgres://***..."},
        {"postgres://u:dbpw-CCCC", "postgres://***"},
        {"postgres://u:dbpw\n... 9 characters left out ...", "postgres://***\n... 9 characters left out ..."},
        {"http://localhost:8000/x http://localhost:80", "http://localhost:8000/x http://localhost:80"},
        {"f'http://{host}:{port}/x'", "f'http://{host}:{port}/x'"},
        {"pytest --api-token=opttok tests", "pytest --api-token=*** tests"},
        {"host=x password=hunter2 user=y", "host=x password=*** user=y"},
        {"f(token=read1(), token=other)", "f(token=read1(), token=other)"},
        {"STRIPE_KEY=sk_live", "STRIPE_KEY=***"},
        {"cache_key='users'", "cache_key='users'"},
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

TEST_CASE("a secret of several lines is hidden line by line") {
    const Secrets secrets(
        Variables{{"SIGNING_KEY", "-----BEGIN KEY-----\nMIIEvQIBADANBg\n  kqhkiG9w0BAQ\n-----END KEY-----\n"}});
    CHECK(secrets.hide("E   MIIEvQIBADANBg\n      E     kqhkiG9w0BAQ") == "E   ***\n      E     ***");
    CHECK(secrets.hide("'MIIEvQIBADANBg\\nkqhkiG9w0BAQ'") == "'***\\n***'");
    CHECK(secrets.hide("-----BEGIN KEY-----") == "-----BEGIN KEY-----");
}

TEST_CASE("a short secret is hidden as a word if it looks like none") {
    const Secrets secrets({{"APP_PASSWORD", "pw12Q4z"}, {"B_TOKEN", "test"}, {"C_TOKEN", "1234"}, {"D_TOKEN", "a1b"}});
    CHECK(secrets.hide("got pw12Q4z, not xpw12Q4z") == "got ***, not xpw12Q4z");
    CHECK(secrets.hide("test 1234 a1b") == "test 1234 a1b");
}

TEST_CASE("what a cut leaves of a secret is hidden too") {
    const Secrets secrets(Variables{{"A_TOKEN", "abcdefghijklmnop"}});
    CHECK(secrets.hide("E  'abcdefgh...") == "E  '***...");
    CHECK(secrets.hide("'abcdefg...jklmnop' and ...") == "'***...***' and ...");
    CHECK(secrets.hide("abcde...") == "abcde...");
}

TEST_CASE("the password of a URL in any variable is hidden wherever it stands") {
    const Secrets secrets({{"DATABASE_URL", "postgres://me:dbpw-CCCC@host:5432/x"}, {"HOME_PAGE", "https://me@host/"}});
    CHECK(secrets.hide("login failed for dbpw-CCCC") == "login failed for ***");
    CHECK(secrets.hide("host:5432/x me") == "host:5432/x me");
}

TEST_CASE("words that are no secrets stay, although a variable holds them") {
    const Secrets secrets({{"DATABASE_URL", "postgresql://postgres:postgres@localhost:5432/app"},
                           {"BROKER_URL", "amqp://worker:workerpass@host/"},
                           {"SORT_KEY", "created_at"},
                           {"PRIMARY_KEY", "identity"},
                           {"STRIPE_KEY", "sk_live_4eC39HqLyj"},
                           {"API_TOKEN", "freshwater"}});
    CHECK(secrets.hide("pytest-postgresql==6.1.1 tests/postgres created_at identity") ==
          "pytest-postgresql==6.1.1 tests/postgres created_at identity");
    CHECK(secrets.hide("sk_live_4eC39HqLyj workerpass freshwater") == "*** *** ***");
    CHECK(secrets.hide("freshwaters test_freshwater") == "freshwaters test_freshwater");
    CHECK(secrets.hide("Cannot connect to http://127.0.0.1:8000.") == "Cannot connect to http://127.0.0.1:8000.");
    CHECK(secrets.hide("http://localhost:{port}") == "http://localhost:{port}");
    CHECK(secrets.hide("postgres://u:dbpw-C") == "postgres://***");
}

TEST_CASE("rows of dots do not make the search for cut values long") {
    const Secrets secrets(Variables{{"A_KEY", std::string(3000, 'x') + "1"}});
    const std::string dots(100000, '.');
    CHECK(secrets.hide(dots) == dots);
}

TEST_CASE("the values of options with secret names are found") {
    CHECK(secret_options({"--tokenizer", "bert-base", "--password-file", "tests/pw.txt"}).empty());
    CHECK(secret_options({"-x", "--api-token", "abc", "--password=d", "--token", "--verbose", "token", "--secret"}) ==
          Variables{{"--api-token", "abc"}, {"--password", "d"}});
}

TEST_CASE("a secret is hidden as Python, JSON and URLs write it") {
    const Secrets secrets(std::map<std::string, std::string>{{"API_TOKEN", "a\\b'c\"d\xc3\xa9/9876543"}});
    for (const char* spelling :
         {"a\\b'c\"d\xc3\xa9/9876543", "a\\\\b'c\"d\xc3\xa9/9876543", "a\\\\b\\'c\"d\xc3\xa9/9876543",
          "a\\\\\\\\b'c\"d\xc3\xa9/9876543", "a\\\\b'c\\\"d\xc3\xa9/9876543", "a\\\\b'c\\\"d\\u00e9/9876543",
          "a\\\\b\\'c\"d\\xe9/9876543", "a%5Cb%27c%22d%C3%A9/9876543", "a%5Cb%27c%22d%C3%A9%2F9876543"})
        CHECK(secrets.hide(std::string("<") + spelling + ">") == "<***>");
    const Secrets emoji(std::map<std::string, std::string>{{"API_TOKEN", "12345678\xf0\x9f\x98\x80"}});
    CHECK(emoji.hide("12345678\\ud83d\\ude00") == "***");
    CHECK(emoji.hide("12345678\\U0001f600") == "***");
}
