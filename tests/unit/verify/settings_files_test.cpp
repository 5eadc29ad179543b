#include "verify/settings_files.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::verify;

TEST_CASE("a file of text is one of settings only if it is read as such") {
    for (const char* path : {"pyproject.toml", "sub/setup.cfg", "tox.ini", "requirements.txt", "requirements/dev.in",
                             "constraints-ci.txt", ".github/workflows/ci.yml", "uv.lock", "noxfile.py"}) {
        CAPTURE(path);
        CHECK(is_settings(path, ""));
    }
    for (const char* path : {"docs/notes.txt", "tests/data/x.yaml", "app.py", "data/settings.ini", "mkdocs.yml"}) {
        CAPTURE(path);
        CHECK(!is_settings(path, "requests\n-r deps/base.txt\n"));
    }
    CHECK(is_settings("deps/base.txt", "requests\n-r deps/base.txt\n"));
}

TEST_CASE("the files that name others are read") {
    const Folder folder;
    folder.write("requirements.txt", "-r deps/base.txt\n")
        .write("README.txt", "other.txt")
        .write("tox.ini", "-c lim.txt");
    folder.write("requirements/all.in", "-r inner.txt");
    const std::string text = declarations_in({folder.path, folder.path / "no-such"});
    for (const char* name : {"deps/base.txt", "lim.txt", "inner.txt"}) CHECK(text.find(name) != std::string::npos);
    CHECK(text.find("other.txt") == std::string::npos);
}
