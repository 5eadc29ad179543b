// The life of an environment's folder, without any Python. The tests themselves write its content.
#include "environment/environment_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <fstream>

#include "catch.hpp"
#include "environment/cached.hpp"
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
    const long stamped = all[0].own;
    CHECK(stamped > 0);
    CHECK(all[1].own == -1);
    CHECK(measure(all) >= all[0].own + all[1].own);
    CHECK(all[0].own == stamped);
    CHECK(last_used(5).size() == 2);
    CHECK(last_used(1).size() == 1);
    const auto removed = prune(std::nullopt);
    REQUIRE(removed.size() == 1);
    CHECK(removed[0].key == "fedcba9876543210");
    CHECK(fs::exists(filling.folder.path()));
    CHECK(prune(std::chrono::hours(1)).empty());
}

TEST_CASE("a limit takes away what was used longest ago, and nothing that is used or fits") {
    const PrivateCache cache;
    const auto make = [&](const char* key, std::time_t used) {
        const EnvironmentFolder folder(key);
        write_environment(folder.path());
        write_file(folder.path() / "large", std::string(1 << 20, 'x'));
        Stamp stamp;
        stamp.own = 1 << 20;
        stamp.packages["own"] = {"1.0", "own==1.0"};
        write_stamp(folder.stamp_file(), stamp);
        CHECK(stamped_own(folder.stamp_file()) == 1 << 20);
        write_file(folder.use_mark(), "");
        write_file(folder.lock_file(), "");
        const timespec times[] = {{used, 0}, {used, 0}};
        REQUIRE(::utimensat(AT_FDCWD, folder.use_mark().c_str(), times, 0) == 0);
    };
    make("aaaaaaaaaaaaaaaa", 1000), make("bbbbbbbbbbbbbbbb", 3000), make("cccccccccccccccc", 2000);
    CHECK(stamped_own(cache.environments() / "none.json") == -1);
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
