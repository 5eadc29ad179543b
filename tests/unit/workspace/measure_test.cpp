// Measures the costs that docs/workspaces.md gives. It is run by hand: unit_workspace [measure].
#include <chrono>

#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

namespace {
template <typename Action>
double milliseconds(int times, Action action) {
    double best = 1e9;
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        action();
        best =
            std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    return best;
}
}  // namespace

TEST_CASE("Costs", "[.measure]") {
    const int files = GENERATE(2000, 20000);
    const Folder folder;
    for (int i = 0; i < files; ++i)
        put(folder.path / ("d" + std::to_string(i / 100)) / ("f" + std::to_string(i) + ".py"),
            std::string(2000, 'x') + std::to_string(i));
    shell("git init -q -b main . && git config gc.auto 0 && git add -A && git commit -q -m one && git gc -q",
          folder.path);
    put(folder.path / "ignored", "x");
    const auto show = [&](const std::string& what, double cost) {
        std::cout << files << " files, " << what << ": " << cost << " ms\n";
    };
    const auto nothing = [&](const Workspace* workspace) {
        process::Command command;
        command.argv = {"/bin/true"};
        command.directory = workspace ? workspace->project : folder.path;
        if (workspace) command.entrance = workspace->entrance;
        REQUIRE(process::run(command).ok());
    };
    show("/bin/true alone", milliseconds(20, [&] { nothing(nullptr); }));
    for (const Mode mode : modes()) {
        const std::string name = to_string(mode) + ": ";
        show(name + "construction", milliseconds(3, [&] { Workspaces(folder.path, mode); }));
        Workspaces workspaces(folder.path, mode);
        show(name + "make, worktree", milliseconds(5, [&] { workspaces.make(worktree); }));
        const Workspace workspace = workspaces.make(worktree);
        show(name + "/bin/true in it", milliseconds(20, [&] { nothing(&workspace); }));
        show(name + "first checkout", milliseconds(1, [&] { workspaces.make(tracked); }));
        show(name + "make, tracked", milliseconds(5, [&] { workspaces.make(tracked); }));
        show(name + "make, one path taken",
             milliseconds(5, [&] { workspaces.make({{}, {{"d1/f101.py", tracked.base}}, {}, {}}); }));
        show(name + "changed()", milliseconds(5, [&] { REQUIRE(!workspaces.changed()); }));
        show(name + "differences()",
             milliseconds(3, [&] { REQUIRE(workspaces.differences({}, tracked.base).size() == 1); }));
        show(name + "facts()", milliseconds(1, [&] { workspaces.facts(worktree); }));
        show(name + "stamp()", milliseconds(5, [&] { workspaces.stamp(worktree); }));
    }
}
