#include "rounds/documents.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "util/hash.hpp"
#include "util/version.hpp"

using namespace testskew;

namespace {

runner::SessionRequestData request() {
    runner::SessionRequestData request;
    request.version = version();
    request.id = "s7";
    request.spec.side.name = "ci";
    request.spec.side.interpreter.executable = "/usr/bin/python3";
    request.spec.side.interpreter.version = "3.11.7";
    request.spec.side.interpreter.build = "3.11.7 (main)";
    request.spec.side.interpreter.libc = "glibc 2.36";
    request.spec.side.environ = {{"TZ", "UTC"}};
    request.spec.side.resolution.packages = {{"click", {"8.1.8", "click==8.1.8"}}};
    request.spec.phase = Phase::confirm;
    request.spec.reason = "the claim again";
    request.timeout = std::chrono::minutes(30);
    return request;
}

rounds::Task task() {
    rounds::Task task;
    task.request = request();
    task.asked = rounds::asked_of(task.request);
    task.id = rounds::id_of(task.asked, 2);
    task.run = "20261129-012313-1cb0";
    task.machine = "Debian, x86_64";
    task.files = "abc";
    task.words = "confirm: the claim again";
    return task;
}

rounds::Answer answer() {
    const rounds::Task of = task();
    rounds::Answer answer{version(), of.run, of.id, of.asked, of.machine, of.files, of.request.spec.side.interpreter,
                          {}};
    answer.data.recording = "{\"t\":\"session\"}\n";
    answer.data.outcome.summary.seconds = 1.5;
    return answer;
}

}  // namespace

TEST_CASE("what a request asks depends on what is run, and not on where, how long or as which number") {
    const std::string asked = rounds::asked_of(request());
    auto same = request();
    same.id = "s99";
    same.beside = 7;
    same.key = "another";
    same.offline = true;
    same.timeout = std::chrono::seconds(5);
    same.spec.timeout = std::chrono::seconds(3);
    same.spec.side.interpreter.executable = "/opt/python";
    same.spec.reason = "another reason";
    CHECK(rounds::asked_of(same) == asked);
    const std::vector<std::function<void(runner::SessionRequestData&)>> changes = {
        [](auto& r) { r.spec.side.environ["TZ"] = "CET"; },
        [](auto& r) { r.spec.side.resolution.packages["click"].version = "8.2"; },
        [](auto& r) { r.spec.side.interpreter.version = "3.11.8"; },
        [](auto& r) { r.spec.side.interpreter.build = "3.11.7 (other)"; },
        [](auto& r) { r.spec.side.selection.targets = {"tests/a.py::x"}; },
        [](auto& r) { r.spec.side.files.base = {FilesSpec::Kind::tracked, ""}; },
        [](auto& r) { r.spec.side.copy = 1; },
        [](auto& r) { r.spec.observe = "{}"; },
        [](auto& r) { r.spec.until = std::vector<std::string>{"tests/a.py::x"}; },
        [](auto& r) { r.spec.server_exceptions = ServerExceptions::raise; },
        [](auto& r) { r.server_exceptions = ServerExceptions::off; },
        [](auto& r) { r.sandbox = true; },
        [](auto& r) { r.workspace = "copy"; },
        [](auto& r) { r.project = "sub"; },
    };
    for (size_t i = 0; i < changes.size(); ++i) {
        CAPTURE(i);
        auto other = request();
        changes[i](other);
        CHECK(rounds::asked_of(other) != asked);
    }
}

TEST_CASE("an id is a name of a file that nothing else has") {
    const std::string asked = rounds::asked_of(request());
    CHECK(rounds::id_of(asked, 2) == asked.substr(0, 12) + "-2");
    CHECK(rounds::is_id(rounds::id_of(asked, 1)));
    CHECK(rounds::is_id(rounds::id_of(asked, 100)));
    for (const char* other : {"", "-", "s7", "3f9c2ab41d07", "3f9c2ab41d07-", "3f9c2ab41d07-x", "3F9C2AB41D07-1",
                              "../../../../-1", "3f9c2ab41d07/1", "3f9c2ab41d07-12345678901"})
        CHECK_FALSE(rounds::is_id(other));
}

TEST_CASE("documents come back as they were written") {
    const rounds::Task of = task();
    rounds::Task read;
    REQUIRE(rounds::read(rounds::text_of(of), read) == "");
    CHECK(read.id == of.id);
    CHECK(read.words == of.words);
    CHECK(rounds::asked_of(read.request) == of.asked);
    CHECK(rounds::text_of(read) == rounds::text_of(of));
    rounds::Answer back;
    REQUIRE(rounds::read(rounds::text_of(answer()), back) == "");
    CHECK(back.data.recording == answer().data.recording);
    CHECK(rounds::why_not(back, of) == "");
    rounds::Ground ground, again;
    ground.run = of.run;
    ground.slots = 5;
    ground.quick = true;
    ground.sides.bad = of.request.spec.side;
    REQUIRE(rounds::read(rounds::text_of(ground), again) == "");
    CHECK(again.slots == 5);
    CHECK(again.quick);
    CHECK(again.sides.bad.environ == ground.sides.bad.environ);
    CHECK(rounds::read(rounds::text_of(of), back) == "is something else");
}

