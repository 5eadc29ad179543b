#include "environment/freeze.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::environment;
using Lines = std::vector<std::string>;

TEST_CASE("the output of pip freeze is read as another machine wrote it") {
    const Folder root;
    const auto locked = read_freeze(
        "six==1.16.0\n"
        "-e git+https://h/app@0123#egg=my_app\n"
        "numpy @ file:///croot/numpy_1/work/dist/numpy-1.26.4-cp311-cp311-linux_x86_64.whl#sha256=x\n"
        "odd @ file:///home/someone/odd\n"
        "# Editable install with no version control (helper==1.2)\n"
        "-e /home/someone/helper\n"
        "foo @ git+https://h/foo@89ab\n"
        "pkg-resources==0.0.0\n",
        root.path, "my-app");
    CHECK(locked.flat.lines == Lines{"six==1.16.0", "-e " + root.path.string(), "numpy==1.26.4", "odd", "helper==1.2",
                                     "foo @ git+https://h/foo@89ab"});
    REQUIRE(locked.flat.local.size() == 1);
    CHECK(locked.flat.local[0].install.path == ".");
    CHECK(locked.notes.size() == 3);
    REQUIRE(locked.fidelity.size() == 1);
    CHECK(locked.fidelity[0].what == "odd");
}

TEST_CASE("the project itself is installed from its folder, once") {
    const Folder root;
    root.write("pyproject.toml", "[project]\nname = \"my-app\"\n");
    const auto locked = read_freeze("my_app==1.0\n-e git+https://h/app@0123#egg=my_app\n", root.path, "my-app");
    CHECK(locked.flat.lines == Lines{root.path.string()});
    REQUIRE(locked.notes.size() == 1);
    CHECK(locked.notes[0] == "my_app==1.0 in the lock is the project itself: it is installed from its folder");
    REQUIRE(locked.flat.local.size() == 1);
    CHECK_FALSE(locked.flat.local[0].install.editable);
}

TEST_CASE("an editable folder of the project's name is the project, wherever it was") {
    const Folder root;
    const std::string there = "/home/someone/" + root.path.filename().string();
    const auto locked = read_freeze("-e " + there + "\n", root.path, "");
    CHECK(locked.flat.lines == Lines{"-e " + root.path.string()});
    CHECK(locked.notes.empty());
}

TEST_CASE("a folder that is here is installed from here") {
    const Folder root;
    root.write("lib/setup.cfg", "[metadata]\nname = lib\n");
    const std::string lib = (root.path / "lib").string();
    const auto locked = read_freeze("lib @ file://" + lib + "\n-e " + lib + "\n", root.path, "");
    CHECK(locked.flat.lines == Lines{lib, "-e " + lib});
    CHECK(locked.notes.empty());
}

TEST_CASE("a comment tells only of the line below it") {
    const Folder root;
    const auto locked =
        read_freeze("# Editable install (helper==1.2)\nsix==1.0\n-e /home/someone/other#egg=other\n", root.path, "");
    CHECK(locked.flat.lines == Lines{"six==1.0", "other"});
    REQUIRE(locked.fidelity.size() == 1);
    CHECK(locked.fidelity[0].got == "the newest of the package index");
}

TEST_CASE("a missing folder without a name is an error that says what to do") {
    const Folder root;
    try {
        read_freeze("-e /home/someone/what\n", root.path, "");
        FAIL("read");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::usage);
        CHECK_THAT(error.what(), ContainsSubstring("replace that line by a name and a version"));
    }
}

TEST_CASE("options and what Debian's pip adds are no requirements") {
    const Folder root;
    const auto locked = read_freeze(
        "--extra-index-url https://h/simple\npkg-resources==0.0.0\ndistribute==0.7\n\n  # a word\nsix==1.0 # why\n",
        root.path, "");
    CHECK(locked.flat.lines == Lines{"six==1.0"});
    CHECK(locked.flat.arguments == Lines{"--index", "https://h/simple", "--index-strategy", "unsafe-best-match"});
}
