#include "workspace/old_runs.hpp"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>

#include "support.hpp"
#include "util/descriptor.hpp"
#include "workspace/kept_files.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

using namespace testskew;
using namespace testskew::workspace;

namespace {

/// A project with so many runs of 1 MB.
void put_runs(const fs::path& project, int count) {
    for (int i = 0; i < count; ++i)
        put(project / ".testskew" / "runs" / fmt::format("20261122-1015{:02}-3f2a", i) / "recordings" / "s1.jsonl",
            std::string(1'000'000, 'x'));
}

}  // namespace

TEST_CASE("The oldest runs go until the limit is kept, but never the latest ten", "[workspace]") {
    const Folder folder;
    put_runs(folder.path, 14);
    CHECK(remove_old_runs(folder.path, 100'000'000).empty());
    const auto removed = remove_old_runs(folder.path, 12'500'000);
    REQUIRE(removed.size() == 2);
    CHECK(removed.front().filename() == "20261122-101500-3f2a");
    CHECK(list_runs(folder.path).size() == 12);
    CHECK(remove_old_runs(folder.path, 0).size() == 2);
    CHECK(remove_old_runs(folder.path, 0).empty());
    CHECK(list_runs(folder.path).size() == 10);
}

TEST_CASE("A run that a testskew uses stays, this one or another one", "[workspace]") {
    const Folder folder;
    put_runs(folder.path, 12);
    const auto runs = list_runs(folder.path);
    hold_run(runs[0]);
    CHECK_FALSE(others_use_runs(folder.path));
    {
        // flock tells two opened files apart, so this is as another process would hold it.
        const Descriptor other(::open(runs[1].c_str(), O_RDONLY | O_DIRECTORY));
        REQUIRE(::flock(other.get(), LOCK_SH) == 0);
        CHECK(others_use_runs(folder.path));
        CHECK(remove_old_runs(folder.path, 0).empty());
    }
    CHECK_FALSE(others_use_runs(folder.path));
    CHECK(remove_old_runs(folder.path, 0) == std::vector<fs::path>{runs[1]});
}

TEST_CASE("A state that no run needs any more goes from the store, and one that is needed stays whole", "[workspace]") {
    const Folder folder;
    const fs::path store = folder.path / ".testskew" / "files.git";
    std::vector<std::string> states;
    for (const char* text : {"one", "two", "three"}) {
        put(folder.path / "a" / "b.txt", std::string(text));
        states.push_back(kept_state(folder.path));
        REQUIRE_FALSE(states.back().empty());
    }
    KeptFiles kept(folder.path);
    kept.drop_all_but({states[0]});
    CHECK(kept.content(states[1], "a/b.txt") == "two");  // It is younger than ten minutes.
    shell("find objects -type f -exec touch -d '1 hour ago' {} +", store);
    kept.drop_all_but({states[0]});
    CHECK(kept.content(states[0], "a/b.txt") == "one");
    CHECK_FALSE(kept.content(states[1], "a/b.txt"));
    CHECK(kept.content(states[2], "a/b.txt") == "three");  // The index has it.
    CHECK(kept_state(folder.path) == states[2]);
}
