#include "investigation/suspicions.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::investigation;

namespace {

const std::vector<sides::SwapDelta> deltas = {
    {DeltaKind::package, Factor::packages, "six", "1", "2"},
    {DeltaKind::variable, Factor::environ, "TZ", "UTC", "Asia/Tokyo"},
    {DeltaKind::module, Factor::selection, "test_mocks.py", "collected", std::nullopt},
};

Comparison of_one(const std::string& message, ClusterKind kind = ClusterKind::regression) {
    Comparison comparison;
    Cluster cluster;
    cluster.id = 3;
    cluster.kind = kind;
    cluster.error.type = "ValueError";
    cluster.error.message = message;
    comparison.clusters = {cluster};
    return comparison;
}

attribute::Question question() {
    attribute::Question question;
    for (const auto& delta : deltas) question.deltas.push_back({delta.factor, delta.name});
    question.clusters.push_back({3});
    return question;
}

}  // namespace

TEST_CASE("suspicions name differences, and become the suspects of the question") {
    const Comparison comparison = of_one("TZ is not as expected");
    const auto suspicions = suspicions_of({comparison, {}, Recording(), deltas, {}});
    REQUIRE(suspicions.size() == 1);
    CHECK(suspicions[0].cluster == 3);
    REQUIRE(suspicions[0].deltas.size() == 1);
    CHECK((suspicions[0].deltas[0].factor == Factor::environ && suspicions[0].deltas[0].delta == "TZ"));
    auto asked = question();
    set_suspects(asked, suspicions);
    REQUIRE(asked.clusters[0].suspects.size() == 1);
    CHECK(asked.clusters[0].suspects[0].members() == std::vector<int>{1});
}

TEST_CASE("only what fails on the bad side alone has suspicions") {
    const Comparison comparison = of_one("TZ is not as expected", ClusterKind::common);
    CHECK(suspicions_of({comparison, {}, Recording(), deltas, {}}).empty());
}

TEST_CASE("a suspicion of a difference that is not there any more is left out") {
    auto asked = question();
    set_suspects(asked, {{3, {{Factor::environ, "LANG"}}, SuspicionKind::asked, "LANG", "", 0},
                         {4, {{Factor::environ, "TZ"}}, SuspicionKind::asked, "TZ", "", 0}});
    CHECK(asked.clusters[0].suspects.empty());
}

TEST_CASE("a module mocks if it speaks of mocks and puts something in place of something else") {
    const Folder folder;
    CHECK(mocking_modules(deltas, folder.path).empty());
    write_file(folder.path / "test_mocks.py", "import Mock\n", 0600);
    CHECK(mocking_modules(deltas, folder.path).empty());
    write_file(folder.path / "test_mocks.py", "sys.modules['app'] = MagicMock()\n", 0600);
    CHECK(mocking_modules(deltas, folder.path) == std::set<std::string>{"test_mocks.py"});
}
