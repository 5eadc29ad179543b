#include "explain/symptoms.hpp"

#include <algorithm>

#include "catch.hpp"
#include "explain/explain.hpp"
#include "explain/source_notes.hpp"
#include "folder.hpp"

using namespace testskew;
using namespace testskew::explain;

namespace {

Note note_of(std::vector<std::string> types, std::vector<std::string> code) {
    return {"a-note",      "__doc__",  "python",         "", "3.13",         "",
            "is stripped", "cleandoc", std::move(types), {}, std::move(code)};
}

/// A failed assertion of several lines. A recording has only the first of these lines.
Cluster cluster_of(const std::string& message = "assert 1 == 2") {
    Cluster cluster;
    cluster.id = 1;
    ExceptionRecord exception;
    exception.type = "AssertionError";
    exception.message = message;
    exception.frames = {{"test_a.py", 3, "test", "assert (", true}};
    cluster.error.type = exception.type;
    cluster.error.message = message;
    cluster.error.source = "assert (";
    cluster.error.chain = {exception};
    return cluster;
}

Attribution proven(const std::string& bad, const std::string& good, const std::string& first_bad = "") {
    ClusterAttribution found;
    found.cluster = 1;
    found.cause.emplace();
    found.cause->factors = {Factor::interpreter};
    found.cause->verdict = VerdictKind::proven;
    found.cause->interpreter = CauseInterpreter{bad, good, first_bad};
    Attribution attribution;
    attribution.clusters = {found};
    return attribution;
}

std::vector<CauseApi> said(const Cluster& cluster, const Note& note, const Attribution& attribution) {
    const auto& found = attribution.clusters.front();
    return explain::explain(*found.cause, cluster, boundaries_of(found, attribution, "3.13.0", "3.9.18"), "3.13.0",
                            "3.9.18", Atlas::standard(), {note});
}

}  // namespace

TEST_CASE("a note is found by what pytest says of the parts of an assertion, and by the parting") {
    const auto note = note_of({"AssertionError"}, {"__doc__"});
    const auto attribution = proven("3.13", "3.9");
    CHECK(said(cluster_of(), note, attribution).empty());
    CHECK(said(cluster_of("assert 'a' == 'b'\n  +  where 'a' = shown.__doc__"), note, attribution).size() == 1);
    auto cluster = cluster_of();
    cluster.divergence.emplace();
    cluster.divergence->text = "shown.__doc__ == 1";
    CHECK(said(cluster, note, attribution).size() == 1);
}

TEST_CASE("what one side raised where the runs part is known by its type, and needs the code as well") {
    auto note = note_of({"ValueError"}, {"fromisoformat("});
    note.message = {"Invalid isoformat string"};
    const auto attribution = proven("3.13", "3.9");
    auto cluster = cluster_of();
    cluster.divergence.emplace();
    cluster.divergence->text = "datetime.fromisoformat(text)";
    cluster.divergence->bad = "does not";
    cluster.divergence->good = "raises ValueError";
    CHECK(said(cluster, note, attribution).size() == 1);
    cluster.divergence->good = "raises KeyError";
    CHECK(said(cluster, note, attribution).empty());
    cluster.divergence->good = "raises ValueError";
    cluster.divergence->text = "int(text)";
    CHECK(said(cluster, note, attribution).empty());
    cluster.divergence->text = "datetime.fromisoformat(text)";
    note.types = {"AssertionError"};  // the failure itself has this type, but its message is known and does not match
    cluster.divergence->bad = "raises AssertionError";
    cluster.divergence->good = "does not";
    CHECK(said(cluster, note, attribution).empty());
    note.types = {"ValueError"};
    cluster.divergence->bad = "raises ValueError";
    CHECK(said(cluster, note, attribution).size() == 1);
    note.code.clear();
    CHECK(said(cluster, note, attribution).empty());
}

TEST_CASE("any member of an enumeration can be asked for in a message") {
    auto note = note_of({"AssertionError"}, {"f\""});
    note.message = {std::string(member_pattern)};
    const auto attribution = proven("3.13", "3.9");
    auto cluster = cluster_of();
    cluster.error.chain[0].frames[0].source = "assert f\"{x}\" == y";
    const auto found = [&](const std::string& message) {
        cluster.error.chain[0].message = message;
        return !said(cluster, note, attribution).empty();
    };
    CHECK(found("assert 'a-Colour.RED' == 'a-red'"));
    CHECK(found("assert 'My_Kind.TWO_3' == '2'"));
    CHECK_FALSE(found("assert 'colour.RED' == 'red'"));
    CHECK_FALSE(found("assert 'Colour.Red' == 'red'"));
    CHECK_FALSE(found("The end. And .RED and 1.5 and A."));
}