TEST_CASE("a text that was cut off, changed or made up is no document") {
    const std::string text = rounds::text_of(answer());
    rounds::Answer read;
    for (size_t size = 0; size + 1 < text.size(); size += 7)
        CHECK(rounds::read(text.substr(0, size), read) == "is damaged or was cut off");
    std::string changed = text;
    changed.replace(changed.find("1.5"), 3, "2.5");
    CHECK(rounds::read(changed, read) == "is damaged: its digest is another one");
    CHECK(rounds::read(std::string(1'000'000, '['), read) == "is damaged or was cut off");
    CHECK(rounds::read("{\"kind\":\"answer\",\"version\":\"" + std::string(version()) +
                           "\",\"answer\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}",
                       read) == "is damaged or was cut off");
    CHECK(rounds::read(R"({"kind":"answer","version":"9.9"})", read) ==
          "is of testskew 9.9, and this is " + std::string(version()));
    for (const char* other : {"null", "[]", "7", "{}", "\"answer\"", R"({"kind":7})"})
        CHECK(rounds::read(other, read) != "");
}

TEST_CASE("an answer is used only for the session that it answers, of the same run, files, machine and interpreter") {
    const rounds::Task of = task();
    const auto reason = [&](const std::function<void(rounds::Answer&)>& change) {
        rounds::Answer one = answer();
        change(one);
        return rounds::why_not(one, of);
    };
    CHECK(reason([](auto&) {}) == "");
    CHECK(reason([](auto& one) { one.run = "other"; }) == "is an answer of another run");
    CHECK(reason([](auto& one) { one.id = "000000000000-1"; }) == "answers another session");
    CHECK(reason([](auto& one) { one.asked = sha256("x"); }) == "answers another session");
    CHECK(reason([](auto& one) { one.files = "def"; }) == "comes from other files of the project");
    CHECK(reason([](auto& one) { one.machine = "Alpine, x86_64"; }) ==
          "comes from another kind of machine (Alpine, x86_64) than the base pair (Debian, x86_64)");
    CHECK(reason([](auto& one) { one.interpreter.libc = "musl 1.2"; }) ==
          "comes from another interpreter: musl 1.2, not glibc 2.36");
    CHECK_THAT(reason([](auto& one) { one.interpreter.build = "x"; }), ContainsSubstring("another build of Python"));
    CHECK_THAT(reason([](auto& one) { one.interpreter.version = "3.11.8"; }), ContainsSubstring("3.11.8, not 3.11.7"));
}

TEST_CASE("words of a leg are short, in one line and whole characters") {
    runner::SessionSpec spec;
    spec.phase = Phase::drill;
    spec.reason = "does click 8.2 fail?";
    CHECK(rounds::short_words(spec) == "drill: does click 8.2 fail?");
    spec.reason = "two\nlines";
    CHECK(rounds::short_words(spec) == "drill: two lines");
    for (size_t before = 0; before < 4; ++before) {
        spec.reason = std::string(before, 'x');
        for (int i = 0; i < 40; ++i) spec.reason += "\u00e9";
        const std::string words = rounds::short_words(spec);
        CHECK(words.size() <= 60);
        CHECK(words.ends_with("..."));
        CHECK_NOTHROW(nlohmann::json(words).dump());
    }
}

TEST_CASE("the matrix has a leg for each session, for a runner like this one") {
    CHECK(rounds::matrix_json({}, "ubuntu-latest").dump() == R"({"include":[]})");
    CHECK(rounds::matrix_json({task()}, "ubuntu-24.04").dump() ==
          R"({"include":[{"session":")" + task().id +
              R"(","python":"3.11.7","os":"ubuntu-24.04","name":"confirm: the claim again"}]})");
    CHECK(rounds::runner_label("", "") == "ubuntu-latest");
    CHECK(rounds::runner_label("ubuntu24", "X64") == "ubuntu-24.04");
    CHECK(rounds::runner_label("ubuntu22", "ARM64") == "ubuntu-22.04-arm");
    CHECK(rounds::runner_label("win22", "X64") == "ubuntu-latest");
    CHECK(rounds::runner_label("ubuntu24.evil", "X64") == "ubuntu-latest");
}
