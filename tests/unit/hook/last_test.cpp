#include "hook/last.hpp"

#include "catch.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::hook;
using Ids = std::vector<std::string>;

namespace {

CommitCheck check_of(Verdict verdict, const Ids& failed) {
    ProfileCheck profile;
    profile.profile = "ci";
    profile.verdict = verdict;
    profile.seconds = 3;
    for (const auto& id : failed) profile.failed.push_back({id, "", ""});
    return {"main", "0123", verdict, "", false, {profile}};
}

}  // namespace

TEST_CASE("what was last found is read as it was written") {
    Folder folder;
    CHECK_FALSE(read_last(folder.path));
    const Last last = after(std::nullopt, check_of(Verdict::failed, {"t.py::a"}), {"the push is stopped"}, "2026");
    write_last(folder.path, last);
    const auto read = read_last(folder.path);
    REQUIRE(read);
    CHECK((read->when == "2026" && read->ref == "main" && read->commit == "0123"));
    CHECK(read->verdict == Verdict::failed);
    CHECK(read->failed == Ids{"t.py::a"});
    CHECK(read->lines == Ids{"the push is stopped"});
    for (const char* damaged : {"", "{", "[]", "{\"schema\": 9}"}) {
        folder.write("hook.json", damaged);
        CHECK_FALSE(read_last(folder.path));
    }
    write_last(folder.path / "not there", last);  // nothing is thrown
}

TEST_CASE("a test counts as failed until it has run again") {
    const Last failed = after(std::nullopt, check_of(Verdict::failed, {"t.py::a"}), {}, "");
    CHECK(after(failed, check_of(Verdict::not_checked, {}), {}, "").failed == Ids{"t.py::a"});
    const Last passed = after(failed, check_of(Verdict::passed, {}), {}, "");
    CHECK(passed.failed.empty());
    CHECK(passed.whole_seconds.at("ci") == 3);
    CHECK(after(passed, check_of(Verdict::failed, {"t.py::b"}), {}, "").whole_seconds.at("ci") == 3);
}

TEST_CASE("pytest's own list of what failed is read, whatever stands there") {
    Folder folder;
    CHECK(failed_last_by_pytest(folder.path).empty());
    const std::string file = ".pytest_cache/v/cache/lastfailed";
    folder.write(file, "{\"tests/test_a.py::test_x\": true, \"tests/test_b.py\": true}");
    CHECK(failed_last_by_pytest(folder.path) == Ids{"tests/test_a.py::test_x", "tests/test_b.py"});
    for (const char* damaged : {"", "[1]", "{", "null"}) {
        folder.write(file, damaged);
        CHECK(failed_last_by_pytest(folder.path).empty());
    }
}
