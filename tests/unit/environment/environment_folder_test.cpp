// The life of an environment's folder, without any Python. The tests themselves write its content.
#include "environment/environment_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "catch.hpp"
#include "environment/cached.hpp"
#include "environment/footprint.hpp"
#include "private_cache.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

namespace {

/// Writes what looks like an environment with one module.
void write_environment(const fs::path& path, const std::string& maker_line = "version = 3.11.7\n") {
    const fs::path site = path / "lib" / "python3.11" / "site-packages";
    fs::create_directories(site);
    fs::create_directories(path / "bin");
    write_file(path / "bin" / "python", "#!/bin/sh\n", 0755);
    write_file(path / "pyvenv.cfg", maker_line);
    write_file(site / "one.py", "x = 1\n");
}

/// Fills a folder, and counts how often.
struct Filling {
    EnvironmentFolder folder{"0123456789abcdef"};
    int times = 0;

    Stamp obtain() {
        return folder.obtain([&] {
            ++times;
            CHECK_FALSE(fs::exists(folder.path()));
            write_environment(folder.path());
            Stamp stamp;
            stamp.version = "3.11.7";
            stamp.packages["pytest"] = {"8.0.0", "pytest==8.0.0"};
            return stamp;
        });
    }
    fs::path site() const { return folder.path() / "lib" / "python3.11" / "site-packages"; }
};

void restamp(const std::string& key, long own, long size) {
    Stamp stamp;
    stamp.version = "3.11.7";
    stamp.own = own;
    stamp.size = size;
    stamp.packages["pytest"] = {"8.0.0", "pytest==8.0.0"};
    write_stamp(EnvironmentFolder(key).stamp_file(), stamp);
}

/// Makes an environment of a little more than a megabyte with these sizes in its stamp.
EnvironmentFolder make_large(const std::string& key, std::time_t used, long own, long size) {
    EnvironmentFolder folder(key);
    write_environment(folder.path());
    write_file(folder.path() / "large", std::string(1 << 20, 'x'));
    restamp(key, own, size);
    write_file(folder.use_mark(), "");
    write_file(folder.lock_file(), "");
    const timespec times[] = {{used, 0}, {used, 0}};
    REQUIRE(::utimensat(AT_FDCWD, folder.use_mark().c_str(), times, 0) == 0);
    return folder;
}

}  // namespace

TEST_CASE("a folder is filled once, and its stamp knows what is in it") {
    const PrivateCache cache;
    Filling filling;
    CHECK_FALSE(filling.folder.complete());
    const Stamp first = filling.obtain();
    CHECK(first.size > 0);
    CHECK_FALSE(first.tree.empty());
    CHECK(first.site_time > 0);
    CHECK(filling.obtain().tree == first.tree);
    CHECK(filling.times == 1);
    CHECK(filling.folder.verify());
    CHECK(fs::exists(filling.folder.use_mark()));
    CHECK(filling.folder.path() == cache.environments() / "0123456789abcdef");
}

TEST_CASE("a folder to which something was added is filled anew") {
    const PrivateCache cache;
    Filling filling;
    filling.obtain();
    SECTION("a module") { write_file(filling.site() / "two.py", ""); }
    SECTION("its Python is gone") { fs::remove(filling.folder.python()); }
    SECTION("its stamp is gone") { fs::remove(filling.folder.stamp_file()); }
    SECTION("its stamp is damaged") { write_file(filling.folder.stamp_file(), "{\"schema\": 1}"); }
    SECTION("its stamp is of another version") { write_file(filling.folder.stamp_file(), "{\"schema\": 2}"); }
    CHECK_FALSE(filling.folder.complete());
    filling.obtain();
    CHECK(filling.times == 2);
    CHECK_FALSE(fs::exists(filling.site() / "two.py"));
}

TEST_CASE("a change inside a file is seen by a look at all of them only") {
    const PrivateCache cache;
    Filling filling;
    filling.obtain();
    // The file changes in place, so site-packages keeps its time.
    std::ofstream(filling.site() / "one.py") << "x = 22\n";
    CHECK(filling.folder.complete());
    CHECK_FALSE(filling.folder.intact());
    CHECK_FALSE(filling.folder.verify());
    CHECK_FALSE(filling.folder.complete());  // the folder is not trusted any more
}

TEST_CASE("bytecode that an import writes changes nothing") {
    const PrivateCache cache;
    Filling filling;
    filling.obtain();
    write_file(filling.site() / "__pycache__" / "one.cpython-311.pyc", "bytecode");
    CHECK(filling.folder.verify());
}

