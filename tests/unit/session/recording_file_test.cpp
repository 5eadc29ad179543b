#include "session/recording_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::session;

TEST_CASE("lines that are no record are dropped and counted") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "capture-");
    write_file(folder / "main.jsonl",
               "{\"t\":\"loaded\"}\nnonsense\n{\"t\":\"start\",\"id\":\"\xff\"}\n[1]\n\n{\"t\":\"start\",\"id\":\"a\"}"
               "\n{\"t\":\"pha");
    write_file(folder / "gw10.jsonl", "{\"t\":\"x\",\"n\":10}\n");
    write_file(folder / "gw2.jsonl", "{\"t\":\"x\",\"n\":2}\n");
    write_file(folder / "stacks.txt", "Thread 1\n");
    const auto capture = read_capture(folder, {});
    CHECK(capture.loaded);
    CHECK(capture.dropped == 4);
    CHECK(capture.lines == std::vector<std::string>{R"({"t":"loaded"})", R"({"t":"start","id":"a"})",
                                                    R"({"t":"x","n":2})", R"({"t":"x","n":10})"});
    CHECK(capture.stacks == "Thread 1\n");
    CHECK(read_capture(folder / "none", {}).lines.empty());
    remove_tree(folder);
}

TEST_CASE("no line that a test writes can do more than be left out") {
    Folder folder;
    std::string deep = R"({"t":"x","a":)";
    for (int i = 0; i < 60'000; ++i) deep += R"({"a":)";
    folder.write("main.jsonl", "{\"t\":5}\n{\"t\":null}\n{\"t\":[]}\n{}\n{\"t\":\"loaded\"}\n" + deep + "1" +
                                   std::string(60'001, '}') + "\n" + std::string((16 << 20) + 1, 'x') + "\n" +
                                   "{\"t\":\"start\",\"id\":\"a\"}\n");
    const auto capture = read_capture(folder.path, {});
    CHECK(capture.loaded);
    CHECK(capture.dropped == 2);
    REQUIRE(capture.lines.size() == 6);
    CHECK(capture.lines.back() == R"({"t":"start","id":"a"})");
}

TEST_CASE("a record behind something without a newline is not lost") {
    Folder folder;
    folder.write("main.jsonl", "garbage{\"t\":\"start\",\"id\":\"a\"}\n{\"t\":\"pha{\"t\":\"start\",\"id\":\"b\"}\n");
    const auto capture = read_capture(folder.path, {});
    CHECK(capture.dropped == 2);
    CHECK(capture.lines == std::vector<std::string>{R"({"t":"start","id":"a"})", R"({"t":"start","id":"b"})"});
}

TEST_CASE("what tests put into the capture folder is neither waited for nor followed") {
    Folder folder;
    folder.write("secret", "{\"t\":\"start\",\"id\":\"secret\"}\n");
    std::filesystem::create_directory(folder.path / "capture");
    const auto capture_folder = folder.path / "capture";
    REQUIRE(::mkfifo((capture_folder / "main.jsonl").c_str(), 0600) == 0);
    REQUIRE(::mkfifo((capture_folder / "gw1.jsonl").c_str(), 0600) == 0);
    std::filesystem::create_symlink(folder.path / "secret", capture_folder / "gw2.jsonl");
    std::filesystem::create_symlink("/dev/zero", capture_folder / "a.stacks.txt");
    std::filesystem::create_symlink(folder.path / "secret", capture_folder / "b.stacks.txt");
    folder.write("capture/c.stacks.txt", "dump\n");
    REQUIRE(::truncate((capture_folder / "c.stacks.txt").c_str(), off_t{1} << 40) == 0);
    const auto capture = read_capture(capture_folder, {});
    CHECK(capture.lines.empty());
    CHECK(capture.dropped == 3);
    CHECK(capture.stacks.find("dump") != std::string::npos);
    CHECK(capture.stacks.find("secret\"") == std::string::npos);
    CHECK(capture.stacks.size() < 1'000'000);
}

TEST_CASE("a worker's loaded record is not the controller's") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "capture-");
    write_file(folder / "gw0.jsonl", "{\"t\":\"loaded\"}\n");
    CHECK_FALSE(read_capture(folder, {}).loaded);
    remove_tree(folder);
}

