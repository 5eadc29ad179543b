#include "profile/rebase.hpp"

#include "catch.hpp"

using namespace testskew::profile;

namespace {

/// A line of the file /p/conf/x.toml, rewritten for the project /p.
std::string moved(const std::string& line) { return rebase_line(line, "/p/conf", "/p"); }

}  // namespace

TEST_CASE("the file that an option names is moved, however the option is written") {
    CHECK(moved("-r a.txt") == "-r conf/a.txt");
    CHECK(moved("-ra.txt") == "-r conf/a.txt");
    CHECK(moved("-r ../a.txt") == "-r a.txt");
    CHECK(moved("--requirement a.txt") == "--requirement conf/a.txt");
    CHECK(moved("--requirement=a.txt") == "--requirement conf/a.txt");
    CHECK(moved("-c sub/c.txt") == "-c conf/sub/c.txt");
    CHECK(moved("--constraint=c.txt  # why") == "--constraint conf/c.txt  # why");
    CHECK(moved("-f wheels") == "-f conf/wheels");
    CHECK(moved("--find-links=wheels") == "--find-links conf/wheels");
}

TEST_CASE("an editable folder keeps its extras and its marker") {
    CHECK(moved("-e .") == "-e conf");
    CHECK(moved("-e ..[test]") == "-e .[test]");
    CHECK(moved("-e lib ; python_version < '3.9'") == "-e conf/lib ; python_version < '3.9'");
    CHECK(moved("--editable=./lib/") == "--editable conf/lib");
}

TEST_CASE("a path without an option still looks like a path") {
    CHECK(moved("./lib") == "./conf/lib");
    CHECK(moved("lib/x.whl") == "./conf/lib/x.whl");
    CHECK(moved("x-1.0.tar.gz") == "./conf/x-1.0.tar.gz");
    CHECK(moved("..") == ".");
    CHECK(moved("../..") == "..");
    CHECK(moved(".[test]") == "./conf[test]");
}

TEST_CASE("what holds no relative path stays as it is") {
    for (const std::string line : {"requests>=2", "requests[socks]>=2 ; python_version < '4'", "/abs/lib",
                                   "-e /abs/lib", "-e git+https://h/x#egg=x", "x @ https://h/x.whl",
                                   "-r https://h/r.txt", "-r $HOME/r.txt", "-f https://h/wheels", "--no-index",
                                   "--index-url https://h/simple", "--requirements-of x", "-e x @ file:///lib"})
        CHECK(moved(line) == line);
}

TEST_CASE("nothing is rewritten within one folder") {
    CHECK(rebase_line("-ra.txt", "/p/conf/../conf", "/p/conf") == "-ra.txt");
}

TEST_CASE("a folder beside the target is reached by its parents") {
    CHECK(rebase_line("-r a.txt", "/q/conf", "/p/sub") == "-r ../../q/conf/a.txt");
}
