#include "workspace/git.hpp"

#include <sys/stat.h>

#include "support.hpp"
#include "workspace/ignored.hpp"

using namespace testskew;
using namespace testskew::workspace;

namespace {

/// A repository with one commit.
struct Repository {
    Folder folder;
    fs::path top = folder.path / "top";

    Repository() {
        put(top / "a.txt", "a");
        run("git init -q -b main . && git config user.name t && git config user.email t@example.invalid");
        run("git add -A && git commit -qm one");
    }
    std::string run(const std::string& line) const { return shell(line, top); }
    GitPlace place() const { return *read_git_place(top); }
};

}  // namespace

TEST_CASE("Of the files of a project those that git ignores are told", "[workspace]") {
    const Repository repository;
    put(repository.top / ".gitignore", "*.cfg\nout/\n");
    put(repository.top / "project" / "b[1].cfg", "");
    put(repository.top / "project" / "out" / "x", "");
    put(repository.top / "project" / "new.py", "");
    const auto ignored = ignored_files(repository.place(), repository.top / "project",
                                       {"b[1].cfg", "out/x", "new.py", "gone.cfg", "../a.txt"});
    CHECK(ignored == std::vector<std::string>{"b[1].cfg", "out/x"});
    CHECK(ignored_files(repository.place(), repository.top / "project", {}).empty());
}

TEST_CASE("A merge at HEAD is told with its parents", "[workspace]") {
    const Repository repository;
    CHECK(merge_at_head(repository.place()).empty());
    repository.run("git checkout -qb topic && git commit -q --allow-empty -m 'parent of none' && git checkout -q main");
    repository.run("git commit -q --allow-empty -m two && git merge -q --no-ff -m merged topic");
    const std::string object = merge_at_head(repository.place());
    CHECK(object.find("parent " + repository.run("git rev-parse main^1")) != std::string::npos);
    CHECK(object.find("parent " + repository.run("git rev-parse main^2")) != std::string::npos);
}

TEST_CASE("A copy may borrow its objects, and has its own refs and index", "[workspace]") {
    const Repository repository;
    const fs::path copy = repository.folder.path / "copy";
    fs::create_directories(copy);
    copy_repository(repository.place(), copy / ".git", Objects::borrowed);
    CHECK(shell("git rev-parse HEAD", copy) == repository.run("git rev-parse HEAD"));
    CHECK(shell("find .git/objects -type f", copy) == ".git/objects/info/alternates");
    check_out(copy / ".git", repository.top);
    CHECK(get(copy / "a.txt") == "a");
    shell("git -c user.name=t -c user.email=t@example.invalid commit -q --allow-empty -m two", copy);
    CHECK(repository.run("git rev-list --count HEAD") == "1");
}

TEST_CASE("A repository in which git would wait for a FIFO is none", "[workspace]") {
    Folder folder;
    folder.write(".git/HEAD", "ref: refs/heads/main\n").write(".git/objects/x", "").write(".git/config", "");
    REQUIRE(workspace::read_git_place(folder.path));
    REQUIRE(::mkfifo((folder.path / ".git/index").c_str(), 0600) == 0);
    CHECK_FALSE(workspace::read_git_place(folder.path));
}
