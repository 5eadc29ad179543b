#include "util/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "catch.hpp"
#include "folder.hpp"
#include "support/own_variable.hpp"
#include "util/error.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

long entries_of(const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

}  // namespace

TEST_CASE("read_file gives all bytes as they are") {
    const Folder folder;
    const std::string bytes("a\0b\r\n\xFF", 6);
    write_file(folder.path / "x", bytes);
    CHECK(read_file(folder.path / "x") == bytes);
    write_file(folder.path / "empty", "");
    CHECK(read_file(folder.path / "empty") == "");
    CHECK_FALSE(read_file(folder.path / "missing"));
}

TEST_CASE("only regular files are read, without waiting, and no more than was allowed") {
    const Folder folder;
    REQUIRE(::mkfifo((folder.path / "fifo").c_str(), 0600) == 0);
    fs::create_symlink("fifo", folder.path / "to fifo");
    fs::create_symlink("/dev/zero", folder.path / "to zero");
    folder.write("file", "content");
    fs::create_symlink("file", folder.path / "to file");
    for (const fs::path& path :
         {folder.path / "fifo", folder.path / "to fifo", fs::path("/dev/zero"), folder.path / "to zero", folder.path,
          folder.path / "missing", folder.path / std::string("file\0/missing", 13)}) {
        CAPTURE(path.string());
        CHECK_FALSE(open_regular(path).ok());
        CHECK_FALSE(read_file(path));
        CHECK(read_beginning(path, 10).empty());
    }
    CHECK(read_file(folder.path / "to file") == "content");
    CHECK_FALSE(read_file(folder.path / "to file", most_read, Links::refuse));
    CHECK(read_beginning(folder.path / "to file", 10, Links::refuse).empty());
    CHECK(read_beginning(folder.path / "file", 3) == "con");
    CHECK(read_file(folder.path / "file", 7) == "content");
    CHECK_FALSE(read_file(folder.path / "file", 6));
    REQUIRE(::truncate((folder.path / "file").c_str(), off_t{1} << 40) == 0);  // It has a size and no content.
    CHECK_FALSE(read_file(folder.path / "file"));
    CHECK(read_file("/proc/self/stat").value_or("").size() > 10);  // It says that its size is 0.
}

TEST_CASE("write_through gives what the umask leaves, and keeps the mode of a file that is there") {
    const Folder folder;
    const auto mode_of = [&](const char* name) {
        struct stat info{};
        REQUIRE(::stat((folder.path / name).c_str(), &info) == 0);
        return info.st_mode & 07777U;
    };
    const mode_t before = ::umask(027);
    write_through(folder.path / "new", "x");
    write_through(folder.path / "script", "x", 0777);
    ::umask(before);
    CHECK(mode_of("new") == 0640);
    CHECK(mode_of("script") == 0750);
    REQUIRE(::chmod((folder.path / "new").c_str(), 0600) == 0);
    write_through(folder.path / "new", "y");
    CHECK(mode_of("new") == 0600);
    CHECK(entries_of(folder.path) == 2);
}

TEST_CASE("write_through writes into what is no regular file, and through links") {
    const Folder folder;
    const fs::path fifo = folder.path / "fifo", link = folder.path / "link", other = folder.path / "other";
    REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
    // A reader that is there already: opening the FIFO for both does not wait.
    const Descriptor reader(::open(fifo.c_str(), O_RDWR | O_CLOEXEC));
    write_through(fifo, "content");
    char read[16] = {};
    CHECK(::read(reader.get(), read, sizeof read) == 7);
    CHECK(fs::is_fifo(fifo));
    fs::create_symlink("other", link);
    write_through(link, "one");
    write_through(link, "two");
    CHECK(fs::is_symlink(link));
    CHECK(read_file(other) == "two");
    CHECK_THROWS_AS(write_through(folder.path, "x"), Error);
}

TEST_CASE("write_file replaces the file and leaves nothing beside it") {
    const Folder folder;
    const fs::path path = folder.path / "x";
    write_file(path, "old", 0600);
    write_file(path, "new", 0640);
    CHECK(read_file(path) == "new");
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 07777) == 0640);
    CHECK(entries_of(folder.path) == 1);
}

TEST_CASE("write_file says which path cannot be written, and cleans up") {
    const Folder folder;
    try {
        write_file(folder.path / "no" / "x", "");
        FAIL("nothing was thrown");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK(std::string(error.what()) ==
              "cannot write " + (folder.path / "no" / "x").string() + ": No such file or directory");
    }
    fs::create_directories(folder.path / "taken" / "full");
    CHECK_THROWS_AS(write_file(folder.path / "taken", ""), Error);  // a folder cannot be replaced by a file
    CHECK(entries_of(folder.path) == 1);
}