TEST_CASE("a filling that fails leaves nothing") {
    const PrivateCache cache;
    EnvironmentFolder folder("0123456789abcdef");
    CHECK_THROWS_WITH(folder.obtain([&]() -> Stamp {
        write_environment(folder.path());
        throw Error("no space");
    }),
                      "no space");
    CHECK_FALSE(fs::exists(folder.path()));
    CHECK_FALSE(folder.stamp());
    CHECK(list().empty());
}

TEST_CASE("what an interrupted filling left is removed before the next one") {
    const PrivateCache cache;
    Filling filling;
    write_environment(filling.folder.path());
    filling.obtain();  // fill() checks that the folder is gone
    CHECK(filling.times == 1);
}

TEST_CASE("the maker of an environment is read from its pyvenv.cfg") {
    const PrivateCache cache;
    const EnvironmentFolder folder("0123456789abcdef");
    write_environment(folder.path());
    CHECK(folder.maker() == "venv");
    write_environment(folder.path(), "home = /usr/bin\nuv = 0.9.1\n");
    CHECK(folder.maker() == "uv");
}

TEST_CASE("the list says what is in an environment, and prune passes over what is used") {
    const PrivateCache cache;
    Filling filling;
    filling.obtain();
    fs::create_directories(cache.environments() / "fedcba9876543210" / "lib");
    fs::create_directories(cache.environments() / "not-a-key");
    auto all = list();
    REQUIRE(all.size() == 2);
    if (!all[0].complete) std::swap(all[0], all[1]);
    CHECK(all[0].what == "Python 3.11.7, 1 package: pytest 8.0.0");
    CHECK(all[0].size > 0);
    CHECK(all[0].last_used > 0);
    CHECK(all[1].what == "incomplete");
    CHECK(all[0].own > 0);
    CHECK(all[0].own == footprint_of(all[0].path).bytes());
    CHECK(all[0].size == footprint_of(all[0].path).with_links());
    CHECK(all[1].own > 0);
    CHECK(last_used(5).size() == 2);
    CHECK(last_used(1).size() == 1);
    const auto removed = prune(std::nullopt);
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].key == "fedcba9876543210");
    CHECK(fs::exists(filling.folder.path()));
    CHECK(prune(std::chrono::hours(1)).empty());
}

TEST_CASE("a list tells what was recorded, and looks itself where nothing was or where it cannot be true") {
    const PrivateCache cache;
    const fs::path path = make_large("aaaaaaaaaaaaaaaa", 1000, 1 << 20, 2 << 20).path();
    const Footprint there = footprint_of(path);
    const fs::path file = EnvironmentFolder("aaaaaaaaaaaaaaaa").stamp_file();
    const std::string text = read_file(file).value();
    const auto listed = [&](const std::string& stamp) {
        write_file(file, stamp);
        const auto all = list();
        REQUIRE(all.size() == 1);
        return all[0];
    };
    const auto replaced = [&](const std::string& line, const std::string& other) {
        const std::size_t at = text.find(line);
        REQUIRE(at != std::string::npos);
        return std::string(text).replace(at, line.size(), other);
    };
    const auto is_looked_at = [&](const CachedEnvironment& one) {
        CHECK(one.own == there.bytes());
        CHECK(one.size == there.with_links());
    };
    CHECK(listed(text).own == 1 << 20);
    CHECK(listed(text).size == 2 << 20);
    CHECK(listed(text).what == "Python 3.11.7, 1 package: pytest 8.0.0");
    const auto older = listed(replaced("\n \"what\":", "\n \"else\":"));  // of an older testskew
    CHECK(older.what == "Python 3.11.7, 1 package: pytest 8.0.0");
    CHECK(older.own == 1 << 20);
    is_looked_at(listed(replaced("\n \"own\": 1048576", "\n \"own\": 9048576")));
    is_looked_at(listed(replaced("\n \"own\": 1048576", "\n \"own\": -1")));
    is_looked_at(listed(replaced("\n \"own\": 1048576", "\n \"own\": \"1\"")));
    const auto cut = listed(text.substr(0, text.size() - 3));
    CHECK_FALSE(cut.complete);
    is_looked_at(cut);
    CHECK_FALSE(listed(replaced("\n \"schema\": 1", "\n \"schema\": 2")).complete);
}

TEST_CASE("a record that is wrong by much makes nothing go") {
    const PrivateCache cache;
    make_large("aaaaaaaaaaaaaaaa", 1000, 1 << 20, 2 << 20);
    make_large("bbbbbbbbbbbbbbbb", 2000, 1L << 40, 1L << 41);
    CHECK(prune_to(4 << 20).empty());
}

