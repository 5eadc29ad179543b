#include "workspace/own_files.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/files.hpp"

using namespace testskew;

TEST_CASE("what testskew itself has written into the project is no change of it") {
    const Folder folder;
    using std::string_literals::operator""s;
    write_file(folder.path / "ci.jsonl", R"({"argv":[],"schema":1,"t":"session"})"s + "\n{\"t\":\"end\"}\n");
    write_file(folder.path / "data.jsonl", "{\"a\": 1}\n");
    const auto count = [&](const std::string& status) { return workspace::changes_but_our_own(status, folder.path); };
    CHECK(count("") == 0);
    CHECK(count("?? ci.jsonl\0?? testskew.toml\0 M testskew.toml\0"s) == 0);
    CHECK(count("?? data.jsonl\0?? ci.jsonl\0 M app.py\0"s) == 2);
    CHECK(count("?? missing.jsonl\0"s) == 1);
}
