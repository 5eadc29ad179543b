#include "cluster/client.hpp"

#include <chrono>
#include <condition_variable>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "process/environ.hpp"
#include "util/files.hpp"

using namespace testskew;
using nlohmann::json;

namespace {

/// What a child has said, and how it ended.
struct Heard {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<json> documents;
    std::optional<process::Exit> exit;

    bool wait_for_end() {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), [&] { return exit.has_value(); });
    }
    bool wait_for_documents(std::size_t count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), [&] { return documents.size() >= count; });
    }
};

std::unique_ptr<cluster::Client> client_of(const std::string& python, const std::string& script, Heard& heard) {
    process::Command command;
    command.argv = {python};
    command.environ = process::own_environ();
    command.directory = "/";
    return std::make_unique<cluster::Client>(
        std::move(command), "script.py", script,
        [&heard](const json& document) {
            const std::lock_guard lock(heard.mutex);
            heard.documents.push_back(document);
            heard.changed.notify_all();
        },
        [&heard](const process::Exit& exit) {
            const std::lock_guard lock(heard.mutex);
            heard.exit = exit;
            heard.changed.notify_all();
        });
}

const std::string echo = R"(
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
for line in s.makefile("rb"):
    s.sendall(b"no document\n" + line)
)";

}  // namespace

TEST_CASE("documents go to a child and come back, whatever was sent before it had connected") {
    const auto python = find_on_path("python3");
    if (!python) TESTSKEW_SKIP("there is no python3 on PATH");
    Heard heard;
    auto client = client_of(python->string(), echo, heard);
    for (int i = 0; i < 3; ++i) client->send({{"number", i}, {"text", std::string(100'000, 'x')}});
    REQUIRE(heard.wait_for_documents(3));
    CHECK(heard.documents[2]["number"] == 2);
    CHECK(heard.documents[1]["text"].get<std::string>().size() == 100'000);
    client.reset();  // the child sees the end of the socket and ends
    REQUIRE(heard.exit);
    CHECK(heard.exit->ok());
}

TEST_CASE("the end of a child is told, also if it never connected") {
    const auto python = find_on_path("python3");
    if (!python) TESTSKEW_SKIP("there is no python3 on PATH");
    Heard heard;
    const auto client = client_of(python->string(), "import sys; sys.exit('cannot be had')", heard);
    REQUIRE(heard.wait_for_end());
    CHECK(heard.exit->status == 1);
    CHECK(heard.exit->err.find("cannot be had") != std::string::npos);
    client->send({{"late", true}});
}

TEST_CASE("a child that cannot be started ends with the reason") {
    Heard heard;
    const auto client = client_of("/nowhere/python", "", heard);
    REQUIRE(heard.wait_for_end());
    CHECK_FALSE(heard.exit->start_error.empty());
}
