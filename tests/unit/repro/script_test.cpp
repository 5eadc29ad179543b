#include "repro/script.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::repro;

namespace {

/// What a shell says of a script.
process::Exit shell(const std::vector<std::string>& words, const std::map<std::string, std::string>& more = {}) {
    process::Command command;
    command.argv = {"/bin/sh"};
    command.argv.insert(command.argv.end(), words.begin(), words.end());
    command.environ = process::environ_without_git();
    for (const auto& [name, value] : more) command.environ[name] = value;
    command.directory = "/";
    return process::run(command);
}

void check_syntax(const std::string& text) {
    const Folder folder;
    folder.write("script", text);
    const auto exit = shell({"-n", (folder.path / "script").string()});
    INFO(exit.err << text);
    CHECK(exit.ok());
}

Session session(const std::string& name) {
    Session result;
    result.name = name;
    result.python = "3.11.14";
    result.pins = {"pytest==8.3.5", "six==1.17.0"};
    result.selection.targets = {"tests/test_a.py::test_x[a b]"};
    result.commit = "0123456789012345678901234567890123456789";
    return result;
}

Script script() {
    Script result;
    result.title = "TypeError: wrong";
    result.failing = session("ci");
    result.passing = session("ci, but TZ as in local");
    result.word = "TypeError";
    return result;
}

/// Texts that a shell would take for something else.
const std::vector<std::string> hostile = {
    "'; touch /tmp/x; '", "$(id)",    "`id`",     "a\nb",    "\"",   "\\", "-e", "*", "!x", "~", "#", "EOF",
    "END_OF_TEXT",        "\x1b[31m", "\xff\xfe", "${HOME}", "%s %d"};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a script is one that a POSIX shell can read") {
    check_syntax(shell_script(script()));
    Script other = script();
    other.failing.commit = other.passing.commit = "";
    other.patches = {"diff --git a/x b/x\n", "no newline at the end"};
    other.failing.patches = {0};
    other.passing.patches = {0, 1};
    other.failing.installs = {"-e .[test]", "sub"};
    other.failing.setup = {{"make", "a b"}};
    other.failing.host.umask = 027;
    other.failing.host.cpus = 1;
    other.failing.host.terminal = true;
    other.failing.host.limits = {{"nofile", 256}, {"unknown", 1}};
    other.failing.git.branch = "main";
    other.failing.git.tags = false;
    other.failing.git.depth = 1;
    other.failing.asked = {"API_KEY", "not a name"};
    other.failing.passed_on = {"http_proxy"};
    other.failing.selection.invocation = Invocation::python_m_pytest;
    const std::string text = shell_script(other);
    check_syntax(text);
    CHECK(holds(text, "\"$environment/bin/python\" -m pytest"));
    CHECK(holds(text, "ulimit -S -n 256"));
    CHECK(holds(text, "umask 0027"));
    CHECK(holds(text, "[ -n \"${API_KEY+x}\" ] || fail"));
    CHECK(!holds(text, "not a name}"));
    CHECK(!holds(text, "unknown"));
}

TEST_CASE("nothing of what is quoted is carried out by the shell") {
    for (const std::string& text : hostile) {
        CAPTURE(text);
        Script some = script();
        some.title = some.failing.name = some.word = some.folder = some.url = text;
        some.about = {text};
        some.failing.environ["VALUE"] = text;
        some.failing.environ["odd name"] = text;
        some.failing.selection.targets = some.failing.selection.options = {text};
        some.failing.setup = {{"true", text}};
        some.patches = {text + "\n" + text};
        some.failing.patches = {0};
        check_syntax(shell_script(some));
    }
}

