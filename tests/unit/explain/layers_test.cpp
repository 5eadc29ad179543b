#include "explain/layers.hpp"

#include "catch.hpp"
#include "paper_source.hpp"

using namespace testskew;
using namespace testskew::explain;
using namespace testskew::support;

namespace {

/// A cluster that fails for a variable, and behind that for one more reason.
struct TwoLayers {
    Comparison comparison;
    Attribution attribution;

    TwoLayers(Failure behind, std::vector<DeltaName> deltas) {
        Cluster cluster;
        cluster.id = 1;
        cluster.behind = {std::move(behind)};
        comparison.clusters = {cluster};
        ClusterAttribution found;
        found.cluster = 1;
        found.cause.emplace();
        found.cause->verdict = VerdictKind::proven;
        found.cause->factors = {Factor::environ};
        found.cause->layers = {{std::move(deltas)}};
        found.cause->packages = {{"httpx", "0.28.1", "0.27.0", ""}};
        found.cause->packages[0].behind = true;
        attribution.clusters = {found};
    }
    const std::vector<CauseApi>& api() const { return attribution.clusters[0].cause->layers[0].api; }
};

Failure without_walk() {
    ExceptionRecord exception;
    exception.type = "AttributeError", exception.message = "'PosixPath' object has no attribute 'walk'";
    exception.frames = {{"export.py", 9, "export", "list(folder.walk())", true}};
    exception.subject = Subject{"pathlib.PosixPath", "attribute walk", "folder.walk", "l"};
    Failure failure;
    failure.type = exception.type, failure.chain = {exception};
    return failure;
}

}  // namespace

TEST_CASE("a failure behind another one is explained by its own cause") {
    TwoLayers c(without_walk(), {{Factor::interpreter, "python"}});
    explain_layers(c.attribution, c.comparison, {"3.11.7", "3.12.1"}, {});
    REQUIRE(c.api().size() == 1);
    CHECK(c.api()[0].name == "pathlib.Path.walk");
    CHECK(c.attribution.clusters[0].cause->api.empty());
}

TEST_CASE("a failure behind another one that follows a variable is not explained by the interpreter") {
    TwoLayers c(without_walk(), {{Factor::environ, "MODE"}});
    explain_layers(c.attribution, c.comparison, {"3.11.7", "3.12.1"}, {});
    CHECK(c.api().empty());
}

TEST_CASE("packages behind another failure are read for what that failure touched") {
    TwoLayers c(calling_httpx(1).error, {{Factor::packages, "httpx"}});
    PaperSource source;
    source.printed = no_proxies;
    explain_layer_packages(source, c.comparison, c.attribution);
    REQUIRE(c.api().size() == 1);
    CHECK(c.api()[0].name == "httpx.Client");
    source.broken = "no route to host";
    c.attribution.clusters[0].cause->layers[0].api.clear();
    explain_layer_packages(source, c.comparison, c.attribution);
    CHECK(c.api().empty());
}
