#include "repro/script.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "repro/secret_files.hpp"
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
    other.failing.host.limits = {{"nofile", 256}};
    other.failing.git.branch = "main";
    other.failing.git.tags = false;
    other.failing.git.depth = 1;
    other.failing.asked = {{"API_KEY", "API_KEY"}, {"not a name", "not a name"}};
    other.failing.passed_on = {"http_proxy"};
    other.failing.selection.invocation = Invocation::python_m_pytest;
    const std::string text = shell_script(other);
    check_syntax(text);
    CHECK(holds(text, "\"$environment/bin/python\" -m pytest"));
    CHECK(holds(text, "ulimit -S -n 256"));
    CHECK(holds(text, "umask 0027"));
    CHECK(holds(text, "[ -n \"${API_KEY+x}\" ] || fail"));
    CHECK(!holds(text, "not a name}"));
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
    some.failing.asked = {{"API_KEY", "API_KEY"}};
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
    some.failing.asked = {{"API_KEY", "API_KEY"}};
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

TEST_CASE("a file that may hold secrets is known by its name") {
    for (const char* path :
         {".env", "conf/.env.local",
          "\xc3\xbc"
          "ber/x.pem",
          "id_ecdsa", "a/.npmrc", "Store.JKS", "secrets.yml", "my credentials.json", ".envrc", "prod.env"}) {
        CAPTURE(path);
        CHECK(named_as_secret(path));
    }
    for (const char* path : {"app.py", "environment.py", "keys.py", "tests/test_secrets.py", "pem/x.py"}) {
        CAPTURE(path);
        CHECK(!named_as_secret(path));
    }
}

TEST_CASE("a secret of several lines is looked for by each of them") {
    CHECK(texts_of_secrets(
              {"hunter22222", "-----BEGIN KEY-----\nMIIEvQIBADAN\n  BgkqhkiG9w0B\nab\n-----END KEY-----\n"}) ==
          std::vector<std::string>{"hunter22222", "MIIEvQIBADAN", "BgkqhkiG9w0B"});
}

TEST_CASE("a secret in which the two sessions differ is asked for twice") {
    Script some = script();
    some.failing.asked = {{"API_KEY", "API_KEY_1"}, {"my-token", "my-token"}};
    some.passing.asked = {{"API_KEY", "API_KEY_2"}, {"OTHER", "OTHER"}};
    CHECK(set_first(some) == std::vector<std::string>{"API_KEY_1", "API_KEY_2", "OTHER"});
    const std::string text = shell_script(some);
    check_syntax(text);
    CHECK(holds(text, "# Set first: API_KEY_1 API_KEY_2 OTHER\n"));
    CHECK(holds(text, "        API_KEY=\"$API_KEY_1\""));
    CHECK(holds(text, "        API_KEY=\"$API_KEY_2\""));
    CHECK(holds(text, "the variable my-token of ci, whose name no shell can have"));
    CHECK(holds(dockerfile(some), "# docker run --rm -e API_KEY_1 -e API_KEY_2 -e OTHER repro\n"));
}

namespace {

/// Runs the two functions of the first session of a script, without an environment. The lines of `before` come first.
process::Exit run_session(const Script& some, const Folder& folder, const std::string& before) {
    const std::string text = shell_script(some);
    const std::size_t start = text.find("fail() {"), end = text.find("pins_2() {");
    std::string own = text.substr(start, end - start);
    // What would be installed is not what is tested here.
    const std::string stub = "environment() { mkdir -p \"$1/bin\"; }\ninstall() { :; }\n";
    const std::size_t functions = own.find("pins_1() {");
    own = own.substr(0, functions) + stub + own.substr(functions);
    folder.write("session", "set -u\n" + own + before + "set_up_1 || exit 2\nsession_1\n");
    return shell({(folder.path / "session").string()}, {{"TMPDIR", folder.path.string()}});
}

}  // namespace

TEST_CASE("the places of a variable are made, and the home has an identity for git") {
    const Folder folder;
    Script some = script();
    some.failing.commit = some.passing.commit = "";
    some.failing.environ = {{"A", "{testskew.folder:tox/x}"}, {"B", "{testskew.file:in/event.json}"}};
    some.failing.setup = {{"sh", "-c", "ls -d \"$A\" >&2 && cat \"$B\" && cat \"$HOME/.gitconfig\" && exit 1"}};
    const auto exit = run_session(some, folder, "");
    INFO(exit.err);
    CHECK(holds(exit.out, "{}[user]\n\tname = testskew"));
    CHECK(holds(exit.err, "place-tox/x"));
}

TEST_CASE("a command before pytest that fails is no failure of a test") {
    const std::string text = shell_script([] {
        Script some = script();
        some.failing.setup = {{"false"}};
        return some;
    }());
    CHECK(holds(text, "in_session false || { touch \"$place/no-setup\"; exit 2; }"));
    CHECK(holds(text, "[ ! -e \"$work/1/no-setup\" ] || fail \"a command before pytest failed\""));
}

TEST_CASE("limits are set as they were") {
    Script some = script();
    some.failing.host.limits = {{"nofile", -1}, {"core", 0}, {"stack", 8192 * 1024}, {"nproc", 100}};
    const std::string text = shell_script(some);
    check_syntax(text);
    CHECK(holds(text, "ulimit -S -n unlimited"));
    CHECK(holds(text, "ulimit -S -c 0"));
    CHECK(holds(text, "ulimit -S -s 8192"));
    CHECK(holds(text, "prlimit --pid $$ --nproc=100: || exit 2"));
}

TEST_CASE("the addresses of packages are given to uv and to pip in their own words") {
    Script some = script();
    some.failing.index_options = {"--default-index", "https://example.org/simple", "--index", "https://example.org/b"};
    const std::string text = shell_script(some);
    check_syntax(text);
    CHECK(holds(text,
                "index_of_uv() { \"$@\" --default-index https://example.org/simple --index https://example.org/b; }"));
    CHECK(holds(text,
                "index_of_pip() { \"$@\" --index-url https://example.org/simple --extra-index-url "
                "https://example.org/b; }"));
}

TEST_CASE("the commit of the run is found from a subfolder, and in a shallow clone once it is no longer the newest") {
    const Folder folder;
    const auto git = [&](const std::string& words) {
        const auto exit =
            shell({"-c", "cd \"$0\" && " + words, folder.path.string()}, {{"GIT_CONFIG_GLOBAL", "/dev/null"},
                                                                          {"GIT_AUTHOR_NAME", "a"},
                                                                          {"GIT_AUTHOR_EMAIL", "a@localhost"},
                                                                          {"GIT_COMMITTER_NAME", "a"},
                                                                          {"GIT_COMMITTER_EMAIL", "a@localhost"}});
        INFO(exit.err);
        REQUIRE(exit.ok());
        return std::string(trim(exit.out));
    };
    folder.write("repository/deep/app.py", "one\n");
    git("cd repository && git init -q . && git add -A && git commit -qm one");
    Script some = script();
    some.failing.commit = git("cd repository && git rev-parse HEAD");
    git("cd repository && echo two >deep/app.py && git commit -qam two");
    some.failing.setup = {{"cat", "deep/app.py"}};
    for (const bool shallow : {false, true}) {
        CAPTURE(shallow);
        if (shallow) some.failing.git.depth = 1;
        const auto exit = run_session(some, folder, "REPOSITORY=" + (folder.path / "repository/deep").string() + "\n");
        INFO(exit.err);
        CHECK(exit.out.starts_with("one\n"));
    }
}
