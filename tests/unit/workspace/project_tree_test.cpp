#include "workspace/project_tree.hpp"

#include <cstdlib>

#include "support.hpp"
#include "workspace/stamp.hpp"

using namespace testskew;
using namespace testskew::workspace;

namespace {

/// Makes a folder look like a repository, without git.
void make_git_folder(const fs::path& folder) {
    put(folder / "HEAD", "ref: refs/heads/main\n");
    fs::create_directories(folder / "objects");
}

/// Sets HOME as long as the object lives.
class Home {
public:
    explicit Home(const fs::path& path) : before_(environment_variable("HOME").value_or("/")) {
        ::setenv("HOME", path.c_str(), 1);
    }
    ~Home() { ::setenv("HOME", before_.c_str(), 1); }

private:
    std::string before_;
};

}  // namespace

TEST_CASE("The tree of a project is the work tree around it", "[workspace]") {
    const Folder folder;
    make_git_folder(folder.path / ".git");
    fs::create_directories(folder.path / "a" / "b");
    const ProjectTree tree = find_project_tree(folder.path / "a" / ".." / "a" / "b");
    CHECK(tree.project == folder.path / "a" / "b");
    CHECK(tree.top == folder.path);
    CHECK(tree.relative == "a/b");
    REQUIRE(tree.place);
    CHECK(tree.place->inside());
    CHECK_FALSE(tree.repository_ignored);
}

TEST_CASE("A project outside git is covered alone", "[workspace]") {
    const Folder folder;
    const ProjectTree tree = find_project_tree(folder.path);
    CHECK(tree.top == tree.project);
    CHECK(tree.relative == ".");
    CHECK_FALSE(tree.place);
    CHECK_THROWS_WITH(find_project_tree(folder.path / "missing"), ContainsSubstring("is no folder"));
}

TEST_CASE("A repository of the whole home folder is not the project's", "[workspace]") {
    const Folder folder;
    make_git_folder(folder.path / ".git");
    fs::create_directories(folder.path / "project");
    fs::create_directories(folder.path / "user");
    {
        const Home home(folder.path / "user");  // the repository contains the home folder
        const ProjectTree tree = find_project_tree(folder.path / "project");
        CHECK(tree.repository_ignored);
        CHECK(tree.top == folder.path / "project");
        CHECK_FALSE(find_project_tree(folder.path).repository_ignored);  // it is the project itself
    }
    const Home home("/nowhere");
    CHECK(find_project_tree(folder.path / "project").top == folder.path);
}

TEST_CASE("A .git that is no repository is passed over", "[workspace]") {
    const Folder folder;
    make_git_folder(folder.path / ".git");
    fs::create_directories(folder.path / "empty" / ".git");
    put(folder.path / "text" / ".git", "no pointer\n");
    put(folder.path / "dangling" / ".git", "gitdir: ../gone\n");
    for (const char* name : {"empty", "text", "dangling"}) {
        CHECK_FALSE(read_git_place(folder.path / name));
        CHECK(find_git(folder.path / name)->top == folder.path);
    }
}

TEST_CASE("A .git file leads to the repository, and a linked worktree to the main one", "[workspace]") {
    const Folder folder;
    make_git_folder(folder.path / "main" / ".git");
    const fs::path linked = folder.path / "main" / ".git" / "worktrees" / "other";
    put(linked / "HEAD", "ref: refs/heads/other\n");
    put(linked / "commondir", "../..\n");
    put(folder.path / "other" / ".git", "gitdir: " + linked.string() + "\n");
    const auto place = read_git_place(folder.path / "other");
    REQUIRE(place);
    CHECK(place->folder == linked);
    CHECK(place->common == folder.path / "main" / ".git");
    CHECK_FALSE(place->inside());
    CHECK(pointing_at(*place).at("GIT_DIR") == linked.string());
    CHECK(pointing_at(*place).at("GIT_WORK_TREE") == (folder.path / "other").string());
}

TEST_CASE("Noise is what tools write, by its name", "[workspace]") {
    for (const char* name : {".testskew", "__pycache__", ".venv", "node_modules", ".pytest_cache"})
        CHECK(is_noise(name, true));
    for (const char* name : {"module.pyc", "notes~", ".#lock", ".core.py.swp", ".coverage", ".coverage.host.1", "4913"})
        CHECK(is_noise(name, false));
    for (const char* name : {"src", "venv.py", ".github", "coverage"}) CHECK_FALSE(is_noise(name, true));
    for (const char* name : {"__pycache__", "core.py", ".coveragerc", ".sw", ".gitignore", "a.swp"})
        CHECK_FALSE(is_noise(name, false));
}
