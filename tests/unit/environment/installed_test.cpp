#include "environment/installed.hpp"

#include "catch.hpp"
#include "environment/bytecode.hpp"
#include "environment/tree_digest.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::environment;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

/// An environment that consists of plain files.
struct Files : Folder {
    const std::string site = "lib/python3.11/site-packages/";

    const Files& metadata(const std::string& folder, const std::string& name, const std::string& version,
                          const std::string& record = "") const {
        write(site + folder + "/METADATA",
              "Metadata-Version: 2.1\nname: " + name + "\nVersion: " + version + "\nSummary: x\n\nName: in the text\n");
        if (!record.empty()) write(site + folder + "/RECORD", record);
        return *this;
    }
};

}  // namespace

TEST_CASE("what is installed is read from the metadata") {
    const Files files;
    CHECK(installed(files.path).empty());
    CHECK(site_packages(files.path).empty());
    files.metadata("Foo_Bar-1.0.dist-info", "Foo_Bar", "1.0").metadata("six-1.17.0.dist-info", "six", "1.17.0");
    files.write(files.site + "old-2.0.egg-info/PKG-INFO", "Name: old\nVersion: 2.0\n")
        .write(files.site + "broken-1.dist-info/RECORD", "");
    CHECK(site_packages(files.path) == files.path / "lib/python3.11/site-packages");
    CHECK(installed(files.path) == PackageSet{{"foo-bar", {"1.0", "foo-bar==1.0"}},
                                              {"old", {"2.0", "old==2.0"}},
                                              {"six", {"1.17.0", "six==1.17.0"}}});
    CHECK(metadata_folders(files.path).size() == 4);
    CHECK(metadata_folders(files.path).count("foo-bar") == 1);
}

TEST_CASE("a direct reference is part of the requirement") {
    const Files files;
    files.metadata("a-1.dist-info", "a", "1").metadata("b-1.dist-info", "b", "1").metadata("c-1.dist-info", "c", "1");
    files
        .write(files.site + "a-1.dist-info/direct_url.json",
               R"({"url": "https://h/a", "subdirectory": "sub", "vcs_info": {"vcs": "git", "commit_id": "89ab"}})")
        .write(files.site + "b-1.dist-info/direct_url.json", R"({"url": "file:///b", "dir_info": {}})")
        .write(files.site + "c-1.dist-info/direct_url.json", "{}");
    const auto packages = installed(files.path);
    CHECK(packages.at("a").requirement == "a @ git+https://h/a@89ab#subdirectory=sub");
    CHECK(packages.at("b").requirement == "b @ file:///b");
    CHECK(packages.at("c").requirement == "c==1");
}

TEST_CASE("RECORD lists files, some of them in quotes") {
    const Files files;
    files.metadata("a-1.dist-info", "a", "1",
                   "a.py,sha256=x,10\n\"odd, \"\"name\"\".py\",,\n../../../bin/a,,\na.pyc,,\n\n");
    const fs::path folder = files.path / files.site / "a-1.dist-info";
    CHECK(recorded_files(folder) == Lines{"a.py", "odd, \"name\".py", "../../../bin/a", "a.pyc"});
    CHECK(recorded_files(files.path).empty());
}

TEST_CASE("a file that two distributions share is there twice") {
    const Files files;
    files.metadata("a-1.dist-info", "a", "1", "shared.py,,\na.pyc,,\n")
        .metadata("b-1.dist-info", "b", "1", "shared.py,,\nb.py,,\n");
    const auto both = files_of(files.path, {"a", "b"});
    CHECK(both.count("shared.py") == 2);
    CHECK(both.count("a.pyc") == 0);
    CHECK(files_of(files.path, {"b"}).size() == 2);
}

TEST_CASE("leftovers of a removed distribution go, and nothing else") {
    const Files files;
    for (const char* name :
         {"gone/__pycache__/x.cpython-311.pyc", "gone/deep/__pycache__/y.cpython-311.pyc",
          "kept/__pycache__/x.cpython-311.pyc", "kept/__pycache__/other.cpython-311.pyc", "kept/other.py",
          "__pycache__/top.cpython-311.pyc", "beside/__pycache__/z.cpython-311.pyc"})
        files.write(files.site + name, "");
    const fs::path site = files.path / files.site;
    remove_leftovers(site, {"gone/x.py", "gone/deep/y.py", "kept/x.py", "top.py", "../../../bin/gone"});
    CHECK_FALSE(fs::exists(site / "gone"));
    CHECK_FALSE(fs::exists(site / "kept/__pycache__/x.cpython-311.pyc"));
    CHECK(fs::exists(site / "kept/__pycache__/other.cpython-311.pyc"));
    CHECK_FALSE(fs::exists(site / "__pycache__/top.cpython-311.pyc"));
    CHECK(fs::exists(site / "beside/__pycache__/z.cpython-311.pyc"));
}

TEST_CASE("a digest follows names, sizes, times and links, and not bytecode") {
    const Files files;
    files.write(files.site + "a.py", "x").write(".lock", "");
    const std::string first = tree_digest(files.path);
    const auto differs = [&] { return tree_digest(files.path) != first; };
    SECTION("bytecode") {
        files.write(files.site + "__pycache__/a.pyc", "").write(files.site + "b.pyc", "");
        CHECK_FALSE(differs());
    }
    SECTION("uv's lock") {
        fs::remove(files.path / ".lock");
        CHECK_FALSE(differs());
    }
    SECTION("another size") {
        files.write(files.site + "a.py", "xx");
        CHECK(differs());
    }
    SECTION("another time") {
        fs::last_write_time(files.path / files.site / "a.py", fs::file_time_type::clock::now() - std::chrono::hours(1));
        CHECK(differs());
    }
    SECTION("a link") {
        fs::create_symlink("a.py", files.path / files.site / "b.py");
        const std::string linked = tree_digest(files.path);
        CHECK(linked != first);
        fs::remove(files.path / files.site / "b.py");
        fs::create_symlink("c.py", files.path / files.site / "b.py");
        CHECK(tree_digest(files.path) != linked);
    }
    SECTION("nothing") { CHECK_FALSE(differs()); }
}
