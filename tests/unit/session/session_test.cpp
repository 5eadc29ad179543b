#include "session/session.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "fixture.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::session;
using namespace std::chrono_literals;

namespace {

using Outcomes = std::map<std::string, std::string>;

constexpr auto no_environment = "no environment with pytest and pytest-xdist";

}  // namespace

TEST_CASE("a session's recording has a beginning, the tests and an end") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py", "def test_good():\n    print('hello')\n\ndef test_bad():\n    assert 1 == 2\n"}});
    project.request.facts = {{"git.depth", "3"}};
    const auto result = project.run();
    CHECK(result.probe_loaded);
    CHECK(result.exit.status == 1);
    CHECK(result.setup_failure.empty());
    CHECK(project.records.front()["t"] == "session");
    CHECK(project.records.front()["schema"] == 1);
    CHECK(project.records.front()["id"] == "s1");
    CHECK(project.records.front()["facts"]["git.depth"] == "3");
    CHECK(project.records.front()["environ"]["HOME"].get<std::string>().rfind("hmac:", 0) == 0);
    CHECK(project.records.front()["argv"] == nlohmann::json(bare_command(project.request)));
    CHECK(project.records.back()["t"] == "end");
    CHECK(project.records.back()["status"] == 1);
    CHECK_THAT(project.records.back()["out"].get<std::string>(), ContainsSubstring("1 failed, 1 passed"));
    CHECK(project.phases() == Outcomes{{"test_a.py::test_good", "passed"}, {"test_a.py::test_bad", "failed"}});
    CHECK(project.status.updates.front() == "start");
    CHECK(std::filesystem::is_empty(project.request.capture_parent));
    struct stat file = {};
    REQUIRE(::stat(project.request.recording.c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0600);
}

TEST_CASE("both ways of starting pytest give its own sys.path") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"tests/test_a.py",
                      "import sys\n\ndef test_path():\n    print('PATH0', sys.path[1])\n    assert sys.argv[1:] == "
                      "['-p', 'no:cacheprovider', '-s', 'tests']\n"}});
    project.request.selection.options.push_back("-s");
    project.request.selection.targets = {"tests"};
    CHECK(project.run().exit.status == 0);
    CHECK_THAT(project.records.back()["out"].get<std::string>(),
               ContainsSubstring("PATH0 " + project.request.scripts.string()));
    project.request.selection.invocation = Invocation::python_m_pytest;
    CHECK(project.run().exit.status == 0);
    CHECK_THAT(project.records.back()["out"].get<std::string>(),
               ContainsSubstring("PATH0 " + project.request.project.string()));
}

TEST_CASE("what was recorded before a process dies stays: os._exit, a signal") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    for (const auto& [death, status, signal] :
         {std::tuple<std::string, int, int>{"os._exit(7)", 7, 0}, {"os.kill(os.getpid(), 11)", 0, 11}}) {
        Project project({{"test_a.py", "import os\n\ndef test_first():\n    pass\n\ndef test_dies():\n    " + death +
                                           "\n\ndef test_never():\n    pass\n"}});
        const auto result = project.run();
        CHECK(result.probe_loaded);
        CHECK(result.exit.status == status);
        CHECK(result.exit.signal == signal);
        CHECK(project.phases() == Outcomes{{"test_a.py::test_first", "passed"}});
        CHECK(project.records.back()["t"] == "end");
        CHECK(project.records.back()["signal"] == signal);
    }
}

TEST_CASE("escapes, bytes that are no text, and a flood of output leave the recording readable") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project(
        {{"test_a.py",
          "import os\n\ndef test_flood():\n    os.write(1, b'\\xff\\xfe\\x1b[31m\\n')\n    for i in range(100):\n      "
          "  os.write(1, b'x' * 1000000)\n\n"
          "def test_forks():\n    pid = os.fork()\n    if pid == 0:\n        os._exit(0)\n    os.waitpid(pid, 0)\n"}});
    project.request.selection.options.push_back("-s");
    const auto result = project.run();
    CHECK(result.exit.status == 0);
    CHECK(project.phases().size() == 2);
    const auto out = project.records.back()["out"].get<std::string>();
    CHECK(out.size() < 300'000);
    CHECK_THAT(out, ContainsSubstring("\xef\xbf\xbd"));
    CHECK_THAT(out, ContainsSubstring("2 passed"));
    CHECK(std::filesystem::file_size(project.request.recording) < 2'000'000);
}

