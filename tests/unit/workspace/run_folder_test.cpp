#include "workspace/run_folder.hpp"

#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

TEST_CASE("A run folder is private, ignored by git and by backups", "[workspace]") {
    const Folder folder;
    const fs::path run = make_run_folder(folder.path);
    CHECK(run.parent_path() == folder.path / ".testskew" / "runs");
    CHECK(run.filename().string().size() == 20);
    CHECK((fs::status(run).permissions() & fs::perms::all) == fs::perms(0700));
    CHECK(get(folder.path / ".testskew" / ".gitignore") == "*\n");
    CHECK(get(folder.path / ".testskew" / "CACHEDIR.TAG").rfind("Signature: 8a477f597d28d172789f06886806bc55", 0) == 0);
    shell("git init -q .", folder.path);
    CHECK(shell("git status --porcelain", folder.path).empty());
}

TEST_CASE("Runs are found by the beginning or the end of their names", "[workspace]") {
    const Folder folder;
    CHECK_THROWS_WITH(latest_run(folder.path), ContainsSubstring("testskew run"));
    CHECK_THROWS_AS(find_run(folder.path, "2026"), Error);
    const fs::path runs = folder.path / ".testskew" / "runs";
    for (const char* name : {"20261122-101502-3f2a", "20261122-101503-0001", "20261121-090000-beef", "not-a-run"})
        fs::create_directories(runs / name);
    CHECK(list_runs(folder.path).size() == 3);
    CHECK(latest_run(folder.path) == runs / "20261122-101503-0001");
    CHECK(find_run(folder.path, "20261121") == runs / "20261121-090000-beef");
    CHECK(find_run(folder.path, "3f2a") == runs / "20261122-101502-3f2a");
    CHECK(find_run(folder.path, (runs / "not-a-run").string()) == runs / "not-a-run");
    CHECK_THROWS_WITH(find_run(folder.path, "20261122"), ContainsSubstring("2 runs"));
    CHECK_THROWS_WITH(find_run(folder.path, "20261121-090000-bead"), ContainsSubstring("20261121-090000-beef"));
}

TEST_CASE("A .testskew that leads elsewhere is refused", "[workspace]") {
    const Folder folder;
    fs::create_directory(folder.path / "elsewhere");
    fs::create_symlink("elsewhere", folder.path / ".testskew");
    CHECK_THROWS_WITH(make_run_folder(folder.path), ContainsSubstring("in the way"));
}
