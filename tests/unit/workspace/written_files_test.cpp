#include "workspace/written_files.hpp"

#include "support.hpp"

using namespace testskew;
using namespace testskew::workspace;

TEST_CASE("What a build writes into one workspace can be laid over others", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    const fs::path top = folder.path / "p", kept = folder.path / "kept";
    fs::create_directory(top);
    make_repository(top);
    put(top / "pkg" / "_old.so", "left over\n");
    const std::string before = everything(top);
    Workspaces workspaces(top, mode);
    {
        FileState hybrid;
        hybrid.taken["untracked.txt"] = {FilesSpec::Kind::nothing, ""};
        const Workspace place = workspaces.make(hybrid);
        const WrittenFiles written(place);
        CHECK(written.paths().empty());
        inside(place,
               "echo built > pkg/_new.so && echo built anew > pkg/_old.so && mkdir -p build/lib build/temp.x "
               "pkg/__pycache__ && "
               "echo o > build/lib/a.o && echo c > build/temp.x/c && echo p > pkg/__pycache__/a.pyc && "
               "ln -s ../pkg build/lib/link && git commit -q -am more && rm tool.sh");
        const std::vector<std::string> expected{"build/lib/link", "pkg/_new.so", "pkg/_old.so"};
        CHECK(written.save(kept) == expected);
    }
    Options options;
    options.laid_over = kept;
    FileState state;
    state.taken["pkg/_old.so"] = {FilesSpec::Kind::nothing, ""};
    const Workspace place = workspaces.make(state, options);
    CHECK(inside(place, "cat pkg/_new.so pkg/_old.so && readlink build/lib/link && ls") ==
          "built\nbuilt anew\n../pkg\nbuild\nignored.txt\npkg\ntool.sh\nuntracked.txt");
    inside(place, "echo changed >> pkg/_new.so");
    CHECK(get(kept / "pkg" / "_new.so") == "built\n");
    CHECK(everything(top) == before);
}

TEST_CASE("A path can be taken from no state at all", "[workspace]") {
    const Mode mode = GENERATE(from_range(modes()));
    const Folder folder;
    put(folder.path / "a.txt", "a");
    put(folder.path / "b" / "c.txt", "c");
    Workspaces workspaces(folder.path, mode);
    FileState state;
    state.taken["b/c.txt"] = {FilesSpec::Kind::nothing, ""};
    CHECK(inside(workspaces.make(state), "ls") == "a.txt");
    CHECK(workspaces.stamp(state) != workspaces.stamp({}));
}

TEST_CASE("Extension modules that git does not know of are found", "[workspace]") {
    const Folder folder;
    make_repository(folder.path);
    put(folder.path / "pkg" / "_known.so", "");
    shell("git add -f pkg/_known.so && git commit -q -m so", folder.path);
    put(folder.path / "pkg" / "_left.cpython-310-x86_64-linux-gnu.so", "");
    put(folder.path / "build" / "_ignored.so", "");
    put(folder.path / "build" / "lib.linux-x86_64-cpython-310" / "_left.so", "");
    put(folder.path / "env" / "pyvenv.cfg", "");
    put(folder.path / "env" / "lib" / "x.so", "");
    const std::vector<std::string> expected{"build/_ignored.so", "pkg/_left.cpython-310-x86_64-linux-gnu.so"};
    CHECK(Workspaces(folder.path, Mode::copy).untracked_extension_modules() == expected);
}
