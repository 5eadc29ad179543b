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
    CHECK(open_log(path, "question").sessions.empty());
    append_log(path, entry_of(1));
    append_log(path, entry_of(2));
    const auto whole = open_log(path, "question").sessions;
    REQUIRE(whole.size() == 2);
    CHECK(whole[1].entry.experiment.id == 2);
    CHECK(whole[1].entry.experiment.bad.test(1));
    const std::string text = *read_file(path);
    write_file(path, text.substr(0, text.size() - 20), 0600);
    CHECK(open_log(path, "question").sessions.size() == 1);
}

TEST_CASE("A log keeps all that is known of a session") {
    const Folder folder;
    const fs::path path = folder.path / "log.jsonl";
    open_log(path, "question");
    LoggedSession written = entry_of(3);
    attribute::Experiment& planned = written.entry.experiment;
    planned.phase = Phase::confirm, planned.alone = true, planned.all_tests = false, planned.clusters = {1, 4};
    planned.predicted = {{1, CellResult::passes}, {4, CellResult::other}};
    planned.round = 2, planned.index = 3, planned.batch = 5, planned.slot = 1, planned.reason = "half of them";
    planned.copy = 1;
    attribute::Observation& seen = written.entry.observation;
    seen.built = seen.as_planned = false;
    seen.violated = attribute::Requirement{2, SideName::good, 1};
    seen.actual = attribute::Bits(3, true);
    seen.results = {{4, CellResult::other, "0123456789abcdef", "FP-"}};
    written.session.id = "s12", written.session.from = SideName::good;
    append_log(path, written);

    const auto log = open_log(path, "question").sessions;
    REQUIRE(log.size() == 1);
    const attribute::Experiment& e = log[0].entry.experiment;
    CHECK(e.id == 3);
    CHECK(e.bad == planned.bad);
    CHECK(e.phase == Phase::confirm);
    CHECK(e.alone);
    CHECK_FALSE(e.all_tests);
    CHECK(e.clusters == planned.clusters);
    CHECK(e.predicted == planned.predicted);
    CHECK((e.round == 2 && e.index == 3 && e.batch == 5 && e.slot == 1 && e.copy == 1));
    CHECK(e.reason == "half of them");
    const attribute::Observation& o = log[0].entry.observation;
    CHECK_FALSE(o.built);
    CHECK_FALSE(o.as_planned);
    REQUIRE(o.violated);
    CHECK((o.violated->delta == 2 && o.violated->side == SideName::good && o.violated->needs == 1));
    CHECK(o.actual == seen.actual);
    REQUIRE(o.results.size() == 1);
    CHECK((o.results[0].cluster == 4 && o.results[0].result == CellResult::other));
    CHECK((o.results[0].identity == "0123456789abcdef" && o.results[0].tests == "FP-"));
    CHECK(log[0].session.id == "s12");
    CHECK(log[0].session.from == SideName::good);
}

TEST_CASE("A log keeps what evidence pointed to, so that the search goes on with the same suspects") {
    const Folder folder;
    const fs::path path = folder.path / "log.jsonl";
    CHECK_FALSE(open_log(path, "question").suspicions);
    append_suspicions(path, {{2, {{Factor::environ, "TZ"}}, SuspicionKind::asked, "TZ", "app.py", 7}});
    append_log(path, entry_of(1));
    const auto log = open_log(path, "question");
    CHECK(log.sessions.size() == 1);
    REQUIRE(log.suspicions);
    REQUIRE(log.suspicions->size() == 1);
    const Suspicion& suspicion = log.suspicions->front();
    CHECK((suspicion.cluster == 2 && suspicion.why == SuspicionKind::asked && suspicion.what == "TZ"));
    CHECK((suspicion.path == "app.py" && suspicion.line == 7));
    REQUIRE(suspicion.deltas.size() == 1);
    CHECK((suspicion.deltas[0].factor == Factor::environ && suspicion.deltas[0].delta == "TZ"));
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
