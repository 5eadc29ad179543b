#include "explain/package_reader.hpp"

#include "catch.hpp"
#include "explain/package_changes.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::explain;

namespace {

Frame project(const std::string& path, int line = 1) { return {path, line, "f", "x", true}; }
Frame library(const std::string& path, int line = 1) { return {path, line, "f", "x", false}; }

std::string told(const PackageTouch& touch) {
    std::string result;
    for (const auto& call : touch.calls) result += call.from.path + ">" + (call.into ? call.into->path : "") + " ";
    return result;
}

std::string calls(const std::vector<Frame>& frames) {
    ExceptionRecord exception;
    exception.frames = frames;
    return told(touched(exception, {"httpx"}));
}

}  // namespace

TEST_CASE("what leads into a package is the innermost line outside it, and the project's") {
    CHECK(calls({project("a.py"), project("b.py"), library("<site>/httpx/_client.py"),
                 library("<site>/httpx/_models.py")}) == "b.py><site>/httpx/_client.py ");
    CHECK(calls({project("a.py"), library("<site>/starlette/testclient.py"), library("<site>/httpx/_client.py")}) ==
          "<site>/starlette/testclient.py><site>/httpx/_client.py ");
    CHECK(calls({project("a.py"), library("<site>/httpx/_client.py"), project("hook.py"),
                 library("<site>/httpx/_models.py")}) == "hook.py><site>/httpx/_models.py ");
    CHECK(calls({project("a.py"), library("<site>/httpx/_client.py"), library("<site>/anyio/_core.py")}) ==
          "<site>/anyio/_core.py> a.py><site>/httpx/_client.py ");
    CHECK(calls({project("a.py"), library("<stdlib>/contextlib.py"), library("<site>/httpx/_client.py")}) ==
          "a.py><site>/httpx/_client.py ");
    CHECK(calls({project("a.py")}) == "a.py> ");  // the call itself raised
    CHECK(calls({project("a.py"), library("<stdlib>/json/decoder.py")}) == "a.py> ");
    CHECK(calls({project("a.py"), library("<site>/httpx_sse/_api.py")}) == "<site>/httpx_sse/_api.py> ");
    CHECK(calls({}).empty());
}

TEST_CASE("of the package's own frames the innermost ones are kept, innermost first") {
    ExceptionRecord exception;
    exception.frames = {project("a.py"), library("<site>/httpx/_client.py", 3), library("<site>/anyio/_core.py"),
                        library("<site>/httpx/_models.py", 7)};
    const auto frames = touched(exception, {"httpx"}).frames;
    REQUIRE(frames.size() == 2);
    CHECK(frames[0].line == 7);
    CHECK(frames[1].line == 3);
    exception.frames.assign(20, library("<site>/httpx/_client.py"));
    CHECK(touched(exception, {"httpx"}).frames.size() == 5);
    CHECK(touched(exception, {"attrs"}).frames.empty());
}

TEST_CASE("a subject counts where it is the package's") {
    ExceptionRecord exception;
    exception.subject = Subject{"httpx.Client", "parameter proxies", "x", "s"};
    CHECK(touched(exception, {"httpx"}).subjects.size() == 1);
    CHECK(touched(exception, {"httpcore"}).empty());
    exception.subject->kind = "l";
    CHECK(touched(exception, {"httpx"}).empty());
}

TEST_CASE("the modules of a distribution are read from its list of files") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "testskew-tops-");
    std::filesystem::create_directories(folder / "Foo_Bar-1.2.dist-info");
    std::filesystem::create_directories(folder / "foo_bar_more-1.dist-info");
    write_file(
        folder / "Foo_Bar-1.2.dist-info" / "RECORD",
        "foo/__init__.py,,\nfoo/x.py,,\nbar.py,,\n_speed.cpython-311-x86_64-linux-gnu.so,,\nFoo_Bar-1.2.dist-info/"
        "METADATA,,\n../../../bin/foo,,\n__pycache__/bar.cpython-311.pyc,,\nREADME,,\n");
    write_file(folder / "foo_bar_more-1.dist-info" / "RECORD", "more/__init__.py,,\n");
    CHECK(top_modules(folder, "foo-bar") == std::vector<std::string>{"foo", "bar", "_speed"});
    CHECK(top_modules(folder, "nothing").empty());
    remove_tree(folder);
}

TEST_CASE("a change is told with the release in which it came") {
    const PackageChange gone{"httpx.Client", {ApiKind::parameters, {"proxies"}}, ""};
    PackageChange other{"pkg.f", {ApiKind::behaviour}, "pass x"};
    other.what.text = "the default of x is 2, and was 1 before";
    const auto when = [&](const CausePackage& in) {
        const ApiPart what = api_of(other, in).what;
        return to_string(what.span) + " " + what.release;
    };
    CausePackage package{"httpx", "0.28.1", "0.27.0", "0.28.0", "0.27.2", {}};
    CHECK(api_of(gone, package).until == "0.28.0");
    CHECK(api_of(gone, package).since.empty());
    CHECK(api_of(gone, package).package == "httpx");
    CHECK(when(package) == "since 0.28.0");
    package = {"httpx", "0.27.0", "0.28.1", "0.27.2", "0.28.0", {}};  // the bad side has the older one
    CHECK(api_of(gone, package).since == "0.28.0");
    CHECK(when(package) == "up-to 0.27.2");
    package = {"httpx", "0.28.1", "0.27.0", "", "", {}};  // it is not known which release was the first to fail
    CHECK(api_of(gone, package).until.empty());
    CHECK(when(package) == "in 0.28.1");
}
