#include "profile/noxfile.hpp"

#include <cstdlib>

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::profile;

TEST_CASE("a noxfile is read once, and again when it has changed") {
    Folder folder;
    const std::string path = std::getenv("PATH");
    folder.write("project/noxfile.py", "# one\n");
    folder.write("bin/python3",
                 "#!/bin/sh\necho x >>" + (folder.path / "calls").string() +
                     "\necho '{\"sessions\": [{\"name\": \"t\", \"pythons\": [\"3.11\"], \"installs\": [], "
                     "\"env\": {}, \"runs\": [], \"unknown\": []}]}'\n");
    std::filesystem::permissions(folder.path / "bin/python3", std::filesystem::perms::owner_all);
    ::setenv("PATH", ((folder.path / "bin").string() + ":" + path).c_str(), 1);
    const auto calls = [&] { return std::filesystem::file_size(folder.path / "calls") / 2; };
    CHECK(nox_session("t", folder.path / "project").python == "3.11");
    CHECK_THROWS_AS(nox_session("u", folder.path / "project"), Error);
    CHECK(nox_session("t-3.11", folder.path / "project").name == "t");
    CHECK(calls() == 1);
    folder.write("project/noxfile.py", "# two, and longer\n");
    CHECK(nox_session("t", folder.path / "project").name == "t");
    CHECK(calls() == 2);
    ::setenv("PATH", path.c_str(), 1);
}
