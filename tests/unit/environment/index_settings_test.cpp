#include "environment/index_settings.hpp"

#include "catch.hpp"
#include "folder.hpp"
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

TEST_CASE("pip's files are those that pip reads, the weakest first") {
    const std::vector<fs::path> files =
        pip_files({{"HOME", "/h"}, {"XDG_CONFIG_DIRS", "/x:/y:"}, {"PIP_CONFIG_FILE", "/mine.conf"}});
    CHECK(files == std::vector<fs::path>{"/x/pip/pip.conf", "/y/pip/pip.conf", "/etc/pip.conf", "/h/.pip/pip.conf",
                                         "/h/.config/pip/pip.conf", "/mine.conf"});
    CHECK(pip_files({}) == std::vector<fs::path>{"/etc/xdg/pip/pip.conf", "/etc/pip.conf"});
    CHECK(pip_files({{"XDG_CONFIG_HOME", "/c"}}).back() == "/c/pip/pip.conf");
    CHECK(pip_files({{"HOME", "/h"}, {"PIP_CONFIG_FILE", "/dev/null"}}).empty());
}

TEST_CASE("pip's variables win over its files") {
    const Folder folder;
    folder.write("pip.conf", "[global]\nindex-url = https://file/\ntimeout = 3\n");
    const auto settings = pip_settings({{"PIP_CONFIG_FILE", (folder.path / "pip.conf").string()},
                                        {"PIP_INDEX_URL", "https://variable/"},
                                        {"PIP_NO_INDEX", ""}});
    CHECK(settings.at("index-url") == "https://variable/");
    CHECK(settings.at("timeout") == "3");
    CHECK(settings.count("no-index") == 0);
}

TEST_CASE("a file without sections, keys or values is no setting") {
    PipSettings settings;
    read_pip_file("key = lost\n[global]\n# comment = no\nword\nEmpty =\n  continued\nindex_url : https://x\n",
                  settings);
    CHECK(settings == PipSettings{{"empty", "\ncontinued"}, {"index-url", "https://x"}});
}

TEST_CASE("switches of pip are understood in their spellings") {
    for (const char* yes : {"1", "true", "YES", "on", "y", "t"})
        CHECK(uv_environ({}, {{"no-index", yes}}, false).at("UV_NO_INDEX") == "1");
    for (const char* no : {"0", "false", "", "no"})
        CHECK(uv_environ({}, {{"no-index", no}}, false).count("UV_NO_INDEX") == 0);
    CHECK(uv_environ({}, {{"keyring-provider", "subprocess"}}, false).at("UV_KEYRING_PROVIDER") == "subprocess");
    CHECK(uv_environ({}, {{"keyring-provider", "disabled"}}, false).count("UV_KEYRING_PROVIDER") == 0);
}

TEST_CASE("a strategy that the user chose for uv stays") {
    CHECK(uv_environ({{"UV_INDEX_STRATEGY", "first-index"}}, {{"extra-index-url", "https://b"}}, false)
              .at("UV_INDEX_STRATEGY") == "first-index");
}

TEST_CASE("the key follows what decides about versions, and nothing else") {
    CHECK(index_key({{"UV_INDEX", "a"}}) != index_key({{"UV_INDEX", "b"}}));
    CHECK(index_key({{"UV_PRERELEASE", "allow"}}) != index_key({}));
    CHECK(index_key({{"HOME", "/a"}}) == index_key({{"HOME", "/b"}}));
}

TEST_CASE("uv's own files are not looked at where the user forbids it") {
    const Folder folder;
    folder.write("uv.toml", "[[index]]\nurl = 'x'\n").write("named.toml", "no-index = true\n");
    CHECK(uv_files_name_an_index(folder.path, {}));
    CHECK_FALSE(uv_files_name_an_index(folder.path, {{"UV_NO_CONFIG", "1"}}));
    CHECK(
        uv_files_name_an_index("", {{"UV_NO_CONFIG", "1"}, {"UV_CONFIG_FILE", (folder.path / "named.toml").string()}}));
}
