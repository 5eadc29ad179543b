#include "environment/virtual_environment.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::environment;
namespace fs = std::filesystem;

namespace {

/// A project that contains a virtual environment made of plain files.
struct VenvProject : Folder {
    const std::string site = "project/.venv/lib/python3.12/site-packages/";
    fs::path project = path / "project";

    VenvProject() {
        write("project/pyproject.toml", "[project]\nname = \"My.App\"\n");
        write("project/.venv/pyvenv.cfg", "home = /usr/bin\nversion = 3.12.1\ninclude-system-site-packages = false\n");
        fs::create_directories(path / site);
    }

    const VenvProject& has(const std::string& name, const std::string& version,
                           const std::string& direct_url = "") const {
        const std::string folder = site + name + "-" + version + ".dist-info/";
        write(folder + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n");
        if (!direct_url.empty()) write(folder + "direct_url.json", direct_url);
        return *this;
    }

    /// Of a folder or file below the folder of this test.
    const VenvProject& has_from(const std::string& name, const std::string& from, const std::string& more) const {
        return has(name, "1.0", R"({"url": "file://)" + (path / from).string() + "\", " + more + "}");
    }

    InstalledPackages read() const { return read_virtual_environment({project / ".venv", ".venv", project}, project); }
};

const std::string editable = R"("dir_info": {"editable": true})", plain = R"("dir_info": {})",
                  archive = R"("archive_info": {})";

}  // namespace

TEST_CASE("each distribution of a virtual environment is asked for at its version") {
    const VenvProject at;
    CHECK(at.read().count == 0);
    at.has("Foo_Bar", "1.0").has("pip", "24.0").has("torch", "2.1.0+cu118");
    at.write(at.site + "old-2.0-py3.12.egg-info", "Metadata-Version: 1.0\nName: old\nVersion: 2.0\n");
    const auto installed = at.read();
    CHECK(installed.count == 4);
    CHECK(installed.packages == PackageSet{{"foo-bar", {"1.0", "foo-bar==1.0"}},
                                           {"old", {"2.0", "old==2.0"}},
                                           {"pip", {"24.0", "pip==24.0"}},
                                           {"torch", {"2.1.0+cu118", "torch==2.1.0+cu118"}}});
    CHECK(installed.local.empty());
    CHECK(installed.notes.empty());
}

TEST_CASE("what came from a URL or a repository is asked for there") {
    const VenvProject at;
    at.has("a", "1", R"({"url": "https://h/a", "vcs_info": {"vcs": "git", "requested_revision": "main",
                         "commit_id": "0123"}, "subdirectory": "sub/dir"})")
        .has("b", "1", R"({"url": "https://h/b-1.tar.gz", "archive_info": {"hash": "sha256=0"}})")
        .has("c", "1", R"({"url": "https://h/c", "vcs_info": {"vcs": "hg", "commit_id": "9"}})");
    const auto installed = at.read();
    CHECK(installed.packages.at("a").requirement == "a @ git+https://h/a@0123#subdirectory=sub/dir");
    CHECK(installed.packages.at("b").requirement == "b @ https://h/b-1.tar.gz");
    CHECK(installed.packages.size() == 2);
    CHECK(installed.notes == std::vector<std::string>{"cannot be had again: c 1, installed from hg+https://h/c@9"});
    CHECK(installed.count == 3);
}

TEST_CASE("folders are installed from where they are, and the project from its own") {
    const VenvProject at;
    at.write("other/setup.py", "").write("project/sub/setup.py", "");
    at.has_from("my-app", "project", editable).has_from("other", "other/", plain).has_from("sub", "project/sub", plain);
    const auto installed = at.read();
    CHECK(installed.packages.empty());
    CHECK(installed.local == std::vector<LocalInstall>{{".", {}, true, "my-app"},
                                                       {"../other", {}, false, "other"},
                                                       {"sub", {}, false, "sub"}});
    // The workspace may be a different folder from the user's project.
    const auto elsewhere =
        read_virtual_environment({at.project / ".venv", ".venv", at.project}, at.path / "copy/of/it");
    CHECK(elsewhere.local[0].path == ".");
    CHECK(elsewhere.local[1].path == "../../../other");
}

TEST_CASE("the project is the project, wherever it lay when it was installed") {
    const VenvProject at;
    at.has_from("my-app", "gone", editable);
    CHECK(at.read().local == std::vector<LocalInstall>{{".", {}, true, "my-app"}});
    const VenvProject other;
    other.has("my-app", "0.3");
    const auto installed = other.read();
    CHECK(installed.local == std::vector<LocalInstall>{{".", {}, false, "my-app"}});
    REQUIRE(installed.notes.size() == 1);
    CHECK_THAT(installed.notes[0], ContainsSubstring("is the project itself"));
}

TEST_CASE("setup.py develop has linked a project") {
    const VenvProject at;
    at.write("other/src/other.egg-info/PKG-INFO", "Name: other\nVersion: 1\n");
    at.write(at.site + "other.egg-link", (at.path / "other/src").string() + "\n../");
    at.write(at.site + "easy-install.pth", (at.path / "other/src").string() + "\n");
    const auto installed = at.read();
    CHECK(installed.local == std::vector<LocalInstall>{{"../other", {}, true, "other"}});
    CHECK(installed.count == 1);
    CHECK(installed.notes.empty());
}

TEST_CASE("a wheel that is here is taken, of one that is gone the source is known") {
    const VenvProject at;
    at.write("here-1.0-py3-none-any.whl", "");
    at.has_from("here", "here-1.0-py3-none-any.whl", archive).has_from("gone", "gone.whl", archive);
    const auto installed = at.read();
    CHECK(installed.packages.at("here").requirement ==
          "here @ file://" + (at.path / "here-1.0-py3-none-any.whl").string());
    CHECK(installed.packages.at("gone").requirement == "gone==1.0");
    CHECK(installed.sources == std::map<std::string, std::string>{{"gone", (at.path / "gone.whl").string()}});
}

TEST_CASE("a checkout inside of the environment is not seen by sessions") {
    const VenvProject at;
    at.write("project/.venv/src/foo/setup.py", "");
    at.has_from("foo", "project/.venv/src/foo", editable);
    const auto installed = at.read();
    CHECK(installed.local.empty());
    CHECK(installed.sources.count("foo") == 1);
}

TEST_CASE("damaged metadata is told") {
    const VenvProject at;
    at.write(at.site + "click-8.1.7.dist-info/RECORD", "")
        .write(at.site + "nothing.dist-info/RECORD", "")
        .write(at.site + "~ip-24.0.dist-info/METADATA", "Name: pip\nVersion: 24.0\n")
        .write(at.site + "bad-1.dist-info/METADATA", "Name: bad\nVersion: 1\n")
        .write(at.site + "bad-1.dist-info/direct_url.json", "{\"url\": [")
        .write(at.site + "twice-2.dist-info/METADATA", "Name: twice\nVersion: 2\n")
        .write(at.site + "twice-1.dist-info/RECORD", "");
    const auto installed = at.read();
    CHECK(installed.packages ==
          PackageSet{{"bad", {"1", "bad==1"}}, {"click", {"8.1.7", "click==8.1.7"}}, {"twice", {"2", "twice==2"}}});
    CHECK(installed.count == 4);
    std::string notes;
    for (const auto& note : installed.notes) notes += note + "\n";
    CHECK_THAT(notes, ContainsSubstring("click-8.1.7.dist-info in .venv is damaged: click 8.1.7 is taken"));
    CHECK_THAT(notes, ContainsSubstring("nothing.dist-info in .venv is damaged and says no version: it is left out"));
    CHECK_THAT(notes, ContainsSubstring("metadata of twice 2 and 1: the former is taken"));
    CHECK_THAT(notes, !ContainsSubstring("~ip"));
}

TEST_CASE("what else is on the sys.path of an environment is told") {
    const VenvProject at;
    at.write("project/.venv/pyvenv.cfg",
             "home = /usr/bin\nversion_info = 3.12.1\nInclude-System-Site-Packages = TRUE\n");
    at.write("shared/mine.py", "")
        .write(at.site + "mine.pth", "# x\nimport sys\n/no/such/folder\n" + (at.path / "shared").string() + "\n");
    const auto notes = at.read().notes;
    REQUIRE(notes.size() == 2);
    CHECK(notes[0] ==
          "mine.pth in .venv puts " + (at.path / "shared").string() + " on sys.path: sessions do not have it");
    CHECK_THAT(notes[1], ContainsSubstring("system-site-packages"));
}

TEST_CASE("an environment that was upgraded has the packages of its Python") {
    const VenvProject at;
    at.has("six", "1.17.0");
    at.write("project/.venv/lib/python3.11/site-packages/six-1.0.dist-info/METADATA", "Name: six\nVersion: 1.0\n");
    CHECK(at.read().packages.at("six").version == "1.17.0");
    at.write("project/.venv/pyvenv.cfg", "home = /usr/bin\nversion_info = 3.11.7.final.0\n");
    CHECK(at.read().packages.at("six").version == "1.0");
}

TEST_CASE("a resolution depends on all that was read") {
    const VenvProject at;
    at.has("six", "1.17.0");
    const std::string before = text_of(at.read());
    at.has("pip", "24.0");
    const std::string after = text_of(at.read());
    CHECK(before != after);
    at.has_from("six", "gone.whl", archive);
    CHECK(text_of(at.read()) != after);
}

TEST_CASE("a Python that is no virtual environment has its packages in several folders, and the first one counts") {
    const VenvProject at;
    // The project may lie below the prefix, as /usr/src/app does.
    at.write("local/six-1.2.dist-info/METADATA", "Name: six\nVersion: 1.2\n")
        .write("system/six-1.1.dist-info/METADATA", "Name: six\nVersion: 1.1\n")
        .write("system/idna-3.0.dist-info/METADATA", "Name: idna\nVersion: 3.0\n")
        .write("system/my_app-0.1.dist-info/METADATA", "Name: my-app\nVersion: 0.1\n")
        .write("system/my_app-0.1.dist-info/direct_url.json",
               R"({"url": "file://)" + at.project.string() + "\", " + editable + "}");
    const auto installed =
        read_virtual_environment({at.path, "prefix", at.project, {at.path / "local", at.path / "system"}}, at.project);
    CHECK(installed.packages == PackageSet{{"six", {"1.2", "six==1.2"}}, {"idna", {"3.0", "idna==3.0"}}});
    CHECK(installed.local == std::vector<LocalInstall>{{".", {}, true, "my-app"}});
    CHECK(installed.notes.empty());
}
