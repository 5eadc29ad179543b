#include "catch.hpp"
#include "folder.hpp"
#include "session/in_place.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::session;
using Words = std::vector<std::string>;

namespace {

std::optional<Started> direct(const std::filesystem::path& program, const Words& argv) {
    return direct_command({program, argv}, "/p/boot.py", "/c");
}

}  // namespace

TEST_CASE("python -m pytest is started by the probe, under the name that was given") {
    const auto started = direct("/usr/bin/python3.12", {"python3.12", "-m", "pytest", "-q", "tests"});
    REQUIRE(started);
    CHECK(started->program == "/usr/bin/python3.12");
    CHECK(started->argv == Words{"python3.12", "/p/boot.py", "module", "-", "/c", "--", "-q", "tests"});
}

TEST_CASE("the script pytest is started by the interpreter of its first line") {
    Folder folder;
    const auto script = folder.path / "pytest";
    write_file(script, "#!/venv/bin/python3\nimport pytest\n", 0755);
    const auto started = direct(script, {"pytest", "tests"});
    REQUIRE(started);
    CHECK(started->program == "/venv/bin/python3");
    CHECK(started->argv == Words{"/venv/bin/python3", "/p/boot.py", "script", script.string(), "/c", "--", "tests"});
}

TEST_CASE("whatever is no plain start of pytest is left as it is") {
    Folder folder;
    const auto script = folder.path / "pytest";
    for (const char* first : {"#!/usr/bin/env python3\n", "#!/bin/sh\n'''exec' /long/python \"$0\"\n", "", "#! \n"}) {
        write_file(script, first, 0755);
        CHECK_FALSE(direct(script, {"pytest"}));
    }
    CHECK_FALSE(direct("/usr/bin/python3", {"python3", "-X", "dev", "-m", "pytest"}));
    CHECK_FALSE(direct("/usr/bin/python3", {"python3", "-m", "tox"}));
    CHECK_FALSE(direct("/usr/bin/python3-config", {"python3-config", "-m", "pytest"}));
    CHECK_FALSE(direct("/usr/bin/make", {"make", "test"}));
}
