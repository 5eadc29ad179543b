#include "util/file_times.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "catch.hpp"
#include "folder.hpp"
#include "util/files.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

struct stat status_of(const fs::path& path) {
    struct stat status{};
    REQUIRE(::lstat(path.c_str(), &status) == 0);
    return status;
}

void give_times(const fs::path& path, timespec accessed, timespec modified) {
    const timespec times[2] = {accessed, modified};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
}

}  // namespace

TEST_CASE("the times of a file are told apart, to the nanosecond") {
    const Folder folder;
    write_file(folder.path / "a", "");
    give_times(folder.path / "a", {1000, 5}, {2000, 123456789});
    const struct stat status = status_of(folder.path / "a");
    CHECK(accessed_time(status).tv_sec == 1000);
    CHECK(modified_time(status).tv_sec == 2000);
    CHECK(modified_time(status).tv_nsec == 123456789);
    CHECK(modified_nanoseconds(status) == 2000123456789);
    CHECK(changed_time(status).tv_sec > 2000);  // the time is now, because the file's times were changed
}

TEST_CASE("set_times copies both times, by descriptor and by path") {
    const Folder folder;
    write_file(folder.path / "from", "");
    give_times(folder.path / "from", {1000, 5}, {2000, 6});
    const struct stat from = status_of(folder.path / "from");
    for (const bool by_descriptor : {true, false}) {
        const fs::path to = folder.path / (by_descriptor ? "open" : "named");
        write_file(to, "");
        if (by_descriptor) {
            const Descriptor file(::open(to.c_str(), O_WRONLY));
            CHECK(set_times(file.get(), from));
        } else {
            CHECK(set_times(to, from));
        }
        CHECK(accessed_time(status_of(to)).tv_sec == 1000);
        CHECK(modified_nanoseconds(status_of(to)) == 2000000000006);
    }
    CHECK_FALSE(set_times(folder.path / "missing", from));
}

TEST_CASE("set_times changes a symbolic link and not what it points at") {
    const Folder folder;
    write_file(folder.path / "file", "");
    fs::create_symlink("file", folder.path / "link");
    give_times(folder.path / "file", {10, 0}, {20, 0});
    struct stat from = status_of(folder.path / "file");
    give_times(folder.path / "file", {30, 0}, {40, 0});
    CHECK(set_times(folder.path / "link", from));
    CHECK(modified_time(status_of(folder.path / "link")).tv_sec == 20);
    CHECK(modified_time(status_of(folder.path / "file")).tv_sec == 40);
}
