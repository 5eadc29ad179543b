#include "workspace/scratch.hpp"

#include <sys/stat.h>

#include "support.hpp"
#include "workspace/tree.hpp"

using namespace testskew;
using namespace testskew::workspace;

TEST_CASE("The scratch folder of a killed run is removed, that of a living one is not", "[workspace]") {
    const Folder folder;
    const Scratch living(folder.path);
    const fs::path dead = folder.path / "tsk-abcdef", foreign = folder.path / "tsk-abcdef-not-ours",
                   young = folder.path / "tsk-ghijkl";
    put(dead / "lock", "");
    put(dead / "0000" / "t" / "x", "");
    put(foreign / "lock", "");
    fs::create_directory(young);  // this folder has no lock yet
    {
        const Scratch next(folder.path);
        CHECK(fs::exists(living.path()));
        CHECK(fs::exists(next.path() / "lock"));
    }
    CHECK(!fs::exists(dead));
    CHECK(fs::exists(foreign));
    CHECK(fs::exists(young));
}

TEST_CASE("Workspaces are never made inside what they cover", "[workspace]") {
    const Folder folder;
    fs::create_directories(folder.path / "in");
    CHECK_THROWS_AS(scratch_places(0, folder.path, folder.path / "in"), Error);
    CHECK(scratch_places(0, folder.path / "in", folder.path) == std::vector<fs::path>{folder.path});
    for (const fs::path& place : scratch_places(0, "/tmp", std::nullopt)) CHECK(!is_within(place, "/tmp"));
    for (const fs::path& place : scratch_places(0, folder.path, std::nullopt, true))
        CHECK(!is_within(place, "/dev/shm"));  // Every sandbox may write there.
    CHECK_THROWS_AS(scratch_places(std::uint64_t{1} << 60, folder.path, std::nullopt), Error);
}

TEST_CASE("Paths from outside stay below their root", "[workspace]") {
    CHECK(safe_relative("a/b") == "a/b");
    CHECK(safe_relative("a/") == "a");
    for (const char* path : {"", "/", "/a", "..", "a/../b", "a//b", "./a", "a/."}) CHECK(!safe_relative(path));
    CHECK(is_within("/a/b", "/a"));
    CHECK(is_within("/a", "/a"));
    CHECK(is_within("/a", "/"));
    CHECK(!is_within("/ab", "/a"));
    CHECK(same_but_line_endings("a\r\nb\n", "a\nb\r\n"));
    CHECK(!same_but_line_endings("a\rb", "ab"));
    CHECK(!same_but_line_endings("a\n", "a"));
}
