#include "environment/index_settings.hpp"

#include "catch.hpp"
#include "real.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

TEST_CASE("pip.conf is read as pip reads it") {
    PipSettings settings;
    read_pip_file(
        "[global]\nindex-url = https://a/simple\nextra_index_url =\n    https://b/simple\n    https://c/simple\n; "
        "no\n[install]\nindex-url: https://d/simple\n"
        "[wheel]\ncert = x\n",
        settings);
    CHECK(settings.at("index-url") == "https://d/simple");
    CHECK(settings.at("extra-index-url") == "\nhttps://b/simple\nhttps://c/simple");
    CHECK(settings.count("cert") == 0);
}

TEST_CASE("pip's settings serve where uv has none") {
    const PipSettings pip{{"index-url", "https://a/simple"},
                          {"extra-index-url", "\nhttps://b/simple\nhttps://c/simple"},
                          {"cert", "/c.pem"},
                          {"trusted-host", "h"},
                          {"find-links", "/nonexistent-folder https://links/"}};
    const auto settings =
        uv_environ({{"HOME", "/h"}, {"VIRTUAL_ENV", "/v"}, {"UV_PYTHON", "3.9"}, {"PYTHONPATH", "/p"}}, pip, false);
    CHECK(settings.at("UV_DEFAULT_INDEX") == "https://a/simple");
    CHECK(settings.at("UV_INDEX") == "https://b/simple https://c/simple");
    CHECK(settings.at("UV_INDEX_STRATEGY") == "unsafe-best-match");
    CHECK(settings.at("SSL_CERT_FILE") == "/c.pem");
    CHECK(settings.at("UV_INSECURE_HOST") == "h");
    CHECK(settings.at("UV_FIND_LINKS") == "https://links/");
    CHECK(settings.at("HOME") == "/h");
    CHECK(settings.at("UV_PYTHON_DOWNLOADS") == "never");
    for (const char* gone : {"VIRTUAL_ENV", "UV_PYTHON", "PYTHONPATH"}) CHECK(settings.count(gone) == 0);
    CHECK(index_key(settings) != index_key(uv_environ({{"HOME", "/h"}}, {}, false)));
}

TEST_CASE("uv's own settings win over pip's") {
    const PipSettings pip{{"index-url", "https://a/simple"}, {"cert", "/c.pem"}};
    CHECK(uv_environ({{"UV_INDEX_URL", "https://u/simple"}}, pip, false).count("UV_DEFAULT_INDEX") == 0);
    CHECK(uv_environ({}, pip, true).count("UV_DEFAULT_INDEX") == 0);
    CHECK(uv_environ({{"SSL_CERT_FILE", "/mine"}}, pip, false).at("SSL_CERT_FILE") == "/mine");
}

TEST_CASE("an index named in uv's files counts as uv's own") {
    const auto root = make_temporary_directory(fs::temp_directory_path(), "testskew-test-");
    const Environ user{{"HOME", (root / "home").string()}};
    real::write(root / "p" / "sub" / "x", "");
    real::write(root / "p" / "pyproject.toml", "[project]\nindex = 1\n[tool.uv]\npackage = true\n");
    CHECK_FALSE(uv_files_name_an_index(root / "p" / "sub", user));
    real::write(root / "p" / "pyproject.toml", "[[tool.uv.index]]\nurl = 'x'\n");
    CHECK(uv_files_name_an_index(root / "p" / "sub", user));
    fs::remove(root / "p" / "pyproject.toml");
    real::write(root / "home" / ".config" / "uv" / "uv.toml", "index-url = 'x'\n");
    CHECK(uv_files_name_an_index(root / "p" / "sub", user));
    remove_tree(root);
}
