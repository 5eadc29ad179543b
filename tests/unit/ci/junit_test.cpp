#include "ci/junit.hpp"

#include "catch.hpp"
#include "folder.hpp"
#include "util/error.hpp"

using namespace testskew;
using namespace testskew::ci;
using Lines = std::vector<std::string>;

namespace {

/// The ids of failing cases with these attributes, in a project that has these files.
Lines failing(const Folder& folder, const std::string& cases) {
    folder.write("a.xml", "<testsuites><testsuite>" + cases + "</testsuite></testsuites>");
    return failing_in_junit((folder.path / "a.xml").string(), folder.path.string());
}

}  // namespace

TEST_CASE("failing ids of JUnit XML") {
    Folder folder;
    CHECK(failing(folder, R"(<testcase classname="tests.test_a.TestX" name="test_y"><failure/></testcase>
<testcase classname="tests.test_a" name="test_z"/>)") == Lines{"tests/test_a.py::TestX::test_y"});
    folder.write("b.xml", "<html/>");
    CHECK_THROWS_WITH(failing_in_junit((folder.path / "b.xml").string(), ""), ContainsSubstring("<html>"));
    CHECK_THROWS_AS(failing_in_junit((folder.path / "c.xml").string(), ""), Error);
}

TEST_CASE("a module of JUnit XML is a file of the project, else what is called like one") {
    Folder folder;
    folder.write("Tests/check_x.py", "").write("Tests/check_x/Inner.py", "");
    const auto id = [&](const std::string& classname) {
        return failing(folder, "<testcase classname='" + classname + "' name='t'><error/></testcase>").at(0);
    };
    CHECK(id("Tests.check_x") == "Tests/check_x.py::t");
    CHECK(id("Tests.check_x.Of") == "Tests/check_x.py::Of::t");
    CHECK(id("Tests.check_x.Inner") == "Tests/check_x/Inner.py::t");
    CHECK(id("Tests.test_x") == "Tests/test_x.py::t");
    CHECK(id("tests.test_y.describe_it") == "tests/test_y.py::describe_it::t");
    CHECK(id("pkg.things.TestX.TestY") == "pkg/things.py::TestX::TestY::t");
    CHECK(failing(folder, "<testcase classname='' name='tests.test_z'><error/></testcase>") ==
          Lines{"tests/test_z.py"});
}
