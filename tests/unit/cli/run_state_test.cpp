#include "cli/run_state.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;

namespace {

cli::RunRequest request() {
    cli::RunRequest r;
    r.bad = "ci";
    r.targets = {"tests", "more tests"};
    r.pytest_args = {"-m", "integration"};
    r.server_exceptions = ServerExceptions::raise;
    r.workspace = "copy";
    r.key = "0123";
    r.project = "/somewhere";
    r.directory = "/somewhere/below";
    r.strict = true;
    r.timeout = 7.5;
    r.compared_sessions = 3;
    r.extra_bad = "recordings/s3.jsonl";
    r.recording_bad = "recordings/s1.jsonl";
    r.recording_good = "recordings/s2.jsonl";
    return r;
}

Report report() {
    Report r;
    r.run = "20261122-101502-3f2a";
    r.bad.name = "ci";
    r.bad.packages["fastapi"] = {"0.165.0", "fastapi==0.165.0"};
    r.bad.provenance = {"the requirements of the profile ci", true, "", {{"python", "3.11.14", "3.11.7"}}, {"a note"}};
    r.bad.outcomes = {{Outcome::failed, 31}, {Outcome::timed_out, 1}};
    Cluster cluster;
    cluster.id = 1;
    cluster.kind = ClusterKind::one_sided;
    cluster.tests = {{"tests/test_a.py::test_x", Outcome::failed, Outcome::not_run}};
    cluster.no_result = {NoResultKind::never_run, "local", "", CellResult::passes};
    cluster.error.type = "TypeError";
    cluster.error.message = "password='hunter2'";
    cluster.error.request = Request{"POST", "/api", 500};
    r.comparison.clusters = {cluster};
    r.comparison.differences = {{Factor::environ, {{"KEY", std::nullopt, "hmac:0123"}}, true}};
    r.attribution.done = true;
    ClusterAttribution found;
    found.cluster = 1;
    found.cause = Cause{};
    found.cause->verdict = VerdictKind::ruled_out;
    found.cause->variables = {{"KEY", std::nullopt, CauseValue{"", false}}};
    r.attribution.clusters = {found};
    SessionSummary session;
    session.id = "s1";
    session.phase = Phase::drill, session.from = SideName::good, session.reason = "to look";
    session.results = {{1, CellResult::other}};
    r.sessions = {session};
    r.seconds = 21.5;
    r.exit_code = ExitCode::unattributed;
    return r;
}

/// The message of the error that reading the folder gives; "read" if it gives none.
std::string refused(const Folder& folder) {
    try {
        cli::load_run(folder.path);
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::usage);
        return error.what();
    }
    return "read";
}

}  // namespace

TEST_CASE("a run that was saved is read back whole") {
    const Folder folder;
    cli::save_run(folder.path, request(), report(), {});
    const cli::SavedRun saved = cli::load_run(folder.path);
    CHECK(saved.folder == folder.path);
    CHECK(saved.request.bad == "ci");
    CHECK_FALSE(saved.request.good);
    CHECK(saved.request.targets == request().targets);
    CHECK(saved.request.pytest_args == request().pytest_args);
    CHECK(saved.request.server_exceptions == ServerExceptions::raise);
    CHECK(saved.request.workspace == "copy");
    CHECK(saved.request.key == "0123");
    CHECK(saved.request.project == "/somewhere");
    CHECK(saved.request.directory == "/somewhere/below");
    CHECK(saved.request.strict);
    CHECK(saved.request.timeout == 7.5);
    CHECK(saved.request.compared_sessions == 3);
    CHECK(saved.request.extra_bad == "recordings/s3.jsonl");
    CHECK(saved.request.extra_good.empty());
    CHECK(saved.request.recording_bad == "recordings/s1.jsonl");
    CHECK(saved.request.recording_good == "recordings/s2.jsonl");

    const Report& again = saved.report;
    CHECK(again.run == report().run);
    CHECK(again.bad.packages.at("fastapi").requirement == "fastapi==0.165.0");
    CHECK(again.bad.outcomes == report().bad.outcomes);
    CHECK(again.bad.provenance.requirements == "the requirements of the profile ci");
    CHECK(again.bad.provenance.listed);
    CHECK(again.bad.provenance.fidelity.at(0).got == "3.11.7");
    CHECK(again.bad.provenance.notes == std::vector<std::string>{"a note"});
    const Cluster& cluster = again.comparison.clusters.at(0);
    CHECK(cluster.kind == ClusterKind::one_sided);
    CHECK(cluster.tests.at(0).good == Outcome::not_run);
    CHECK(cluster.error.request->status == 500);
    CHECK_FALSE(cluster.good_error);
    CHECK(cluster.no_result == report().comparison.clusters.at(0).no_result);
    CHECK_FALSE(again.comparison.differences.at(0).deltas.at(0).bad);
    CHECK(again.comparison.differences.at(0).deltas.at(0).good == "hmac:0123");
    const Cause& cause = *again.attribution.clusters.at(0).cause;
    CHECK(cause.verdict == VerdictKind::ruled_out);
    CHECK_FALSE(cause.variables.at(0).bad);
    CHECK_FALSE(cause.variables.at(0).good->shown);
    CHECK(again.sessions.at(0).results.at(0).second == CellResult::other);
    CHECK(again.sessions.at(0).phase == Phase::drill);
    CHECK(again.sessions.at(0).from == SideName::good);
    CHECK(again.sessions.at(0).reason == "to look");
    CHECK(again.seconds == 21.5);
    CHECK(again.exit_code == ExitCode::unattributed);
}

