#include "cli/shell_script.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/files.hpp"

using namespace testskew;
using Kind = FilesSpec::Kind;

namespace {

cli::RepeatedSession session() {
    cli::RepeatedSession result;
    result.side.name = "ci";
    result.side.interpreter.version = "3.11.7";
    result.top = result.project = result.seen_top = "/home/me/my app";
    result.environment = "/cache/env";
    result.tmp = "/shm/1/t", result.home = "/shm/1/h";
    result.command.argv = {"/cache/env/bin/python", "-m", "pytest", "test_a.py::test_x[a b]"};
    result.command.environ = {{"LANG", "C"}, {"PATH", "/cache/env/bin:/usr/bin"}, {"TZ", "UTC"}};
    return result;
}

const std::map<std::string, std::string> own = {{"EDITOR", "vi"}, {"LANG", "C"}, {"PATH", "/usr/bin"}};

std::string script_of(const cli::RepeatedSession& session) { return cli::shell_script(session, own, {}); }

}  // namespace

TEST_CASE("a script changes what is different from the shell's own environ, and leaves nothing behind") {
    CHECK(script_of(session()) ==
          "# ci: Python 3.11.7\n"
          "(\n"
          "place=$(mktemp -d) || exit\n"
          "trap 'rm -rf \"$place\"' EXIT\n"
          "mkdir \"$place/tmp\" \"$place/home\" || exit\n"
          "cd '/home/me/my app' || exit\n"
          "env -u EDITOR PATH=/cache/env/bin:\"$PATH\" TZ=UTC /cache/env/bin/python -m pytest "
          "'test_a.py::test_x[a b]'\n"
          ")\n");
    auto same = session();
    same.command.environ = own;
    CHECK_THAT(script_of(same), ContainsSubstring("\n/cache/env/bin/python"));
}

TEST_CASE("of many variables that the session lacks none is named") {
    auto many = own;
    for (const char* name : {"A", "B", "C", "D"}) many[name] = "1";
    CHECK_THAT(cli::shell_script(session(), many, {}),
               ContainsSubstring(
                   "\nenv -i ${LANG+\"LANG=$LANG\"} PATH=/cache/env/bin:\"$PATH\" TZ=UTC /cache/env/bin/python "));
}

TEST_CASE("a secret is asked for and not written") {
    auto secret = session();
    secret.command.environ["API_TOKEN"] = "t0p-s3cret-value";
    secret.command.environ["URL"] = "https://me:hunter22@example.org";
    const std::string script = script_of(secret);
    CHECK_THAT(script, ContainsSubstring("# set API_TOKEN first"));
    CHECK_THAT(script, ContainsSubstring("API_TOKEN=\"$API_TOKEN\""));
    CHECK_THAT(script, ContainsSubstring("URL=\"$URL\""));
    CHECK(script.find("t0p") == std::string::npos);
    CHECK(script.find("hunter22") == std::string::npos);
}

TEST_CASE("folders and files that the session has for itself are made anew, as its own are gone") {
    auto runner = session();
    runner.command.environ["HOME"] = "/shm/1/h";
    runner.command.environ["TMPDIR"] = "/shm/1/t";
    runner.command.environ["RUNNER_TEMP"] = "/shm/1/t/runner";
    runner.command.environ["OTHER"] = "/shm/1/tt";
    runner.files = {{"tmp/runner", true, ""}, {"tmp/out", false, ""}, {"home/.gitconfig", false, "[user]\n"}};
    const std::string script = script_of(runner);
    CHECK_THAT(script, ContainsSubstring("mkdir -p \"$place\"/tmp/runner\n: >\"$place\"/tmp/out\n"
                                         "printf %s '[user]\n' >\"$place\"/home/.gitconfig\n"));
    CHECK_THAT(script, ContainsSubstring(" HOME=\"$place/home\" "));
    CHECK_THAT(script, ContainsSubstring(" RUNNER_TEMP=\"$place/tmp\"/runner TMPDIR=\"$place/tmp\" "));
    CHECK_THAT(script, ContainsSubstring(" OTHER=/shm/1/tt "));
}

TEST_CASE("a side with the files of a commit gets a clone of them, and no worktree of the user's repository") {
    auto clean = session();
    clean.project = "/home/me/my app/sub";
    clean.side.files.base.kind = Kind::tracked;
    clean.side.host.umask = 027;
    clean.command.environ["WORK"] = "/home/me/my app/sub";
    std::string script = script_of(clean);
    CHECK_THAT(script, ContainsSubstring("(umask 022 && git clone -q --no-checkout '/home/me/my app' \"$files\" && git "
                                         "-C \"$files\" -c core.autocrlf=false checkout -q) || exit\n"));
    CHECK_THAT(script, ContainsSubstring("cd \"$files\"/sub || exit\numask 0027\n"));
    CHECK_THAT(script, ContainsSubstring(" WORK=\"$files\"/sub "));
    CHECK(script.find("worktree") == std::string::npos);
    clean.side.files.base = {Kind::ref, "v1.0"};
    clean.side.files.git = {1, false, ""};
    script = script_of(clean);
    CHECK_THAT(script, ContainsSubstring("git clone -q --no-checkout --no-tags --depth 1 'file:///home/me/my app' "));
    CHECK_THAT(script, ContainsSubstring("checkout -q --detach v1.0) || exit\ngit -C \"$files\" checkout -q --detach"));
}

TEST_CASE("where the user's tree is not what the session sees, or something would be written in it, it is copied") {
    auto other = session();
    other.side.files.git.depth = 1;
    CHECK_THAT(script_of(other), ContainsSubstring("tar -C '/home/me/my app' --exclude=./.testskew "));
    CHECK_THAT(script_of(other), ContainsSubstring("mv \"$place/clone/.git\" \"$files/.git\""));
    other = session();
    other.setup.resize(1);
    other.setup[0].argv = {"/cache/env/bin/python", "make.py"};
    CHECK_THAT(script_of(other), ContainsSubstring("session() { env -u EDITOR PATH=/cache/env/bin:\"$PATH\" TZ=UTC "
                                                   "\"$@\"; }\nsession /cache/env/bin/python make.py || exit\n"
                                                   "session /cache/env/bin/python -m pytest "));
    other = session();
    other.side.files.taken["a.so"].kind = Kind::nothing;
    CHECK_THAT(script_of(other), ContainsSubstring("rm -rf \"$files\"/a.so\n"));
}

TEST_CASE("an editable project is installed anew where its files lie") {
    auto other = session();
    other.side.resolution.local = {{".", {"test"}, true, "app"}};
    CHECK(script_of(other).find("pip install") == std::string::npos);
    other.built = true;
    const std::string script = script_of(other);
    CHECK_THAT(script, ContainsSubstring("cp -R /cache/env/. \"$environment\" || exit\n"));
    CHECK_THAT(script, ContainsSubstring("--no-deps -e './.[test]') || exit\n"));
    CHECK_THAT(script, ContainsSubstring("PATH=\"$environment\"/bin:\"$PATH\" "));
    CHECK_THAT(script, ContainsSubstring("\"$environment\"/bin/python -m pytest "));
}

TEST_CASE("the files of a private folder are listed, those in a folder after it") {
    const Folder folder;
    folder.write("b/event.json", "{}\n");
    folder.write("a", "");
    const auto files = cli::private_files(folder.path, "tmp");
    REQUIRE(files.size() == 3);
    CHECK(files[0].path == "tmp/a");
    CHECK((files[1].path == "tmp/b" && files[1].folder));
    CHECK((files[2].path == "tmp/b/event.json" && files[2].text == "{}\n"));
}
