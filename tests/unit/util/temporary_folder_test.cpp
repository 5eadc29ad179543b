#include "util/temporary_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
namespace fs = std::filesystem;

TEST_CASE("a temporary folder goes with its owner, and belongs to nobody else") {
    fs::path path;
    {
        const TemporaryFolder folder;
        path = folder.path;
        struct stat status{};
        REQUIRE(::stat(path.c_str(), &status) == 0);
        CHECK((status.st_mode & 07777) == 0700);
        CHECK(path.filename().string().size() == std::string("testskew-tmp-123456").size());
        CHECK(read_file(folder.file("list", {"a", "b"})) == "a\nb\n");
        sweep_temporary_folders(path.parent_path());
        CHECK(fs::exists(path));  // The living hold their locks.
    }
    CHECK_FALSE(fs::exists(path));
}

TEST_CASE("what killed programs have left is swept, and nothing else") {
    const Folder place;
    place.write("testskew-tmp-dead00/requirements.txt", "x");
    place.write("testskew-mine/kept", "x").write("other-123456/kept", "x").write("testskew-new-123456/kept", "x");
    place.write("testskew-tmp-file00", "x");
    place.write("target/kept", "x");
    fs::create_directory_symlink(place.path / "target", place.path / "testskew-tmp-link00");
    sweep_temporary_folders(place.path);
    CHECK_FALSE(fs::exists(place.path / "testskew-tmp-dead00"));
    for (const char* kept : {"testskew-mine/kept", "other-123456/kept", "testskew-new-123456/kept",
                             "testskew-tmp-file00", "target/kept", "testskew-tmp-link00/kept"}) {
        CAPTURE(kept);
        CHECK(fs::exists(place.path / kept));
    }
    fs::last_write_time(place.path / "testskew-new-123456", fs::file_time_type::clock::now() - std::chrono::hours(1));
    sweep_temporary_folders(place.path);
    CHECK_FALSE(fs::exists(place.path / "testskew-new-123456"));
}