TEST_CASE("a session that hangs is ended at its time-out, with the stacks of its threads") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project(
        {{"test_a.py",
          "import time, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n\ndef test_good():\n    pass\n\ndef "
          "waits_for_ever():\n    while True:\n        time.sleep(1)\n\ndef test_hangs():\n    waits_for_ever()\n"}});
    project.request.timeout = 3s;
    const auto result = project.run();
    CHECK(result.exit.timed_out);
    CHECK(result.seconds < 8);
    CHECK(project.records.back()["timed_out"] == true);
    CHECK_THAT(project.records.back()["stack_dump"].get<std::string>(), ContainsSubstring("waits_for_ever"));
    CHECK(project.phases() == Outcomes{{"test_a.py::test_good", "passed"}});
}

TEST_CASE("setup commands run first, in the session's folder, with the environment's programs") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py", "def test_made():\n    assert open('made').read() == 'by setup'\n"}});
    project.request.setup = {{"python", "-c", "open('made', 'w').write('by ' + 'setup')"}, {"true"}};
    CHECK(project.run().exit.status == 0);
    project.request.setup = {{"sh", "-c", "echo no database >&2; exit 3"}};
    const auto failed = project.run();
    CHECK_THAT(failed.setup_failure, ContainsSubstring("ended with status 3\nno database"));
    CHECK(project.phases().empty());
    CHECK_THAT(project.first("session")["facts"]["setup_failure"].get<std::string>(), ContainsSubstring("no database"));
    project.request.setup = {{"no-such-program"}};
    CHECK_THAT(project.run().setup_failure, ContainsSubstring("no-such-program: cannot start"));
}

TEST_CASE("a daemon that setup starts serves the tests and is gone afterwards") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py", "import os\n\ndef test_daemon():\n    os.kill(int(open('pid').read()), 0)\n"}});
    project.request.setup = {{"sh", "-c", "setsid sleep 400 >/dev/null 2>&1 & echo $! >pid"}};
    CHECK(project.run().exit.status == 0);
    const auto pid = std::string(trim(read_file(project.request.project / "pid").value_or("none")));
    CHECK_FALSE(std::filesystem::exists("/proc/" + pid));
}

TEST_CASE("host settings are what the tests see") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py",
                      "import os, resource\n\ndef test_host():\n    assert os.umask(0) == 0o027\n"
                      "    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == 777\n    assert "
                      "len(os.sched_getaffinity(0)) == 1\n"}});
    project.request.host.umask = 027;
    project.request.host.limits = {{"nofile", 777}};
    project.request.host.cpus = 1;
    const auto result = project.run();
    INFO(result.exit.out);
    CHECK(result.exit.status == 0);
    CHECK(result.probe_loaded);
    project.request.host.limits = {{"nofiles", 1}};
    CHECK_THROWS_AS(project.run(), Error);
    project.request.host.limits = {};
    project.request.host.user = "no-such-user-here";
    CHECK_THROWS_AS(project.run(), Error);
}

TEST_CASE("a session with a terminal sees one of the size that was asked for") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    if (!std::filesystem::exists("/dev/pts/ptmx")) TESTSKEW_SKIP("no pseudo-terminals here");
    Project project({{"test_a.py",
                      "import os\n\ndef test_terminal():\n"
                      "    assert os.isatty(0) and os.get_terminal_size().columns == 99\n"}});
    project.request.selection.options.push_back("-s");
    project.request.host.terminal = true;
    project.request.host.columns = 99;
    const auto result = project.run();
    INFO(result.exit.out);
    CHECK(result.exit.status == 0);
    CHECK(result.probe_loaded);
}