TEST_CASE("is_file follows symlinks and takes no folder for a file") {
    const Folder folder;
    write_file(folder.path / "x", "");
    fs::create_symlink("x", folder.path / "link");
    fs::create_symlink("gone", folder.path / "dangling");
    CHECK(is_file(folder.path / "x"));
    CHECK(is_file(folder.path / "link"));
    CHECK_FALSE(is_file(folder.path / "dangling"));
    CHECK_FALSE(is_file(folder.path));
}

TEST_CASE("remove_tree removes folders without write permission and never follows a symlink") {
    const Folder folder;
    write_file(folder.path / "kept", "x");
    const fs::path tree = folder.path / "tree";
    fs::create_directories(tree / "locked" / "deep");
    write_file(tree / "locked" / "deep" / "file", "x");
    fs::create_directory_symlink(folder.path, tree / "link");
    fs::permissions(tree / "locked" / "deep", fs::perms::none);
    fs::permissions(tree / "locked", fs::perms::owner_read);
    remove_tree(tree);
    CHECK_FALSE(fs::exists(tree));
    CHECK(read_file(folder.path / "kept") == "x");
    remove_tree(tree);  // nothing happens if nothing is there
}

TEST_CASE("the cache is where XDG says, if that is an absolute path") {
    const Folder folder;
    const OwnVariable home("HOME", (folder.path / "home").c_str());
    {
        const OwnVariable xdg("XDG_CACHE_HOME", (folder.path / "xdg").c_str());
        CHECK(cache_directory() == folder.path / "xdg" / "testskew");
        CHECK(fs::is_directory(folder.path / "xdg" / "testskew"));
    }
    {
        const OwnVariable xdg("XDG_CACHE_HOME", "relative");
        CHECK(cache_directory() == folder.path / "home" / ".cache" / "testskew");
    }
    const OwnVariable xdg("XDG_CACHE_HOME", nullptr), no_home("HOME", nullptr);
    CHECK_THROWS_WITH(cache_directory(), ContainsSubstring("neither XDG_CACHE_HOME nor HOME is set"));
}

TEST_CASE("find_on_path takes the first executable file") {
    const Folder folder;
    for (const char* part : {"a", "b", "c"}) fs::create_directory(folder.path / part);
    write_file(folder.path / "a" / "tool", "", 0644);  // not executable
    fs::create_directory(folder.path / "b" / "tool");  // no file
    write_file(folder.path / "c" / "tool", "", 0755);
    const std::string places =
        (folder.path / "a").string() + "::" + (folder.path / "b").string() + ":" + (folder.path / "c").string();
    const OwnVariable path("PATH", places.c_str());
    CHECK(find_on_path("tool") == folder.path / "c" / "tool");
    CHECK_FALSE(find_on_path("other-tool"));
}

TEST_CASE("a file lock can be held once, and again after it was let go") {
    const Folder folder;
    const fs::path path = folder.path / "lock";
    {
        const FileLock lock(path);
        CHECK_FALSE(FileLock::attempt(path));
    }
    const auto attempt = FileLock::attempt(path);
    REQUIRE(attempt);
    CHECK_FALSE(FileLock::attempt(path));
    CHECK_FALSE(FileLock::attempt(folder.path / "no" / "lock"));
    CHECK_THROWS_AS(FileLock(folder.path / "no" / "lock"), Error);
}

TEST_CASE("a lock whose file was removed while it was waited for is taken on the file that is there") {
    const Folder folder;
    const auto path = folder.path / "lock";
    std::optional<FileLock> first(FileLock{path});
    std::optional<FileLock> second;
    std::thread waiting([&] { second.emplace(path); });
    struct stat status{};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    const std::string mark = ":" + std::to_string(status.st_ino) + " ";
    const auto waits = [&] {  // The kernel lists who waits for a lock, after an arrow.
        std::ifstream locks("/proc/locks");
        for (std::string line; std::getline(locks, line);)
            if (line.find("->") != std::string::npos && line.find(mark) != std::string::npos) return true;
        return !locks.eof();
    };
    while (!waits()) std::this_thread::yield();
    std::filesystem::remove(path);
    first.reset();
    waiting.join();
    CHECK(std::filesystem::exists(path));
    CHECK_FALSE(FileLock::attempt(path));
}