TEST_CASE("the report of a saved run holds no secret, and the request is left as it was") {
    const Folder folder;
    cli::RunRequest asked = request();
    asked.pytest_args = {"--opt", "API_KEY=abc123"};
    cli::save_run(folder.path, asked, report(), {});
    const cli::SavedRun saved = cli::load_run(folder.path);
    CHECK(saved.report.comparison.clusters.at(0).error.message == "password='***'");
    CHECK(saved.request.pytest_args == asked.pytest_args);
}

TEST_CASE("the run of a newer or older testskew is told from a damaged one") {
    const Folder folder;
    CHECK_THAT(refused(folder), ContainsSubstring("ended before its first sessions did"));

    cli::save_run(folder.path, request(), report(), {});
    CHECK(refused(folder) == "read");
    auto document = nlohmann::json::parse(read_file(folder.path / "run.json").value());
    CHECK(document["state"] == 4);

    document["state"] = 5;
    document.erase("report");  // a newer testskew may have changed everything but the version
    folder.write("run.json", document.dump());
    CHECK_THAT(refused(folder), ContainsSubstring("run.json was written by a newer testskew: update testskew"));
    document["state"] = 1;  // version 1 wrote the parts of a cause in another form
    folder.write("run.json", document.dump());
    CHECK_THAT(refused(folder), ContainsSubstring("run.json was written by an older testskew: start again"));

    for (const char* text : {"", "{", "[]", "null", "{}", R"({"state": 4})", R"({"state": 4, "request": {}})",
                             R"({"state": "1", "request": {}, "report": {}})",
                             R"({"state": 4, "request": {"targets": 3}, "report": {}})"}) {
        CAPTURE(text);
        folder.write("run.json", text);
        CHECK_THAT(refused(folder), ContainsSubstring("run.json is damaged or of another version of testskew"));
    }
}

TEST_CASE("the name in the address of a package is that of the package as it is prepared") {
    const std::string user = "git", address = "github.com/a/lib.git@";
    PackageSet saved, prepared;
    saved["lib"] = {"1.0", "lib @ git+ssh://***@" + address + "abc"};
    saved["six"] = {"1.17.0", "six==1.17.0"};
    saved["gone"] = {"1.0", "gone @ https://***@example.org/gone.whl"};
    prepared["lib"] = {"1.1", "lib @ git+ssh://" + user + "@" + address + "def"};
    prepared["six"] = {"1.17.1", "six==1.17.1"};
    const PackageSet result = cli::packages_of_run(saved, prepared);
    CHECK(result.at("lib").requirement == "lib @ git+ssh://git@" + address + "abc");
    CHECK(result.at("six").requirement == "six==1.17.0");
    CHECK(result.at("gone").requirement == saved.at("gone").requirement);
}