TEST_CASE("host settings reach the tests, and a workspace that cannot be entered is a start error") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py", "import os\n\ndef test_umask():\n    assert os.umask(0) == 0o070\n"}});
    project.request.host.umask = 070;
    CHECK(project.run().exit.status == 0);
    project.request.entrance.directory = "/no/such/workspace";
    const auto result = project.run();
    CHECK(result.exit.start_error == "cannot go to /no/such/workspace: No such file or directory");
    CHECK(project.records.back()["start_error"] == result.exit.start_error);
}

TEST_CASE("a probe that does not load means a second session without it, read from pytest's JUnit file") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project(
        {{"test_a.py",
          "import pytest\n\nclass TestC:\n    def test_good(self):\n        pass\n\n    @pytest.mark.parametrize('x', "
          "['a.b', '<&>'])\n"
          "    def test_bad(self, x):\n        assert not x\n\n@pytest.mark.skip(reason='why')\ndef test_skipped():\n  "
          "  pass\n\n"
          "@pytest.fixture\ndef broken():\n    raise ValueError('x')\n\ndef test_error(broken):\n    pass\n\n"
          "@pytest.mark.xfail\ndef test_xfail():\n    assert 0\n"},
         {"pkg/test_broken.py", "import no_such_module\n"}});
    std::filesystem::create_directories(project.folder / "probe");
    write_file(project.folder / "probe" / "boot.py",
               "import subprocess, sys\nargs = sys.argv\nsys.exit(subprocess.call([args[2] == 'script' and args[3] or "
               "'pytest'] + args[6:]))\n");
    project.request.probe = project.folder / "probe";
    project.request.selection.options.push_back("--continue-on-collection-errors");
    const auto result = project.run();
    CHECK_FALSE(result.probe_loaded);
    CHECK(result.exit.status == 1);
    CHECK(project.first("loaded").empty());
    CHECK(project.first("session")["facts"]["probe"] == "not loaded");
    const Outcomes calls = {{"test_a.py::TestC::test_good", "passed"},
                            {"test_a.py::TestC::test_bad[a.b]", "failed"},
                            {"test_a.py::TestC::test_bad[<&>]", "failed"},
                            {"test_a.py::test_xfail", "skipped"}};
    CHECK(project.phases() == calls);
    CHECK(project.phases("setup") ==
          Outcomes{{"test_a.py::test_skipped", "skipped"}, {"test_a.py::test_error", "failed"}});
    CHECK(project.first("collect")["id"] == "pkg/test_broken.py");
    CHECK_THAT(project.first("collect")["message"].get<std::string>(), ContainsSubstring("no_such_module"));
}

TEST_CASE("xdist workers' files are part of the recording") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project(
        {{"test_a.py",
          "import pytest\n\n@pytest.mark.parametrize('i', range(6))\ndef test_a(i):\n    assert i != 3\n"}});
    project.request.selection.options.insert(project.request.selection.options.end(), {"-n", "2"});
    const auto result = project.run();
    CHECK(result.exit.status == 1);
    CHECK(project.phases().size() == 6);
    CHECK(project.phases().at("test_a.py::test_a[3]") == "failed");
}

TEST_CASE("secrets do not reach the recording") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py",
                      "import os\n\ndef test_a():\n    print(os.environ['API_TOKEN'])\n    raise "
                      "ValueError('https://me:pass@host/ ' + os.environ['API_TOKEN'])\n"}});
    project.request.environ["API_TOKEN"] = "tok\"en-0123456789";
    project.run();
    const auto text = read_file(project.request.recording).value_or("");
    CHECK(text.find("0123456789") == std::string::npos);
    CHECK(text.find("me:pass") == std::string::npos);
    CHECK_THAT(text, ContainsSubstring("***"));
}

TEST_CASE("a recording that cannot be written is an error that names it, and nothing stays behind") {
    if (!test_environment()) TESTSKEW_SKIP(no_environment);
    Project project({{"test_a.py", "def test_a():\n    pass\n"}});
    project.request.recording = "/proc/no/such/s1.jsonl";
    try {
        project.run();
        FAIL("no error");
    } catch (const Error& error) {
        CHECK(error.code == ExitCode::environment);
        CHECK_THAT(error.what(), ContainsSubstring("/proc/no/such/s1.jsonl"));
    }
    CHECK(std::filesystem::is_empty(project.request.capture_parent));
}
