#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "catch.hpp"
#include "status/plain.hpp"
#include "status/status.hpp"
#include "status/terminal.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::status;

namespace {

/// What a status that writes to a file has written when `body` is done with it.
std::string written(const std::function<std::unique_ptr<Status>(int)>& make, const std::function<void(Status&)>& body) {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "status-");
    const int descriptor = ::open((folder / "out").c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    {
        const auto status = make(descriptor);
        body(*status);
    }
    ::close(descriptor);
    const auto text = read_file(folder / "out").value_or("");
    remove_tree(folder);
    return text;
}

/// What a terminal shows after `text`. It understands the control codes that live lines use (newline, return, cursor
/// up, erase line and below, colours).
std::vector<std::string> screen(const std::string& text) {
    std::vector<std::string> rows(1);
    std::size_t row = 0, column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            column = 0;
            if (++row == rows.size()) rows.emplace_back();
        } else if (text[i] == '\r') {
            column = 0;
        } else if (text[i] == '\x1b') {
            const auto end = text.find_first_of("AJKm", i);
            const auto number = text.substr(i + 2, end - i - 2);
            if (text[end] == 'A') {
                REQUIRE(row >= std::stoul(number));
                row -= std::stoul(number);
            }
            if (text[end] == 'K' || text[end] == 'J') rows[row].resize(std::min(column, rows[row].size()));
            if (text[end] == 'J') rows.resize(row + 1);
            i = end;
        } else {
            rows[row].resize(std::max(rows[row].size(), column + 1), ' ');
            rows[row][column++] = text[i];
        }
    }
    return rows;
}

std::pair<int, int> small() { return {40, 10}; }

}  // namespace

TEST_CASE("plain progress has a line at the beginning and the end of each activity") {
    const auto text = written(plain_status, [](Status& status) {
        status.begin("a", "ci", "session");
        for (int i = 0; i < 100; ++i) status.update("a", "1/31 tests");
        status.note("a note");
        status.end("a", "31 failed");
        status.end("never begun", "x");
    });
    const auto lines = split(text, '\n');
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == "ci: session");
    CHECK(lines[1] == "a note");
    CHECK(lines[2].rfind("ci: 31 failed  (0.", 0) == 0);
}

TEST_CASE("plain progress takes control sequences out") {
    CHECK(written(plain_status, [](Status& status) { status.note("a\x1b[31mb\x07"); }) == "ab\n");
    CHECK(written(plain_status, [](Status& status) { status.note("a\n::error::b"); }) == "a ::error::b\n");
}

TEST_CASE("live lines are redrawn in place and gone at the end, notes stay") {
    std::vector<std::string> during;
    const auto text = written([](int descriptor) { return terminal_status(descriptor, true, small); },
                              [](Status& status) {
                                  status.begin("a", "ci", "resolve");
                                  status.begin("b", "local", "install");
                                  status.note("first note");
                                  status.update("a", "17/31 tests");
                                  status.note("second note");
                                  status.end("a", "done");
                                  status.note("third note");
                              });
    CHECK_THAT(text, ContainsSubstring("17/31 tests"));
    CHECK(screen(text) == std::vector<std::string>{"first note", "second note", "third note", ""});
    CHECK(text.find("\x1b[?25l") == std::string::npos);  // a hidden cursor would stay hidden if the program is killed
}

TEST_CASE("live lines from many threads") {
    const auto text = written([](int descriptor) { return terminal_status(descriptor, false, small); },
                              [](Status& status) {
                                  std::vector<std::thread> threads;
                                  for (int t = 0; t < 8; ++t)
                                      threads.emplace_back([&status, t] {
                                          for (int i = 0; i < 50; ++i) {
                                              const auto key = std::to_string(t) + "." + std::to_string(i);
                                              status.begin(key, "s" + key, "start");
                                              status.update(key, "x");
                                              if (i % 10 == 0) status.note("note " + key);
                                              status.end(key, "");
                                          }
                                      });
                                  for (auto& thread : threads) thread.join();
                              });
    const auto rows = screen(text);
    CHECK(rows.size() == 41);
    CHECK(rows.back().empty());
}

TEST_CASE("the end of an activity is one line that can be read") {
    const auto text = written(plain_status, [](Status& status) {
        status.begin("a", "ci", "resolve");
        status.end("a", "cannot be built:\n" + std::string(5000, 'x'));
    });
    const auto lines = split(text, '\n');
    REQUIRE(lines.size() == 3);
    CHECK(lines[1].starts_with("ci: cannot be built: xxx"));
    CHECK(lines[1].find("xxx...  (") != std::string::npos);
    CHECK(lines[1].size() < 400);
}
