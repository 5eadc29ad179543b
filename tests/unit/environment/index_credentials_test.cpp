#include "environment/index_credentials.hpp"

#include "catch.hpp"

using namespace testskew::environment;
using Words = std::vector<std::string>;

TEST_CASE("credentials of an index leave the command line") {
    Words argv = {"uv",
                  "pip",
                  "--default-index",
                  "https://me:pw@a/simple",
                  "--index",
                  "https://b/simple",
                  "--index",
                  "https://token@c/simple",
                  "--index-strategy",
                  "unsafe-best-match",
                  "x"};
    Environ variables = {{"UV_INDEX", "https://other/simple"}, {"HOME", "/h"}};
    hide_credentials(argv, variables);
    CHECK(argv == Words{"uv", "pip", "--index-strategy", "unsafe-best-match", "x"});
    CHECK(variables == Environ{{"UV_DEFAULT_INDEX", "https://me:pw@a/simple"},
                               {"UV_INDEX", "https://b/simple https://token@c/simple"},
                               {"HOME", "/h"}});

    Words pip = {"python",  "--extra-index-url", "https://me:pw@a/simple", "--find-links",
                 "/wheels", "--find-links",      "https://me:pw@b/"};
    Environ for_pip;
    hide_credentials(pip, for_pip);
    CHECK(pip == Words{"python"});
    CHECK(for_pip["PIP_EXTRA_INDEX_URL"] == "https://me:pw@a/simple");
    CHECK(for_pip["PIP_FIND_LINKS"] == "/wheels https://me:pw@b/");
}

TEST_CASE("a command line without credentials stays as it is") {
    const Words before = {"uv", "--index", "https://a/simple/user@x", "--find-links", "/wheels", "--python", "me@host"};
    Words argv = before;
    Environ variables;
    hide_credentials(argv, variables);
    CHECK(argv == before);
    CHECK(variables.empty());
}