TEST_CASE("a value reaches the session as it is") {
    for (const std::string& value : hostile) {
        Script some = script();
        some.failing.environ = {{"VALUE", value}};
        some.failing.commit = some.passing.commit = "";
        // The functions of the script, and then the function that runs a command as a part of the session.
        const std::string text = shell_script(some);
        const std::size_t start = text.find("in_session() {"), end = text.find("\n}\n", start) + 3;
        const Folder folder;
        folder.write("script", "set -u\nenvironment=/e place=/p project=/q\n" + text.substr(start, end - start) +
                                   "in_session printenv VALUE\n");
        const auto exit = shell({(folder.path / "script").string()});
        INFO(exit.err);
        CHECK(exit.out == value + "\n");
    }
}

TEST_CASE("the places in a value are those of the session") {
    Script some = script();
    some.failing.environ = {{"VALUE", "a b:{testskew.project}/lib:{testskew.folder:data}:{other}"}};
    const std::string text = shell_script(some);
    const std::size_t start = text.find("in_session() {"), end = text.find("\n}\n", start) + 3;
    const Folder folder;
    folder.write("script", "environment=/e place=/p project='/q q'\n" + text.substr(start, end - start) +
                               "in_session printenv VALUE\n");
    CHECK(shell({(folder.path / "script").string()}).out == "a b:/q q/lib:/p/place-data:{other}\n");
}

TEST_CASE("a script says what it expects, and of what") {
    const std::string text = shell_script(script());
    CHECK(holds(text, "#   fails:  ci (Python 3.11.14): pytest 'tests/test_a.py::test_x[a b]'"));
    CHECK(holds(text, "#   passes: ci, but TZ as in local (Python 3.11.14)"));
    CHECK(holds(text, "Exit status: 0 the failure is seen, 1 it is not, 2"));
    CHECK(!holds(text, "testskew run"));
}

TEST_CASE("without what it needs a script ends with 2 and says what is missing") {
    const Folder folder;
    Script some = script();
    some.failing.asked = {"API_KEY"};
    folder.write("script", shell_script(some));
    const auto exit = shell({(folder.path / "script").string()});
    CHECK(exit.status == 2);
    CHECK(exit.err == "repro: set API_KEY first: its value may be a secret, and is not written here\n");
    const auto other = shell({(folder.path / "script").string()}, {{"API_KEY", "x"}, {"TMPDIR", folder.path.string()}});
    CHECK(other.status == 2);
    CHECK(holds(other.err, "is in no repository here"));
}

TEST_CASE("a Dockerfile has the script, and only instructions") {
    Script some = script();
    some.failing.asked = {"API_KEY"};
    const std::string text = dockerfile(some);
    CHECK(holds(text, "FROM python:3.11-slim\n"));
    std::string end;
    for (const std::string& line : split(text, '\n')) {
        CAPTURE(line);
        if (!end.empty()) {
            if (line == end) end.clear();
            continue;
        }
        const std::string word = line.substr(0, line.find(' '));
        CHECK((line.empty() || line[0] == '#' || word == "FROM" || word == "RUN" || word == "COPY" || word == "ENV" ||
               word == "WORKDIR" || word == "CMD"));
        if (const auto at = line.find("<<'"); at != std::string::npos)
            end = line.substr(at + 3, line.find('\'', at + 3) - at - 3);
    }
    CHECK(end.empty());
}

TEST_CASE("files that may hold secrets are left out of a patch") {
    const std::string patch =
        "diff --git a/app.py b/app.py\n+key\ndiff --git a/.env b/.env\n+KEY=1\ndiff --git a/conf/x.pem "
        "b/conf/x.pem\n+x\n"
        "diff --git a/b.py b/b.py\n+token hunter22222\ndiff --git a/c.py b/c.py\n+c\n";
    std::vector<std::string> left_out;
    CHECK(without_secret_files(patch, {"hunter22222"}, left_out) ==
          "diff --git a/app.py b/app.py\n+key\ndiff --git a/c.py b/c.py\n+c\n");
    CHECK(left_out == std::vector<std::string>{".env", "conf/x.pem", "b.py"});
}
