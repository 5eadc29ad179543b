#include "workspace/differences.hpp"

#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

namespace {
std::string said(const std::vector<FileDelta>& deltas) {
    std::string text;
    for (const FileDelta& delta : deltas) {
        text += delta.path + (delta.folder ? "/ (" + std::to_string(delta.files) + ")" : "") + ": " +
                to_string(delta.what) + "\n";
    }
    return text;
}
}  // namespace

TEST_CASE("Differences name each path and what differs", "[workspace]") {
    const Folder folder;
    const fs::path bad = folder.path / "bad", good = folder.path / "good";
    for (const fs::path& root : {bad, good}) {
        put(root / "a-b", "x");
        put(root / "a" / "b", "x");
        put(root / "content", root == bad ? "12" : "21");
        put(root / "endings", root == bad ? "1\r\n2\r\n" : "1\n2\n");
        put(root / "size", root == bad ? "1" : "11");
        put(root / "mode", "");
        put(root / "umask", "");
        fs::create_symlink(root == bad ? "x" : "y", root / "link");
    }
    fs::permissions(bad / "mode", fs::perms(0755));
    fs::permissions(bad / "umask", fs::perms(0664));
    fs::permissions(good / "umask", fs::perms(0644));
    put(bad / "build" / "x" / "1", "");
    put(bad / "build" / "x" / "2", "");
    put(good / "new", "");
    put(bad / "kind", "");
    put(good / "kind" / "1", "");
    put(bad / ".git" / "x", "");
    CHECK(said(tree_differences(bad, good, "",
                                [](std::string_view, std::string_view name, bool) { return name == ".git"; })) ==
          "build/ (2): missing in good\ncontent: content\nendings: line endings\nkind: kind\nlink: symlink\nmode: "
          "mode\nnew: missing in bad\n"
          "size: content\n");
    CHECK(said(tree_differences(bad, good, "build", {})) == "build/x/ (2): missing in good\n");
    CHECK(said(tree_differences(bad, good, "build/x", {})) ==
          "build/x/1: missing in good\nbuild/x/2: missing in good\n");
}

TEST_CASE("The work tree differs from a checkout by edits, ignored and untracked files", "[workspace]") {
    const Folder folder;
    make_repository(folder.path);
    put(folder.path / ".gitattributes", "*.txt text eol=crlf\n");
    put(folder.path / "crlf.txt", "1\n2\n");
    put(folder.path / ".testskew" / "x", "");
    put(folder.path / "pkg" / "__pycache__" / "core.pyc", "");
    shell("git add .gitattributes crlf.txt 2> /dev/null && git commit -q -m x", folder.path);
    put(folder.path / "crlf.txt", "1\n2\n");
    Workspaces workspaces(folder.path, Mode::copy);
    CHECK(said(workspaces.differences({FilesSpec::Kind::tracked, ""}, {})) ==
          "crlf.txt: line endings\nignored.txt: missing in bad\npkg/core.py: content\nuntracked.txt: missing in bad\n");
    CHECK(workspaces.differences({}, {}).empty());
    CHECK(said(workspaces.differences({FilesSpec::Kind::ref, "v1"}, {FilesSpec::Kind::tracked, ""})) ==
          ".gitattributes: missing in bad\ncrlf.txt: missing in bad\npkg/core.py: content\npkg/later.py: missing in "
          "bad\n");
}
