#include "session/command.hpp"

#include "catch.hpp"
#include "session/session.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::session;

TEST_CASE("the commands of a session") {
    SessionRequest request;
    request.python = "/v/bin/../bin/python";
    request.scripts = "/v/bin";
    request.selection.targets = {"tests/test_a.py"};
    request.selection.options = {"-m", "integration"};
    using Words = std::vector<std::string>;
    CHECK(bare_command(request) == Words{"/v/bin/pytest", "-m", "integration", "tests/test_a.py"});
    CHECK(probed_command(request, "/p/boot.py", "/c") == Words{"/v/bin/python", "/p/boot.py", "script", "/v/bin/pytest",
                                                               "/c", "--", "-m", "integration", "tests/test_a.py"});
    CHECK(junit_command(request, "/c/x.xml") == Words{"/v/bin/pytest", "-m", "integration", "-o", "junit_family=xunit1",
                                                      "--junitxml=/c/x.xml", "tests/test_a.py"});
    request.selection.invocation = Invocation::python_m_pytest;
    CHECK(bare_command(request) == Words{"/v/bin/python", "-m", "pytest", "-m", "integration", "tests/test_a.py"});
    CHECK(probed_command(request, "/p/boot.py", "/c")[2] == "module");
    CHECK(probed_command(request, "/p/boot.py", "/c")[3] == "-");
}

TEST_CASE("setup programs are looked up in the environment, on PATH, in the folder") {
    SessionRequest request;
    request.scripts = "/nowhere";
    request.directory = "/work";
    request.environ = {{"PATH", "relative:/bin:/usr/bin"}};
    CHECK(setup_command(request, {"sh", "-c", "x"}) == std::vector<std::string>{"/bin/sh", "-c", "x"});
    CHECK(setup_command(request, {"./make.sh"})[0] == "/work/make.sh");
    CHECK(setup_command(request, {"/opt/x"})[0] == "/opt/x");
    CHECK(setup_command(request, {"no-such-program"})[0] == "no-such-program");
    request.environ.clear();
    CHECK(setup_command(request, {"sh"})[0].back() == 'h');
}

TEST_CASE("every child of a session runs in the session's surroundings, with its host settings") {
    SessionRequest request;
    request.environ = {{"TZ", "UTC"}};
    request.directory = "/work";
    request.entrance.directory = "/entered";
    request.timeout = std::chrono::seconds(7);
    request.host.umask = 027u;
    const auto command = command_of(request, {"/bin/true", "-x"});
    CHECK(command.argv == std::vector<std::string>{"/bin/true", "-x"});
    CHECK(command.environ == request.environ);
    CHECK(command.directory == "/work");
    CHECK(command.entrance.directory == "/entered");
    CHECK(command.timeout == std::chrono::seconds(7));
    CHECK(command.host.umask == 027u);
    CHECK_FALSE(command.terminal);  // only pytest itself has a terminal
    request.host.limits = {{"nofiles", 1}};
    CHECK_THROWS_AS(command_of(request, {"/bin/true"}), Error);
}

TEST_CASE("pytest's options for its own file stand between the user's options and targets") {
    SessionRequest request;
    request.python = "/v/bin/python";
    request.selection.invocation = Invocation::python_m_pytest;
    request.selection.targets = {"a.py", "b.py"};
    request.selection.options = {"-q"};
    CHECK(junit_command(request, "/c/x.xml") == std::vector<std::string>{"/v/bin/python", "-m", "pytest", "-q", "-o",
                                                                         "junit_family=xunit1", "--junitxml=/c/x.xml",
                                                                         "a.py", "b.py"});
    CHECK(setup_command(request, {}).empty());
}
