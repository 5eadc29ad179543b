#include "session/leg_file.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::session;
using nlohmann::json;

namespace {

LegSession session_that_ended_with(int status) {
    LegSession session;
    session.session.place.command = {"/v/bin/python", "/v/bin/pytest", "-q"};
    session.session.place.environ = {{"TZ", "UTC"}, {"LC_ALL", "C"}, {"NAME", "value"}, {"PYTEST_TOKEN", "0123456789"}};
    session.session.capture.lines = {R"({"t":"finish","status":)" + std::to_string(status) + "}"};
    session.installed = {"pytest==9.0.0"};
    return session;
}

std::vector<json> records(const Leg& leg) {
    std::vector<json> result;
    for (const auto& line : split(leg_text(leg), '\n'))
        if (!line.empty()) result.push_back(json::parse(line));
    return result;
}

}  // namespace

TEST_CASE("a leg has its command, and for each session what was installed") {
    Leg leg;
    leg.name = "py312";
    leg.command = {"tox", "-e", "py312"};
    leg.entry = Entry::python_path;
    leg.key = "k";
    leg.sessions = {session_that_ended_with(1)};
    const auto found = records(leg);
    REQUIRE(found.size() == 5);
    CHECK(found[0]["t"] == "leg");
    CHECK(found[0]["command"] == json({"tox", "-e", "py312"}));
    CHECK(found[0]["entry"] == "PYTHONPATH");
    CHECK(found[1]["t"] == "session");
    CHECK(found[2] == json({{"t", "installed"}, {"lines", {"pytest==9.0.0"}}}));
    CHECK(found[4]["t"] == "end");
    CHECK(found[4]["status"] == 1);
}

TEST_CASE("only values that cannot be secret are in clear, and those that were asked for") {
    Leg leg;
    leg.key = "k";
    leg.sessions = {session_that_ended_with(0)};
    const json session = records(leg)[1];
    CHECK(session["values"] == json({{"TZ", "UTC"}, {"LC_ALL", "C"}}));
    CHECK(session["environ"]["NAME"].get<std::string>().starts_with("hmac:"));
    leg.values = {"NAME"};
    CHECK(records(leg)[1]["values"]["NAME"] == "value");
    CHECK(leg_text(leg).find("0123456789") == std::string::npos);
    CHECK(may_be_recorded("PYTEST_ADDOPTS"));
    CHECK_FALSE(may_be_recorded("PYTEST_TOKEN"));
    CHECK_FALSE(may_be_recorded("DATABASE_URL"));
}

TEST_CASE("a value that holds a secret is not in clear, unless it was asked for") {
    Leg leg;
    leg.key = "k";
    leg.sessions = {session_that_ended_with(0)};
    auto& variables = leg.sessions[0].session.place.environ;
    variables = {{"API_TOKEN", "tok_abcdef123456"},
                 {"PYTEST_EXTRA", "Bearer tok_abcdef123456 url"},
                 {"PYTEST_DB_URL", "postgres://user:hunter2secret@host/db"},
                 {"PYTEST_ADDOPTS", "-q --api-token=tok_abcdef123456"},
                 {"PYTEST_PLUGINS", "demo"}};
    CHECK(records(leg)[1]["values"] == json({{"PYTEST_PLUGINS", "demo"}}));
    CHECK(records(leg)[1]["environ"].contains("PYTEST_DB_URL"));
    CHECK(leg_text(leg).find("hunter2secret") == std::string::npos);
    CHECK(leg_text(leg).find("tok_abcdef") == std::string::npos);
    leg.values = {"PYTEST_ADDOPTS"};
    CHECK(records(leg)[1]["values"]["PYTEST_ADDOPTS"] == "-q --api-token=tok_abcdef123456");
}

TEST_CASE("the first session in which tests failed comes first") {
    Leg leg;
    leg.key = "k";
    leg.sessions = {session_that_ended_with(0), session_that_ended_with(5), session_that_ended_with(1)};
    leg.sessions[2].installed = {"demo==1"};
    const auto found = records(leg);
    CHECK(found[0]["sessions"] == 3);
    CHECK(found[1]["id"] == "s1");
    CHECK(found[2]["lines"] == json({"demo==1"}));
}
