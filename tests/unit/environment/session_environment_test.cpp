#include "environment/session_environment.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "catch.hpp"
#include "environment/environment_folder.hpp"
#include "environment/stamp.hpp"
#include "private_cache.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

namespace {

const fs::path site = "lib/python3.11/site-packages";

/// An environment in the cache with a small module, a large library and an editable project.
Environment kept_environment(const std::string& project, long size = 1 << 20) {
    const EnvironmentFolder folder("aaaaaaaaaaaaaaaa");
    fs::create_directories(folder.path() / site);
    fs::create_directories(folder.path() / "bin");
    write_file(folder.path() / "bin/tool", "#!" + folder.path().string() + "/bin/python\n", 0755);
    write_file(folder.path() / site / "small.py", "x = 1\n");
    write_file(folder.path() / site / "large.so", std::string(2 << 20, 'x'));
    write_file(folder.path() / site / "project.pth", project + "/src\n");
    Stamp stamp;
    stamp.project = project;
    stamp.size = size;
    write_stamp(folder.stamp_file(), stamp);
    Environment kept;
    kept.key = folder.key();
    kept.path = folder.path();
    return kept;
}

void append_to(const fs::path& path) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_APPEND));
    REQUIRE(write_all(file.get(), "evil"));
}

}  // namespace

TEST_CASE("what a session writes into its environment stays there") {
    const PrivateCache cache;
    const Environment kept = kept_environment("/built/here");
    fs::path path;
    {
        const Folder place;
        SessionEnvironment own(kept, place.path, "/session/tree", cache.folder.path);
        path = own.path();
        CHECK(read_file(path / "bin/tool") == "#!" + path.string() + "/bin/python\n");
        CHECK(read_file(path / site / "project.pth") == "/session/tree/src\n");
        struct stat before{}, after{};
        REQUIRE(::stat((kept.path / site / "small.py").c_str(), &before) == 0);
        REQUIRE(::stat((path / site / "small.py").c_str(), &after) == 0);
        CHECK(before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);  // or its bytecode would not count
        append_to(path / site / "small.py");
        fs::remove(path / site / "project.pth");
        CHECK(own.changed_file().empty());
    }
    CHECK_FALSE(fs::exists(path));
    CHECK(read_file(kept.path / site / "small.py") == "x = 1\n");
    CHECK(read_file(kept.path / site / "project.pth") == "/built/here/src\n");
    CHECK(fs::exists(EnvironmentFolder(kept.key).stamp_file()));
}

TEST_CASE("a large file that is shared and changed is noticed in every session, and the environment is built again") {
    const PrivateCache cache;
    const Environment kept = kept_environment("");
    const Folder one, two;
    SessionEnvironment own(kept, one.path, "/a", cache.folder.path), other(kept, two.path, "/b", cache.folder.path);
    CHECK(own.changed_file().empty());
    struct stat before{};
    const fs::path file = own.path() / site / "large.so";
    REQUIRE(::stat(file.c_str(), &before) == 0);
    append_to(file);
    REQUIRE(::truncate(file.c_str(), before.st_size) == 0);
    const timespec times[] = {before.st_atim, before.st_mtim};
    REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);  // It looks as it did.
    CHECK(other.changed_file() == (site / "large.so").string());
    CHECK(own.changed_file() == (site / "large.so").string());
    CHECK_FALSE(fs::exists(EnvironmentFolder(kept.key).stamp_file()));
}

TEST_CASE("a large file that a session replaces is another one, and the kept one is trusted on") {
    const PrivateCache cache;
    const Environment kept = kept_environment("");
    const Folder place;
    SessionEnvironment own(kept, place.path, "/a", cache.folder.path);
    const fs::path file = own.path() / site / "large.so";
    write_file(file.string() + ".new", "another release");
    fs::rename(file.string() + ".new", file);
    CHECK(own.changed_file().empty());
    CHECK(fs::exists(EnvironmentFolder(kept.key).stamp_file()));
}

TEST_CASE("a very large environment is copied beside the kept one") {
    const PrivateCache cache;
    const Folder place;
    const Environment kept = kept_environment("", 6L << 30);
    fs::path path;
    {
        const SessionEnvironment own(kept, place.path, "/a", cache.folder.path);
        path = own.path();
        CHECK(path.string().starts_with((cache.folder.path / "testskew/sessions/testskew-tmp-").string()));
        CHECK(fs::equivalent(path / site / "large.so", kept.path / site / "large.so"));
        CHECK_FALSE(fs::equivalent(path / site / "small.py", kept.path / site / "small.py"));
    }
    CHECK_FALSE(fs::exists(path.parent_path()));
}

TEST_CASE(
    "a large file that something still holds mapped for writing is not trusted, also by a session that ends now") {
    const PrivateCache cache;
    const Environment kept = kept_environment("");
    const Folder one, two;
    SessionEnvironment own(kept, one.path, "/a", cache.folder.path);
    const fs::path file = own.path() / site / "large.so";
    void* memory = MAP_FAILED;
    {
        const Descriptor opened(::open(file.c_str(), O_RDWR));
        memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, opened.get(), 0);
    }
    REQUIRE(memory != MAP_FAILED);
    SessionEnvironment other(kept, two.path, "/b", cache.folder.path);  // It begins after the file was opened.
    std::memcpy(memory, "evil", 4);
    CHECK(other.changed_file() == (site / "large.so").string());
    CHECK_FALSE(fs::exists(EnvironmentFolder(kept.key).stamp_file()));
    ::munmap(memory, 4096);
    CHECK(own.changed_file() == (site / "large.so").string());
}