TEST_CASE("a note is found by what the bad side alone swallowed") {
    auto note = note_of({"ValueError"}, {});
    note.message = {"Invalid isoformat"};
    auto cluster = cluster_of();
    const auto attribution = proven("3.13", "3.9");
    CHECK(said(cluster, note, attribution).empty());
    cluster.swallowed = {{"ValueError", "Invalid isoformat string: 'Z'", {}, {}, "", "trace"}};
    CHECK(said(cluster, note, attribution).size() == 1);
}

TEST_CASE("a note that begins after the first version that fails repairs nothing and is not shown") {
    const auto note = note_of({"AssertionError"}, {"assert ("});
    CHECK(said(cluster_of(), note, proven("3.13", "3.9")).size() == 1);
    CHECK(said(cluster_of(), note, proven("3.13", "3.9", "3.13")).size() == 1);
    CHECK(said(cluster_of(), note, proven("3.13", "3.9", "3.11")).empty());
    auto several = proven("3.13", "3.9", "3.11");  // the other clusters of the problem may begin to fail elsewhere
    several.clusters.front().problem = 1;
    several.clusters.push_back(several.clusters.front());
    several.clusters.back().cluster = 2;
    CHECK(said(cluster_of(), note, several).size() == 1);
    auto nearer = note;  // what changed next to the first version that fails comes first
    nearer.subject = "nearer";
    nearer.since = "3.11";
    const auto& found = several.clusters.front();
    const auto api = explain::explain(*found.cause, cluster_of(), boundaries_of(found, several, "3.13.0", "3.9.18"),
                                      "3.13.0", "3.9.18", Atlas::standard(), {note, nearer});
    REQUIRE(api.size() == 1);
    CHECK(api[0].name == "nearer");
}

TEST_CASE("a note is found by the whole statement in the project's own file") {
    Folder project;
    project.write("test_a.py", "def test():\n    assert (\n        shown.__doc__ == 'a'\n    )\n");
    Comparison comparison;
    comparison.clusters = {cluster_of()};
    auto attribution = proven("3.13", "3.9");
    explain_from_files(project.path, comparison, attribution, {note_of({"AssertionError"}, {"__doc__"})});
    REQUIRE(attribution.clusters[0].cause->api.size() == 1);
    CHECK(attribution.clusters[0].cause->api[0].name == "__doc__");
    attribution = proven("3.12", "3.9");  // both versions are older than the change of the note
    explain_from_files(project.path, comparison, attribution, {note_of({"AssertionError"}, {"__doc__"})});
    CHECK(attribution.clusters[0].cause->api.empty());
}

TEST_CASE("a note that asks for code alone has it anywhere on the way of a failure, if nothing else explains that") {
    Folder project;
    project.write("test_a.py", "known = namespace.get('__annotations__')\ndef test():\n    assert (1 == 2)\n");
    Comparison comparison;
    comparison.clusters = {cluster_of()};
    auto& frames = comparison.clusters[0].error.chain[0].frames;
    frames.insert(frames.begin(), {"test_b.py", 1, "test_b", "helper()", true});
    const auto by_code = note_of({}, {".get('__annotations__'"}), narrow = note_of({"AssertionError"}, {".get('__ann"});
    auto attribution = proven("3.14", "3.12");
    explain_from_files(project.path, comparison, attribution, {narrow});
    CHECK(attribution.clusters[0].cause->api.empty());
    explain_from_files(project.path, comparison, attribution, {by_code});
    CHECK(attribution.clusters[0].cause->api.size() == 1);
    REQUIRE(attribution.clusters[0].cause->at.size() == 1);  // where the code stands
    const CausePlace& place = attribution.clusters[0].cause->at[0];
    CHECK((place.path == "test_a.py" && place.line == 1));
    CHECK(place.touch->name == "known = namespace.get('__annotations__')");
    attribution = proven("3.14", "3.12");
    auto other = note_of({"AssertionError"}, {"assert ("});
    other.subject = "other";
    explain_from_files(project.path, comparison, attribution, {by_code, other});
    REQUIRE(attribution.clusters[0].cause->api.size() == 1);
    CHECK(attribution.clusters[0].cause->api[0].name == "other");
    CHECK(attribution.clusters[0].cause->at.empty());  // it stands on the line that failed
    attribution = proven("3.14", "3.12");              // the test's own file holds other tests as well
    frames.erase(frames.begin());
    explain_from_files(project.path, comparison, attribution, {by_code});
    CHECK(attribution.clusters[0].cause->api.empty());
    frames.insert(frames.begin(), {"test_b.py", 1, "test_b", "helper()", true});
    frames[1].path = "../outside.py";
    attribution = proven("3.14", "3.12");
    explain_from_files(project.path, comparison, attribution, {by_code});
    CHECK(attribution.clusters[0].cause->api.empty());
}
