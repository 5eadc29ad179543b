#include "environment/footprint.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
namespace fs = std::filesystem;

namespace {

long on_disk(const fs::path& path) {
    struct stat state{};
    REQUIRE(::lstat(path.c_str(), &state) == 0);
    return static_cast<long>(state.st_blocks) * 512;
}

long of(std::initializer_list<fs::path> folders) {
    environment::Footprint footprint;
    for (const auto& folder : folders) footprint.add(folder);
    return footprint.bytes();
}

}  // namespace

TEST_CASE("a file with a link elsewhere is not what a folder takes, and one with two links inside counts once") {
    const Folder folder;
    const std::string text(20'000, 'x');
    folder.write("cache/wheel.py", text);
    folder.write("one/own.py", text);
    fs::create_directories(folder.path / "two");
    fs::create_hard_link(folder.path / "cache/wheel.py", folder.path / "one/wheel.py");
    fs::create_hard_link(folder.path / "one/own.py", folder.path / "one/same.py");
    const long directory = on_disk(folder.path / "one"), file = on_disk(folder.path / "one/own.py");
    REQUIRE(file > 0);
    CHECK(of({folder.path / "one"}) == directory + file);
    CHECK(environment::footprint_of(folder.path / "one").with_links() == directory + 3 * file);

    // What two environments share with each other is of both together.
    fs::create_hard_link(folder.path / "one/own.py", folder.path / "two/own.py");
    CHECK(of({folder.path / "one"}) == directory);
    CHECK(of({folder.path / "one", folder.path / "two"}) == directory + on_disk(folder.path / "two") + file);
}
