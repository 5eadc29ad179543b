#include "hook/known_good.hpp"

#include <cstdlib>

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::hook;

namespace {

const GoodKey key{"4b825dc642cb6eb9a060e54bf8d69288fbee4904", "0.1.0", "", "", {}};

}  // namespace

TEST_CASE("a tree is good under the key that it was remembered by, and under no other") {
    Folder folder;
    const KnownGood known(folder.path / "hook");
    CHECK_FALSE(known.holds(key));
    known.remember(key, {});
    CHECK(known.holds(key));
    CHECK(known.count() == 1);
    for (auto member : {&GoodKey::tree, &GoodKey::version, &GoodKey::project, &GoodKey::configuration}) {
        GoodKey other = key;
        other.*member += "x";
        CHECK_FALSE(known.holds(other));
    }
    GoodKey other = key;
    other.profiles = {"ci"};
    CHECK_FALSE(known.holds(other));
}

TEST_CASE("a tree is no longer good if something that the tests depended on has changed") {
    Folder folder;
    folder.write("python", "one").write("site/a-1.0.dist-info/METADATA", "");
    ::setenv("TESTSKEW_UNIT_HOOK", "secret", 1);
    using Kind = Condition::Kind;
    const std::string python = (folder.path / "python").string(), site = (folder.path / "site").string();
    const KnownGood known(folder.path / "hook");
    Good good;
    good.depends_on(Kind::file, python);
    good.depends_on(Kind::folder, site);
    good.depends_on(Kind::variable, "TESTSKEW_UNIT_HOOK");
    ::setenv("TESTSKEW_UNIT_DB_HOST", "one", 1);
    good.depends_on(Kind::variables, "TESTSKEW_UNIT_DB_*");
    good.depends_on(Kind::file, python);
    CHECK(good.conditions.size() == 4);
    known.remember(key, good);
    CHECK(known.holds(key));
    const std::string text = read_file(std::filesystem::directory_iterator(folder.path / "hook")->path()).value();
    CHECK(text.find("secret") == std::string::npos);

    SECTION("a file") { folder.write("python", "another"); }
    SECTION("a folder") { folder.write("site/a-2.0.dist-info/METADATA", ""); }
    SECTION("a variable") { ::setenv("TESTSKEW_UNIT_HOOK", "other", 1); }
    SECTION("a variable that a pattern means") { ::setenv("TESTSKEW_UNIT_DB_HOST", "two", 1); }
    SECTION("another variable that a pattern means") { ::setenv("TESTSKEW_UNIT_DB_PORT", "5432", 1); }
    SECTION("a variable that is gone") { ::unsetenv("TESTSKEW_UNIT_HOOK"); }
    CHECK_FALSE(known.holds(key));
    for (const char* name : {"TESTSKEW_UNIT_HOOK", "TESTSKEW_UNIT_DB_HOST", "TESTSKEW_UNIT_DB_PORT"}) ::unsetenv(name);
}

TEST_CASE("what changes while the tests run was not tested") {
    Folder folder;
    folder.write("python", "one");
    Good good;
    good.depends_on(Condition::Kind::file, (folder.path / "python").string());
    folder.write("python", "another");
    const KnownGood known(folder.path / "hook");
    known.remember(key, good);
    CHECK_FALSE(known.holds(key));
}

TEST_CASE("a damaged or newer file is not believed") {
    Folder folder;
    const KnownGood known(folder.path);
    known.remember(key, {});
    const auto file = std::filesystem::directory_iterator(folder.path)->path();
    for (const char* text : {"", "{", "[]", "{\"schema\": 2}", "null",
                             "{\"schema\": 1, \"conditions\": [{\"kind\": \"moon\", \"name\": \"full\"}]}"}) {
        write_file(file, text);
        CHECK_FALSE(known.holds(key));
    }
}
