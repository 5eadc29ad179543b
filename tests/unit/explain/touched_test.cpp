#include "explain/touched.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

const Frame at{"app.py", 3, "save", "path.write_text(text)", true};

/// A cluster whose cause is one delta of this kind.
Attribution caused_by(DeltaKind kind) {
    ClusterAttribution found;
    found.cluster = 1;
    Cause& cause = found.cause.emplace();
    cause.verdict = VerdictKind::proven;
    CauseDelta delta;
    delta.kind = kind;
    cause.sets = {{{delta}}};
    Attribution result;
    result.clusters = {found};
    return result;
}

Comparison compared() {
    Comparison comparison;
    Cluster& cluster = comparison.clusters.emplace_back();
    cluster.id = 1;
    cluster.made = {{"a.txt", "600", "644", at}, {"cache", "700", "755", {"app.py", 9, "cache", "mkdir(path)", true}}};
    cluster.missing = {{"file", "build/words.json", at, "t"},
                       {"file", "/etc/words", at, "t"},
                       {"module", "words", at, "t"},
                       {"file", "build/words.json", {"test_app.py", 2, "test", "app.save()", true}, "t"}};
    return comparison;
}

}  // namespace

TEST_CASE("of a umask the lines are named that made files with another mode") {
    auto attribution = caused_by(DeltaKind::umask);
    Comparison comparison = compared();
    explain::add_touched_places(attribution, comparison);
    REQUIRE(attribution.clusters[0].cause->at.size() == 2);

    attribution = caused_by(DeltaKind::umask);
    comparison.clusters[0].error.message = "assert ... PosixPath('/tmp/x/a.txt')";
    explain::add_touched_places(attribution, comparison);
    REQUIRE(attribution.clusters[0].cause->at.size() == 1);  // the failure tells which of them
    const CausePlace& place = attribution.clusters[0].cause->at[0];
    CHECK((place.path == "app.py" && place.line == 3));
    CHECK(place.touch == CauseTouch{TouchKind::makes, "a.txt", "600", "644"});
    CHECK(attribution.clusters[0].cause->files.empty());
}

TEST_CASE("of a setup the files of the project are named that only the failing side looked for in vain") {
    auto attribution = caused_by(DeltaKind::setup);
    explain::add_touched_places(attribution, compared());
    const Cause& cause = *attribution.clusters[0].cause;
    CHECK(cause.files == std::vector<std::string>{"build/words.json"});
    REQUIRE(cause.at.size() == 1);
    CHECK(cause.at[0].touch == CauseTouch{TouchKind::looks_for, "build/words.json", "", ""});
}

TEST_CASE("nothing is named for another cause, or for one that was not shown") {
    auto attribution = caused_by(DeltaKind::package);
    explain::add_touched_places(attribution, compared());
    CHECK(attribution.clusters[0].cause->at.empty());
    attribution = caused_by(DeltaKind::umask);
    attribution.clusters[0].cause->verdict = VerdictKind::unproven;
    explain::add_touched_places(attribution, compared());
    CHECK(attribution.clusters[0].cause->at.empty());
}
