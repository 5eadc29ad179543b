#include "environment/requirements_file.hpp"

#include "catch.hpp"
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
    real::write(root.path / "twice.txt", "-r twice.txt\n-r twice.txt\n");
    CHECK_THROWS_AS(flatten({"-r twice.txt"}, root.path, "t"), Error);
    real::write(root.path / "many.txt", "-r many0.txt\n");
    for (int i = 0; i < 25; ++i)
        real::write(
            root.path / ("many" + std::to_string(i) + ".txt"),
            i == 24 ? "x\n" : "-r many" + std::to_string(i + 1) + ".txt\n-r many" + std::to_string(i + 1) + ".txt\n");
    CHECK_THROWS_WITH(flatten({"-r many.txt"}, root.path, "t"), ContainsSubstring("include each other"));
    CHECK_THROWS_WITH(flatten({"-r /dev/zero"}, root.path, "t"), ContainsSubstring("/dev/zero cannot be read"));
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

TEST_CASE("options are read in every spelling and become uv's") {
    const auto arguments = [](const std::string& line) { return flatten({line}, "/p", "t").arguments; };
    CHECK(arguments("--index-url=https://i") == Lines{"--default-index", "https://i"});
    CHECK(arguments("-ihttps://i") == Lines{"--default-index", "https://i"});
    CHECK(arguments("--pypi-url \"https://i\"") == Lines{"--default-index", "https://i"});
    CHECK(arguments("--extra-index-url https://e") ==
          Lines{"--index", "https://e", "--index-strategy", "unsafe-best-match"});
    CHECK(arguments("--find-links https://l") == Lines{"--find-links", "https://l"});
    CHECK(arguments("-f wheels") == Lines{"--find-links", "/p/wheels"});
    CHECK(arguments("--no-index") == Lines{"--no-index"});
    CHECK(arguments("--trusted-host h") == Lines{"--allow-insecure-host", "h"});
    CHECK(arguments("--pre") == Lines{"--prerelease", "allow"});
    CHECK(arguments("--no-binary a, b") == Lines{"--no-binary", "a", "--no-binary", "b"});
    CHECK(arguments("-r https://h/r.txt") == Lines{"--requirements", "https://h/r.txt"});
    CHECK(arguments("-c https://h/c.txt") == Lines{"--constraints", "https://h/c.txt"});
}

TEST_CASE("options without an effect are said, unknown ones refused") {
    const auto flat = flatten({"--require-hashes", "--prefer-binary"}, "/p", "lines");
    CHECK(flat.arguments.empty());
    CHECK(flat.notes == Lines{"lines: the option --require-hashes has no effect here",
                              "lines: the option --prefer-binary has no effect here"});
    CHECK_THROWS_WITH(flatten({"--frobnicate x"}, "/p", "lines"),
                      "lines: unknown option --frobnicate among the requirements");
}

TEST_CASE("groups belong to the project, or to the one that they name") {
    CHECK(flatten({"--group dev", "--group=sub/pyproject.toml:test"}, "/p", "t").groups ==
          Lines{"/p/pyproject.toml:dev", "/p/sub/pyproject.toml:test"});
}

TEST_CASE("find-links of a file are beside it, or in the project") {
    const Folder root;
    root.write("req/a.txt", "-f wheels\n-f other\n").write("req/wheels/x", "").write("other/x", "");
    CHECK(flatten({"-r req/a.txt"}, root.path, "t").arguments ==
          Lines{"--find-links", (root.path / "req/wheels").string(), "--find-links", (root.path / "other").string()});
}

TEST_CASE("constraints keep their markers and lose their hashes") {
    const Folder root;
    root.write("c.txt", "a<2 ; python_version < '3.9' --hash=sha256:0\n-r more.txt\n").write("more.txt", "b<3\n");
    CHECK(flatten({"-c c.txt"}, root.path, "t").constraints == Lines{"a<2 ; python_version < '3.9'", "b<3"});
}

TEST_CASE("an archive is a file, with or without a name") {
    const Folder root;
    root.write("x-1.0.tar.gz", "");
    const std::string archive = (root.path / "x-1.0.tar.gz").string();
    const auto flat = flatten({"./x-1.0.tar.gz", "x @ file://" + archive}, root.path, "t");
    CHECK(flat.lines == Lines{archive, "x @ file://" + archive});
    CHECK(flat.local.empty());
}

TEST_CASE("a folder keeps its marker and the extras of both its spellings") {
    const Folder root;
    const auto flat =
        flatten({"demo[a] @ file://" + root.path.string() + " ; python_version < '4'", "-e ./"}, root.path, "t");
    CHECK(flat.lines == Lines{root.path.string() + "[a] ; python_version < '4'", "-e " + root.path.string()});
    CHECK(flat.local.at(0).install == LocalInstall{".", {"a"}, false, "demo"});
}

TEST_CASE("the name of a project is read from its tables only") {
    const Folder root;
    CHECK(declared_name(root.path).empty());
    root.write("setup.cfg", "[options]\nname = no\n[metadata]\nname: no\nname = Set_Up\n");
    CHECK(declared_name(root.path) == "set-up");
    root.write("pyproject.toml", "[tool.poetry]\nname = 'Poe.try'\n");
    CHECK(declared_name(root.path) == "poe-try");
    root.write("pyproject.toml", "[project]\nnamespace = 1\nname=\"Pro\"  # so\n[tool.poetry]\nname = 'x'\n");
    CHECK(declared_name(root.path) == "pro");
}
