#include "compare/stacks.hpp"

#include "build.hpp"
#include "catch.hpp"

using namespace testskew;
using namespace testskew::compare;

namespace {

const std::string module_path = "tests/test_wait.py";
const std::string timed_out_dump = R"(Thread 0x00007f01 (most recent call first):
  File "/usr/lib/python3.11/threading.py", line 324 in wait
  File "/usr/lib/python3.11/threading.py", line 1002 in _bootstrap

Thread 0x00007f02 (most recent call first):
  File "/usr/lib/python3.11/queue.py", line 171 in get
  File "/home/me/project/app/queue.py", line 12 in take
  File "/home/me/project/tests/test_wait.py", line 5 in test_take
  File "/home/me/env/lib/python3.11/site-packages/_pytest/python.py", line 195 in pytest_pyfunc_call
)";

}  // namespace

TEST_CASE("the stack of a test begins in its module, whatever thread of the dump it is in") {
    const auto frames = stack_in(timed_out_dump, module_path);
    REQUIRE(frames.size() == 3);
    CHECK(frames[0].path == module_path);
    CHECK(frames[0].line == 5);
    CHECK(frames[0].function == "test_take");
    CHECK(frames[0].project);
    CHECK(frames[1].path == "app/queue.py");
    CHECK(frames[1].project);
    CHECK(frames[2].path == "<stdlib>/queue.py");
    CHECK_FALSE(frames[2].project);
}

TEST_CASE("without a frame of the test's module the current thread counts, else the last one") {
    const std::string crash =
        "Fatal Python error: Segmentation fault\n\nThread 0x1 (most recent call first):\n"
        "  File \"/a.py\", line 1 in a\n\n"
        "Current thread 0x2 (most recent call first):\n  File \"/b.py\", line 2 in b\n\n"
        "Thread 0x3 (most recent call first):\n  File \"/c.py\", line 3 in c\n";
    CHECK(stack_in(crash, module_path).at(0).path == "/b.py");
    std::string waiting = crash;
    waiting.replace(waiting.find("Current thread"), 14, "Thread");
    CHECK(stack_in(waiting, module_path).at(0).path == "/c.py");
    CHECK(stack_in("", module_path).empty());
    CHECK(stack_in("Thread 0x1 (most recent call first):\n  <no Python frame>\n", module_path).empty());
    CHECK(stack_in("Thread 0x1:\n  File \"/a.py\", line many in a\n  File \"/a.py\n", module_path).empty());
}

TEST_CASE("a test that did not end is told with its innermost line of the project") {
    TestRecord test = build::test(module_path + "::test_take", Outcome::timed_out);
    Recording recording;
    recording.stack_dump = timed_out_dump;
    Failure failure;
    add_stack(failure, recording, test);
    CHECK(failure.path == "app/queue.py");
    CHECK(failure.line == 12);
    CHECK(failure.function == "take");
    REQUIRE(failure.chain.size() == 1);
    CHECK(failure.chain[0].frames.size() == 3);

    recording.stack_dump.clear();
    recording.err = "what came before\nFatal Python error: Aborted\n\n" + timed_out_dump;
    test.outcome = Outcome::crashed;
    Failure crashed;
    add_stack(crashed, recording, test);
    CHECK(crashed.path == "app/queue.py");

    test.outcome = Outcome::failed;
    Failure other;
    add_stack(other, recording, test);
    CHECK(other.chain.empty());
}
