#include "workspace/copy.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "catch.hpp"
#include "folder.hpp"
#include "util/descriptor.hpp"
#include "util/error.hpp"
#include "util/file_times.hpp"

using namespace testskew;
using namespace testskew::workspace;
namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& path) { return read_file(path).value_or("(missing)"); }

void give_time(const fs::path& path, time_t seconds) {
    const timespec times[2] = {{seconds, 1}, {seconds, 2}};
    REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, AT_SYMLINK_NOFOLLOW) == 0);
}

}  // namespace

TEST_CASE("A copy has the content, modes, times and symlinks of its original", "[workspace]") {
    Folder folder;
    folder.write("from/a/b", "text");
    const fs::path from = folder.path / "from", to = folder.path / "to";
    fs::create_symlink("a/b", from / "link");
    fs::permissions(from / "a" / "b", fs::perms(0751));
    for (const char* name : {"a/b", "link", "a"}) give_time(from / name, 1000000);
    const CopyReport report = copy_tree(from, to);
    CHECK(report.files == 2);
    CHECK(report.skipped.empty());
    CHECK(content(to / "a" / "b") == "text");
    CHECK(link_target(to / "link") == "a/b");
    for (const char* name : {"a/b", "link", "a"}) {
        INFO(name);
        const auto one = status_of(from / name), other = status_of(to / name);
        REQUIRE(other);
        CHECK(one->st_mode == other->st_mode);
        CHECK(modified_nanoseconds(*one) == modified_nanoseconds(*other));
        CHECK(one->st_ino != other->st_ino);  // the copy is never a hard link, because a test may write in place
    }
}

TEST_CASE("An absolute symlink into the tree leads into the copy", "[workspace]") {
    Folder folder;
    folder.write("from/data", "secret").write("outside", "x");
    const fs::path from = folder.path / "from", to = folder.path / "to";
    fs::create_symlink(from / "data", from / "inside");
    fs::create_symlink(from / "x" / ".." / "data", from / "winding");
    fs::create_symlink(folder.path / "outside", from / "leaves");
    copy_tree(from, to);
    CHECK(link_target(to / "inside") == (to / "data").string());
    CHECK(link_target(to / "winding") == (to / "data").string());
    CHECK(link_target(to / "leaves") == (folder.path / "outside").string());
}

TEST_CASE("What is no file, folder or symlink is told and left out", "[workspace]") {
    Folder folder;
    folder.write("from/file", "x");
    REQUIRE(::mkfifo((folder.path / "from" / "pipe").c_str(), 0600) == 0);
    const CopyReport report = copy_tree(folder.path / "from", folder.path / "to");
    CHECK(report.skipped == std::vector<std::string>{"pipe"});
    CHECK_FALSE(status_of(folder.path / "to" / "pipe"));
    CHECK(report.files == 1);
}

TEST_CASE("Holes of a sparse file stay holes", "[workspace]") {
    const Folder folder;
    const fs::path from = folder.path / "from", to = folder.path / "to";
    {
        const Descriptor file(::open(from.c_str(), O_WRONLY | O_CREAT, 0600));
        REQUIRE(::ftruncate(file.get(), 64 << 20) == 0);
        REQUIRE(::lseek(file.get(), 32 << 20, SEEK_SET) >= 0);
        REQUIRE(write_all(file.get(), "in the middle"));
    }
    CopyReport report;
    CHECK(copy_entry(from, to, report, "from"));
    const auto status = status_of(to);
    REQUIRE(status);
    CHECK(status->st_size == 64 << 20);
    CHECK(status->st_blocks * 512 < 8 << 20);
    CHECK(content(to).substr(32 << 20, 13) == "in the middle");
}

TEST_CASE("An entry is never copied over another", "[workspace]") {
    Folder folder;
    folder.write("from", "new").write("to", "old");
    CopyReport report;
    CHECK_THROWS_AS(copy_entry(folder.path / "from", folder.path / "to", report, "from"), Error);
    CHECK(content(folder.path / "to") == "old");
    CHECK_FALSE(copy_entry(folder.path / "missing", folder.path / "new", report, "missing"));
}

TEST_CASE("What is skipped is not copied", "[workspace]") {
    Folder folder;
    folder.write("from/keep", "x").write("from/skip/x", "x");
    copy_tree(folder.path / "from", folder.path / "to",
              [](std::string_view, std::string_view name, bool) { return name == "skip"; });
    CHECK(content(folder.path / "to" / "keep") == "x");
    CHECK_FALSE(status_of(folder.path / "to" / "skip"));
}
