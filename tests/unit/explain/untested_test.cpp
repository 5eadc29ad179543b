#include "explain/untested.hpp"

#include "catch.hpp"
#include "paper_source.hpp"

using namespace testskew;
using namespace testskew::explain;
using namespace testskew::support;

namespace {

/// A cluster whose failure is about a name that Python has since 3.12.
Cluster lacking_batched(ClusterKind kind = ClusterKind::regression) {
    Cluster cluster;
    cluster.id = 1;
    cluster.kind = kind;
    const bool on_good = kind == ClusterKind::reverse;
    cluster.tests = {
        {"t.py::test", on_good ? Outcome::passed : Outcome::failed, on_good ? Outcome::failed : Outcome::passed}};
    ExceptionRecord exception;
    exception.type = "AttributeError", exception.message = "module 'itertools' has no attribute 'batched'";
    exception.frames = {{"app.py", 1, "f", "itertools.batched(rows, 2)", true}};
    exception.subject = Subject{"itertools", "attribute batched", "itertools.batched", "l"};
    cluster.error.type = exception.type, cluster.error.chain = {exception};
    return cluster;
}

Comparison comparison_of(Cluster cluster) {
    Comparison comparison;
    comparison.clusters = {std::move(cluster)};
    comparison.differences = {{Factor::interpreter, {{"python", "3.11.7", "3.12.1"}}},
                              {Factor::packages, {{"httpx", "0.28.1", "0.27.0"}, {"six", std::nullopt, "1.17"}}}};
    return comparison;
}

std::vector<UntestedExplanation> untested(const Comparison& comparison, Attribution attribution = {},
                                          const PythonPair& python = {"3.11.7", "3.12.1"}) {
    explain_untested(attribution, comparison, python, {}, {});
    return attribution.untested;
}

/// What an experiment says of a factor of cluster 1.
Attribution with_verdict(Factor factor, VerdictKind kind) {
    Attribution attribution;
    ClusterAttribution found;
    found.cluster = 1;
    found.verdicts.emplace_back().factor = factor;
    found.verdicts.back().kind = kind;
    attribution.clusters = {found};
    return attribution;
}

}  // namespace

TEST_CASE("a name that only one side has is told before any experiment") {
    const auto found = untested(comparison_of(lacking_batched()));
    REQUIRE(found.size() == 1);
    CHECK(found[0].cluster == 1);
    REQUIRE(found[0].api.size() == 1);
    CHECK(found[0].api[0].name == "itertools.batched");
    CHECK(found[0].api[0].since == "3.12");
}

TEST_CASE("a failure of the good side is told with the sides exchanged") {
    const Comparison reversed = comparison_of(lacking_batched(ClusterKind::reverse));
    CHECK(untested(reversed).empty());  // the side that fails is the one that has the name
    CHECK(untested(reversed, {}, {"3.12.1", "3.11.7"}).size() == 1);
}

TEST_CASE("what an experiment has said is not guessed") {
    const Comparison comparison = comparison_of(lacking_batched());
    CHECK(untested(comparison, with_verdict(Factor::interpreter, VerdictKind::ruled_out)).empty());
    CHECK(untested(comparison, with_verdict(Factor::packages, VerdictKind::ruled_out)).size() == 1);
    Attribution shown = with_verdict(Factor::interpreter, VerdictKind::proven);
    shown.clusters[0].cause.emplace().verdict = VerdictKind::proven;
    CHECK(untested(comparison, shown).empty());
}

TEST_CASE("failures that no difference of the sides explains get no explanation") {
    CHECK(untested(comparison_of(lacking_batched(ClusterKind::common))).empty());
    CHECK(untested(comparison_of(lacking_batched(ClusterKind::flaky))).empty());
    CHECK(untested(comparison_of(lacking_batched(ClusterKind::one_sided))).size() == 1);
    CHECK(untested(comparison_of(lacking_batched()), {}, {"3.12.0", "3.12.1"}).empty());
}

TEST_CASE("a note on a package fits only if the sides have releases on both sides of the change") {
    const Note note{"n", "httpx.Client", "package", "httpx", "0.28.0", "", "takes no proxies", "", {}, {"proxies"}, {}};
    Comparison comparison = comparison_of(calling_httpx(1));
    Attribution attribution;
    explain_untested(attribution, comparison, {"3.12.1", "3.12.1"}, {}, {note});
    CHECK(attribution.untested.size() == 1);
    comparison.differences[1].deltas[0].good = "0.28.0";
    attribution.untested.clear();
    explain_untested(attribution, comparison, {"3.12.1", "3.12.1"}, {}, {note});
    CHECK(attribution.untested.empty());
}

TEST_CASE("what changed in a package that the failure touched is told if nothing else fits") {
    PaperSource source;
    source.printed = no_proxies;
    const Comparison comparison = comparison_of(calling_httpx(1));
    Attribution attribution;
    CHECK(add_untested_changes(source, comparison, attribution).empty());
    REQUIRE(attribution.untested.size() == 1);
    CHECK(attribution.untested[0].api.at(0).name == "httpx.Client");
    CHECK(attribution.untested[0].api.at(0).package == "httpx");
    CHECK(source.asked.empty());  // both releases are installed

    source.request.clear();
    add_untested_changes(source, comparison, attribution);
    CHECK(source.request.empty());  // it is told already

    explain_untested(attribution, comparison, {"3.12.1", "3.12.1"}, {}, {});
    CHECK(attribution.untested.size() == 1);  // what was read in packages stays
    attribution.clusters = with_verdict(Factor::packages, VerdictKind::ruled_out).clusters;
    explain_untested(attribution, comparison, {"3.12.1", "3.12.1"}, {}, {});
    CHECK(attribution.untested.empty());
}

TEST_CASE("if packages cannot be read the report says so once") {
    PaperSource source;
    source.broken = "no route to host";
    Comparison comparison = comparison_of(calling_httpx(1));
    comparison.clusters.push_back(calling_httpx(2));
    Attribution attribution;
    CHECK(add_untested_changes(source, comparison, attribution) ==
          std::vector<std::string>{"what changed in packages was not looked up: no route to host"});
    CHECK(attribution.untested.empty());
}

TEST_CASE("packages are looked up for a few kinds of failure, and the report says that there are more") {
    PaperSource source;
    Comparison comparison = comparison_of(calling_httpx(1));
    for (int id = 2; id <= 6; ++id) comparison.clusters.push_back(calling_httpx(id));
    Attribution attribution;
    const auto notes = add_untested_changes(source, comparison, attribution);
    REQUIRE(notes.size() == 1);
    CHECK_THAT(notes[0], ContainsSubstring("the first 5 kinds of failure only"));
}