TEST_CASE("what two environments share goes with the second of them, and is freed once") {
    const PrivateCache cache;
    const fs::path first = make_large("aaaaaaaaaaaaaaaa", 1000, 0, 0).path();
    const fs::path second = make_large("bbbbbbbbbbbbbbbb", 2000, 0, 0).path();
    make_large("cccccccccccccccc", 3000, 1 << 20, 2 << 20);
    fs::remove(second / "large");
    fs::create_hard_link(first / "large", second / "large");
    // As it was when the first was made, and then the second from it.
    const long large = 1 << 20, small = footprint_of(second).bytes();
    restamp("aaaaaaaaaaaaaaaa", small + large, small + large);
    restamp("bbbbbbbbbbbbbbbb", small, small + large);
    const auto removed = prune_to(3 << 19);
    REQUIRE(removed.size() == 2);
    CHECK(removed[0].own < large);
    CHECK(removed[1].own >= large);
}

TEST_CASE("a limit takes away what was used longest ago, and nothing that is used or fits") {
    const PrivateCache cache;
    make_large("aaaaaaaaaaaaaaaa", 1000, 1 << 20, 2 << 20);
    make_large("bbbbbbbbbbbbbbbb", 3000, 1 << 20, 2 << 20);
    make_large("cccccccccccccccc", 2000, 1 << 20, 2 << 20);
    CHECK_FALSE(read_summary(cache.environments() / "none.json"));
    CHECK(prune_to(3 << 20).empty());
    const auto one = prune_to(5 << 19);
    REQUIRE(one.size() == 1);
    CHECK(one[0].key == "aaaaaaaaaaaaaaaa");
    CHECK(one[0].own > (1 << 20));
    CHECK_FALSE(fs::exists(cache.environments() / "aaaaaaaaaaaaaaaa"));
    CHECK_FALSE(fs::exists(cache.environments() / "aaaaaaaaaaaaaaaa.lock"));
    const FileLock used(EnvironmentFolder("cccccccccccccccc").use_mark());  // as another testskew would hold it
    const auto other = prune_to(0);
    REQUIRE(other.size() == 1);
    CHECK(other[0].key == "bbbbbbbbbbbbbbbb");
    CHECK(fs::exists(cache.environments() / "cccccccccccccccc"));
}

TEST_CASE("prune removes what killed sessions left, and old objects that were made for a leg") {
    const PrivateCache cache;
    const fs::path left = cache_directory() / "sessions" / "testskew-tmp-abcdef" / "e";
    const fs::path made = cache_directory() / "made-objects" / "0123456789abcdef" / "pack";
    fs::create_directories(left);
    fs::create_directories(made);
    prune(std::chrono::hours(1));
    CHECK_FALSE(fs::exists(left));
    CHECK(fs::exists(made));
    prune(std::nullopt);
    CHECK_FALSE(fs::exists(made));
}

TEST_CASE("a clone is a copy that knows its own path") {
    const PrivateCache cache;
    const EnvironmentFolder from("aaaaaaaaaaaaaaaa"), to("bbbbbbbbbbbbbbbb");
    write_environment(from.path());
    const std::string before = from.path().string(), after = to.path().string();
    write_file(from.path() / "bin" / "tool", "#!" + before + "/bin/python\nprint('" + before + "')\n", 0755);
    fs::create_symlink(before + "/bin/python", from.path() / "bin" / "python3");
    fs::create_symlink("python", from.path() / "bin" / "python3.11");
    write_file(from.path() / ".lock", "");
    to.clone_from(from.path(), false);
    CHECK(read_file(to.path() / "bin" / "tool") == "#!" + after + "/bin/python\nprint('" + after + "')\n");
    CHECK((fs::status(to.path() / "bin" / "tool").permissions() & fs::perms::owner_exec) != fs::perms::none);
    CHECK(fs::read_symlink(to.path() / "bin" / "python3") == after + "/bin/python");
    CHECK(fs::read_symlink(to.path() / "bin" / "python3.11") == "python");
    CHECK_FALSE(fs::exists(to.path() / ".lock"));
    const fs::path module = "lib/python3.11/site-packages/one.py";
    CHECK(fs::equivalent(to.path() / module, from.path() / module));  // a hard link
    CHECK(read_file(from.path() / "bin" / "tool")->find(after) == std::string::npos);
    CHECK_THROWS_AS(to.clone_from(cache.environments() / "nowhere", false), Error);
}