TEST_CASE("the stacks of several processes are told apart") {
    Folder folder;
    folder.write("stacks.txt", "main\n").write("gw10.stacks.txt", "ten\n").write("gw2.stacks.txt", "two\n");
    CHECK(read_capture(folder.path, {}).stacks == "stacks.txt:\nmain\ngw2.stacks.txt:\ntwo\ngw10.stacks.txt:\nten\n");
}

TEST_CASE("secrets are taken out of records, but not out of node ids") {
    Folder folder;
    folder.write("main.jsonl", R"({"t":"phase","id":"t[password=hunter2hunter2]","out":"PASSWORD=hunter2hunter2"})"
                               "\n");
    const auto line = nlohmann::json::parse(read_capture(folder.path, {}).lines.at(0));
    CHECK(line["id"] == "t[password=hunter2hunter2]");
    CHECK(line["out"].get<std::string>().find("hunter2") == std::string::npos);
}

TEST_CASE("config.json tells the probe where things are and what to observe") {
    SessionRequest request;
    request.project = "/p";
    request.scripts = "/v/bin";
    const auto config = nlohmann::json::parse(config_json(request, ""));
    CHECK(config["project"] == "/p");
    CHECK(config["environment"] == "/v");
    CHECK(config["observe"].is_null());
    CHECK(config["compiled"].is_null());
    request.observe_json = R"({"trace":{"tests":null}})";
    CHECK(nlohmann::json::parse(config_json(request, "/c"))["observe"]["trace"]["tests"].is_null());
    CHECK(nlohmann::json::parse(config_json(request, "/c"))["compiled"] == "/c");
    CHECK(config["until"].is_null());
    request.until = {"test_a.py::one"};
    CHECK(nlohmann::json::parse(config_json(request, ""))["until"] == nlohmann::json({"test_a.py::one"}));
    request.observe_json = "{";
    CHECK_THROWS_AS(config_json(request, ""), Error);
}

TEST_CASE("a recording begins with what was planned and ends with how it ended") {
    SessionRequest request;
    request.id = "s7";
    request.profile = "ci";
    request.environ = {{"HOME", "/h"}};
    request.key = "k";
    request.facts = {{"git.depth", "1"}};
    request.interpreter.version = "3.12.1";
    request.interpreter.minor = 12;
    request.files.kind = FilesSpec::Kind::ref;
    request.files.ref = "abc";
    process::Exit exit;
    exit.status = 3;
    exit.out = "\xff!";
    exit.start_error = "cannot start";
    Capture capture;
    capture.lines = {R"({"t":"loaded"})"};
    capture.dropped = 2;
    capture.stacks = "Thread 1";
    const auto lines = split(recording_text(request, "2026-01-01T00:00:00Z", exit, capture), '\n');
    REQUIRE(lines.size() == 4);
    const auto first = nlohmann::json::parse(lines[0]), last = nlohmann::json::parse(lines[2]);
    CHECK(first["t"] == "session");
    CHECK(first["schema"] == 1);
    CHECK(first["started"] == "2026-01-01T00:00:00Z");
    CHECK(first["environ"]["HOME"].get<std::string>().starts_with("hmac:"));
    CHECK(first["files"] == "ref:abc");
    CHECK(first["interpreter"]["version"] == "3.12.1");
    CHECK(first["interpreter"]["minor"] == 12);
    CHECK(first["interpreter"]["seeds"] == nlohmann::json::object());
    CHECK(lines[1] == R"({"t":"loaded"})");
    CHECK(last["t"] == "end");
    CHECK(last["status"] == 3);
    CHECK(last["out"] == "\xEF\xBF\xBD!");
    CHECK(last["start_error"] == "cannot start");
    CHECK(last["dropped"] == 2);
    CHECK(last["stack_dump"] == "Thread 1");
    CHECK(lines[3].empty());
}

TEST_CASE("times and machines have one form") {
    CHECK(utc_now().size() == 20);
    CHECK(utc_now().back() == 'Z');
    CHECK(utc_now()[10] == 'T');
    CHECK(machine_digest() == machine_digest());
    CHECK(machine_digest().size() == 16);
}
