#include "investigation/log.hpp"

#include <fstream>

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::investigation;
namespace fs = std::filesystem;

namespace {

LoggedSession entry_of(int id) {
    LoggedSession entry;
    entry.entry.experiment.id = id;
    entry.entry.experiment.bad = attribute::Bits(3);
    entry.entry.experiment.bad.set(1, true);
    entry.entry.observation.results.push_back({1, CellResult::passes, "", ""});
    return entry;
}

}  // namespace

TEST_CASE("A log is read as it was written, without a line that was cut") {
    const Folder folder;
    const fs::path path = folder.path / "log.jsonl";
    CHECK(open_log(path, "question").empty());
    append_log(path, entry_of(1));
    append_log(path, entry_of(2));
    const auto whole = open_log(path, "question");
    REQUIRE(whole.size() == 2);
    CHECK(whole[1].entry.experiment.id == 2);
    CHECK(whole[1].entry.experiment.bad.test(1));
    const std::string text = *read_file(path);
    write_file(path, text.substr(0, text.size() - 20), 0600);
    CHECK(open_log(path, "question").size() == 1);
}

TEST_CASE("A log of another question, or begun with another strategy, does not go on") {
    const Folder folder;
    const fs::path path = folder.path / "log.jsonl";
    open_log(path, "question");
    append_log(path, entry_of(1));
    CHECK_THROWS_WITH(open_log(path, "another"), ContainsSubstring("profiles, packages or files"));
    const std::string text = *read_file(path);
    SECTION("by a testskew that did not say") {
        write_file(path, "{\"question\":\"question\"}" + text.substr(text.find('\n')), 0600);
    }
    SECTION("by an older one") {
        write_file(path, "{\"question\":\"question\",\"strategy\":\"0.0.9 1\"}" + text.substr(text.find('\n')), 0600);
    }
    CHECK_THROWS_WITH(open_log(path, "question"), ContainsSubstring("another version of testskew"));
}
