#include "cli/shell_script.hpp"

#include "catch.hpp"

using namespace testskew;

namespace {

cli::RepeatedSession session() {
    cli::RepeatedSession result{"ci", "3.11.7", "/home/me/my app", {}, {}};
    result.command.argv = {"/env/bin/python", "-m", "pytest", "test_a.py::test_x[a b]"};
    result.command.environ = {{"LANG", "C"}, {"PATH", "/env/bin:/usr/bin"}, {"TZ", "UTC"}};
    return result;
}

const std::map<std::string, std::string> own = {{"EDITOR", "vi"}, {"LANG", "C"}, {"PATH", "/usr/bin"}};

}  // namespace

TEST_CASE("a script changes what is different from the shell's own environ, and nothing else") {
    CHECK(cli::shell_script(session(), own, {}) ==
          "# ci: Python 3.11.7\n"
          "cd '/home/me/my app'\n"
          "env -u EDITOR PATH=/env/bin:\"$PATH\" TZ=UTC /env/bin/python -m pytest 'test_a.py::test_x[a b]'\n");
    auto same = session();
    same.command.environ = own;
    CHECK_THAT(cli::shell_script(same, own, {}), ContainsSubstring("\n/env/bin/python"));
}

TEST_CASE("of many variables that the session lacks none is named") {
    auto many = own;
    for (const char* name : {"A", "B", "C", "D"}) many[name] = "1";
    CHECK_THAT(cli::shell_script(session(), many, {}),
               ContainsSubstring("\nenv -i LANG=\"$LANG\" PATH=/env/bin:\"$PATH\" TZ=UTC /env/bin/python "));
}

TEST_CASE("a secret is asked for and not written") {
    auto secret = session();
    secret.command.environ["API_TOKEN"] = "t0p-s3cret-value";
    secret.command.environ["URL"] = "https://me:hunter22@example.org";
    const std::string script = cli::shell_script(secret, own, {});
    CHECK_THAT(script, ContainsSubstring("# set API_TOKEN first"));
    CHECK_THAT(script, ContainsSubstring("API_TOKEN=\"$API_TOKEN\""));
    CHECK_THAT(script, ContainsSubstring("URL=\"$URL\""));
    CHECK(script.find("t0p") == std::string::npos);
    CHECK(script.find("hunter22") == std::string::npos);
}

TEST_CASE("a side with the files of a commit gets a tree of them, and a folder of its own a new one") {
    auto clean = session();
    clean.files.kind = FilesSpec::Kind::tracked;
    clean.command.environ["HOME"] = "/tmp/testskew-1/home";
    clean.command.host.umask = 027;
    const std::string script = cli::shell_script(clean, own, {});
    CHECK_THAT(script, ContainsSubstring("git -C '/home/me/my app' worktree add --detach \"$folder\" HEAD\ncd "));
    CHECK_THAT(script, ContainsSubstring("umask 0027\n"));
    CHECK_THAT(script, ContainsSubstring("HOME=\"$(mktemp -d)\""));
    clean.files = {FilesSpec::Kind::ref, "v1.0"};
    CHECK_THAT(cli::shell_script(clean, own, {}), ContainsSubstring("\"$folder\" v1.0\n"));
}
