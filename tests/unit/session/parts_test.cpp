#include "catch.hpp"
#include "session/command.hpp"
#include "session/follow.hpp"
#include "session/junit.hpp"
#include "session/probe_files.hpp"
#include "session/recording_file.hpp"
#include "session/xml.hpp"
#include "util/files.hpp"

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

TEST_CASE("progress counts modules, then tests") {
    Progress progress;
    CHECK(progress.text() == "start");
    CHECK(progress.take(R"({"t":"loaded","pid":1})"));
    CHECK(progress.text() == "collect");
    CHECK(progress.take(R"({"t": "module", "id": "a.py", "items": 3})"));
    CHECK(progress.text() == "collect, 1 modules");
    CHECK(progress.take(R"({"t":"selected","ids":["a","b","c"]})"));
    CHECK(progress.text() == "0/3 tests");
    CHECK(progress.take(R"({"t":"start","id":"a"})"));
    CHECK_FALSE(progress.take(R"({"t":"phase","id":"\"t\":\"start\""})"));
    CHECK(progress.text() == "1/3 tests");
    for (int i = 0; i < 5; ++i) progress.take(R"({"t":"start","id":"a"})");
    CHECK(progress.text() == "3/3 tests");
    CHECK_FALSE(progress.take("torn {"));
}

TEST_CASE("lines that are no record are dropped and counted") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "capture-");
    write_file(folder / "main.jsonl",
               "{\"t\":\"loaded\"}\nnonsense\n{\"t\":\"start\",\"id\":\"\xff\"}\n[1]\n\n{\"t\":\"start\",\"id\":\"a\"}"
               "\n{\"t\":\"pha");
    write_file(folder / "gw10.jsonl", "{\"t\":\"x\",\"n\":10}\n");
    write_file(folder / "gw2.jsonl", "{\"t\":\"x\",\"n\":2}\n");
    write_file(folder / "stacks.txt", "Thread 1\n");
    const auto capture = read_capture(folder);
    CHECK(capture.loaded);
    CHECK(capture.dropped == 4);
    CHECK(capture.lines == std::vector<std::string>{R"({"t":"loaded"})", R"({"t":"start","id":"a"})",
                                                    R"({"t":"x","n":2})", R"({"t":"x","n":10})"});
    CHECK(capture.stacks == "Thread 1\n");
    CHECK(read_capture(folder / "none").lines.empty());
    remove_tree(folder);
}

TEST_CASE("a worker's loaded record is not the controller's") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "capture-");
    write_file(folder / "gw0.jsonl", "{\"t\":\"loaded\"}\n");
    CHECK_FALSE(read_capture(folder).loaded);
    remove_tree(folder);
}

TEST_CASE("the probe on disk is mended where it was changed") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "probe-");
    const auto boot = materialise_probe(folder);
    const auto content = read_file(boot);
    REQUIRE(content);
    write_file(boot, "raise SystemExit('tampered')");
    write_file(boot.parent_path() / "foreign.py", "x");
    CHECK(materialise_probe(folder) == boot);
    CHECK(read_file(boot) == content);
    CHECK_FALSE(std::filesystem::exists(boot.parent_path() / "foreign.py"));
    remove_tree(folder);
}

TEST_CASE("XML as pytest writes it, and XML that ends early") {
    XmlReader reader(
        "<?xml version='1.0'?><!-- <x> --><a b=\"1 &gt; &#65;&#x1F600;\" c='>'>t &amp; u<![CDATA[<&]]></a><b/>");
    const auto a = reader.next();
    REQUIRE(a);
    CHECK(a->name == "a");
    CHECK(a->attributes.at("b") == "1 > A\xF0\x9F\x98\x80");
    CHECK(a->attributes.at("c") == ">");
    CHECK(reader.next()->text == "t & u");
    CHECK(reader.next()->text == "<&");
    CHECK(reader.next()->kind == XmlToken::Kind::end);
    CHECK(reader.next()->empty);
    CHECK_FALSE(reader.next());
    for (const auto* text :
         {"<", "<a", "<a b='", "<!", "<!DOCTYPE x>", "<!--", "<![CDATA[x", "</", "&#;", "&", "<a b=>", "<>"}) {
        XmlReader broken(text);
        for (int i = 0; i < 10 && broken.next(); ++i) {
        }
    }
    const std::string whole =
        "<testsuites><testsuite><testcase classname=\"t.T\" name=\"a\" file=\"t.py\" time=\"0.5\"><failure "
        "message=\"m\">x</failure></testcase>";
    for (std::size_t length = 0; length < whole.size(); ++length) read_junit(std::string_view(whole).substr(0, length));
    const auto tests = read_junit(whole);
    REQUIRE(tests.size() == 1);
    CHECK(tests[0].id == "t.py::T::a");
    CHECK(tests[0].outcome == "failed");
    CHECK(tests[0].message == "m");
}
