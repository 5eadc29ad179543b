#include "environment/requirements_file.hpp"

#include "catch.hpp"
#include "environment/lock.hpp"
#include "environment/names.hpp"
#include "folder.hpp"
#include "real.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::environment;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

TEST_CASE("logical lines drop comments and join continuations") {
    CHECK(logical_lines("a==1 \\\n  --hash=sha256:x \\\n  --hash=sha256:y  # why\n# no\n\nb @ https://x/y#egg=b\r\n") ==
          Lines{"a==1   --hash=sha256:x   --hash=sha256:y", "b @ https://x/y#egg=b"});
}

TEST_CASE("requirements files are followed, each relative to itself") {
    const Folder root;
    real::write(root.path / "req" / "a.txt", "-r sub/b.txt\n--constraint=c.txt\nfoo==1 --hash=sha256:0\n");
    real::write(root.path / "req" / "sub" / "b.txt", "bar\n-i https://index/simple\n");
    real::write(root.path / "req" / "c.txt", "bar<2\n");
    const auto flat = flatten({"-r req/a.txt", "baz; python_version < '3'"}, root.path, "t");
    CHECK(flat.lines == Lines{"bar", "foo==1", "baz; python_version < '3'"});
    CHECK(flat.constraints == Lines{"bar<2"});
    CHECK(flat.arguments == Lines{"--default-index", "https://index/simple"});
    CHECK_THROWS_AS(flatten({"-r nowhere.txt"}, root.path, "t"), Error);
    CHECK_THROWS_AS(flatten({"--frobnicate"}, root.path, "t"), Error);
    real::write(root.path / "loop.txt", "-r loop.txt\n");
    CHECK_THROWS_AS(flatten({"-r loop.txt"}, root.path, "t"), Error);
}

TEST_CASE("folders are local, everything else is not") {
    const Folder root;
    real::write(root.path / "pyproject.toml", "[build-system]\nname = \"no\"\n[project]\nname = \"My_App\" # yes\n");
    real::write(root.path / "lib" / "setup.cfg", "[metadata]\nname = lib-x\n");
    const auto flat = flatten({"-e .[test, dev]", "./lib", "plain[extra]", "x @ https://h/x.whl",
                               "y @ file://" + (root.path / "lib").string(), "--group dev"},
                              root.path, "t");
    REQUIRE(flat.local.size() == 3);
    CHECK(flat.local[0].install == LocalInstall{".", {"test", "dev"}, true, "my-app"});
    CHECK(flat.local[1].install == LocalInstall{"lib", {}, false, "lib-x"});
    CHECK(flat.local[2].install.name == "y");
    CHECK(flat.lines[0] == "-e " + root.path.string() + "[test,dev]");
    CHECK(flat.lines[2] == "plain[extra]");
    CHECK(flat.lines[3] == "x @ https://h/x.whl");
    CHECK(flat.groups == Lines{(root.path / "pyproject.toml").string() + ":dev"});
    CHECK_THROWS_AS(flatten({"./nowhere"}, root.path, "t"), Error);
}

TEST_CASE("a checkout that pip would make editable becomes a direct reference") {
    const auto flat = flatten({"-e git+https://h/x@abc#egg=foo&subdirectory=sub"}, "/", "t");
    CHECK(flat.lines == Lines{"foo @ git+https://h/x@abc#subdirectory=sub"});
    CHECK(flat.notes.size() == 1);
}

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

TEST_CASE("names, wheels and file URLs") {
    CHECK(normalized_name("Foo_.Bar") == "foo-bar");
    CHECK(requirement_name("Foo_Bar[x]>=1 ; python_version > '3'") == "foo-bar");
    CHECK(requirement_name("foo @ https://x") == "foo");
    CHECK(requirement_name("./x").empty());
    CHECK(requirement_name("depends on").empty());
    CHECK(wheel_version("six-1.17.0-py2.py3-none-any.whl") == "1.17.0");
    CHECK(file_url_path("file:///a%20b/c#egg=x") == "/a b/c");
    CHECK(file_url_path("file://localhost/a") == "/a");
    CHECK(file_url_path("https://x").empty());
}
