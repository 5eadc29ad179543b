#include "workspace/tree.hpp"

#include <algorithm>

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::workspace;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> paths(const std::vector<TreeEntry>& entries) {
    std::vector<std::string> result;
    for (const TreeEntry& entry : entries) result.push_back(entry.path);
    return result;
}

}  // namespace

TEST_CASE("A walk lists everything, a folder before what is in it", "[workspace]") {
    Folder folder;
    folder.write("a/b", "x").write("a-b", "").write("a/.hidden", "").write("c/d/e", "123");
    fs::create_directory_symlink("c", folder.path / "link");
    const auto entries = walk(folder.path);
    CHECK(paths(entries) == std::vector<std::string>{"a", "a/.hidden", "a/b", "a-b", "c", "c/d", "c/d/e", "link"});
    CHECK(std::is_sorted(entries.begin(), entries.end(),
                         [](const auto& x, const auto& y) { return path_less(x.path, y.path); }));
    CHECK(entries[0].folder());
    CHECK(entries[6].size == 3);
    CHECK(S_ISLNK(entries[7].mode));  // the link is not followed
}

TEST_CASE("What is skipped is not entered", "[workspace]") {
    Folder folder;
    folder.write("keep/x", "").write("skip/x", "").write("keep/skip", "");
    std::vector<std::string> asked;
    const auto entries = walk(folder.path, [&](std::string_view path, std::string_view name, bool is_folder) {
        asked.emplace_back(path);
        return is_folder && name == "skip";
    });
    CHECK(paths(entries) == std::vector<std::string>{"keep", "keep/skip", "keep/x"});
    CHECK(asked == std::vector<std::string>{"keep", "keep/skip", "keep/x", "skip"});
}

TEST_CASE("A walk of nothing is empty", "[workspace]") {
    const Folder folder;
    CHECK(walk(folder.path).empty());
    CHECK(walk(folder.path / "missing").empty());
    CHECK_FALSE(status_of(folder.path / "missing"));
}

TEST_CASE("Paths are ordered by the names on their way", "[workspace]") {
    CHECK(path_less("a/b", "a-b"));
    CHECK_FALSE(path_less("a-b", "a/b"));
    CHECK(path_less("a", "a/b"));
    CHECK(path_less("a", "b"));
    CHECK(path_less("a", "\xC3\xA9"));  // bytes are compared as unsigned numbers
    CHECK_FALSE(path_less("a", "a"));
}

TEST_CASE("Files are compared by all of their bytes", "[workspace]") {
    Folder folder;
    std::string large(200000, 'x');
    folder.write("a", large).write("same", large);
    large.back() = 'y';
    folder.write("last", large).write("shorter", std::string(65536, 'x')).write("longer", std::string(65537, 'x'));
    CHECK(same_bytes(folder.path / "a", folder.path / "same"));
    CHECK_FALSE(same_bytes(folder.path / "a", folder.path / "last"));
    CHECK_FALSE(same_bytes(folder.path / "shorter", folder.path / "longer"));
    CHECK_FALSE(same_bytes(folder.path / "a", folder.path / "missing"));
}

TEST_CASE("Line endings are the only difference that counts for nothing", "[workspace]") {
    CHECK(same_but_line_endings("a\r\nb\n", "a\nb\r\n"));
    CHECK(same_but_line_endings("", ""));
    CHECK_FALSE(same_but_line_endings("a\rb", "a\nb"));  // a single carriage return is no line ending
    CHECK_FALSE(same_but_line_endings("a\n", "a"));
    CHECK_FALSE(same_but_line_endings("a\r", "a"));
    CHECK_FALSE(same_but_line_endings("a", "a "));
}

TEST_CASE("A folder holds itself and what is below it", "[workspace]") {
    CHECK(is_within("/a/b", "/a/b"));
    CHECK(is_within("/a/b/c", "/a/b"));
    CHECK(is_within("/a/b", "/a/"));
    CHECK(is_within("/a", "/"));
    CHECK_FALSE(is_within("/a/bc", "/a/b"));
    CHECK_FALSE(is_within("/a", "/a/b"));
}

TEST_CASE("A symlink is read, other files are none", "[workspace]") {
    Folder folder;
    folder.write("file", "");
    fs::create_symlink("../somewhere", folder.path / "link");
    CHECK(link_target(folder.path / "link") == "../somewhere");
    CHECK(link_target(folder.path / "file").empty());
    CHECK(link_target(folder.path / "missing").empty());
}
