#include "profile/poetry.hpp"

#include "catch.hpp"

using namespace testskew::profile;
using Lines = std::vector<std::string>;

namespace {

/// The lines of the dependency `lib`, written as `value` in TOML.
Lines lines(const std::string& value, const std::string& name = "lib") {
    const Node document = parse_toml("dependency = " + value + "\n", "t");
    return poetry_lines(name, *document.find("dependency"));
}

}  // namespace

TEST_CASE("a caret allows what keeps the first number that is not zero") {
    CHECK(pep440("^1.2.3") == ">=1.2.3,<2");
    CHECK(pep440("^1") == ">=1,<2");
    CHECK(pep440("^0.2.3") == ">=0.2.3,<0.3");
    CHECK(pep440("^0.0.3") == ">=0.0.3,<0.0.4");
    CHECK(pep440("^0.0") == ">=0.0,<0.1");
    CHECK(pep440("^0") == ">=0,<1");
    CHECK(pep440("^2.0.0rc1") == ">=2.0.0rc1,<3");
}

TEST_CASE("a tilde allows what keeps the minor version") {
    CHECK(pep440("~1.2.3") == ">=1.2.3,<1.3");
    CHECK(pep440("~1.2") == ">=1.2,<1.3");
    CHECK(pep440("~1") == ">=1,<2");
    CHECK(pep440("~=1.4.2") == "~=1.4.2");
}

TEST_CASE("other constraints keep their meaning") {
    CHECK(pep440("*").empty());
    CHECK(pep440("").empty());
    CHECK(pep440("1.4") == "==1.4");
    CHECK(pep440("=1.4") == "==1.4");
    CHECK(pep440("1.2.*") == "==1.2.*");
    CHECK(pep440(">= 1.0") == ">=1.0");
    CHECK(pep440("!=1.5") == "!=1.5");
}

TEST_CASE("several constraints are joined by commas, however they are written") {
    CHECK(pep440(">=1.0, <2.0,!=1.5") == ">=1.0,<2.0,!=1.5");
    CHECK(pep440(">=1.0 <2.0") == ">=1.0,<2.0");
    CHECK(pep440(">=1.0  <2.0") == ">=1.0,<2.0");
    CHECK(pep440("  >=1.0") == ">=1.0");
    CHECK(pep440("^1.0,!=1.5") == ">=1.0,<2,!=1.5");
}

TEST_CASE("what PEP 440 cannot say gives no constraint") {
    CHECK(pep440("^1.0 || ^2.0").empty());
    CHECK(pep440("^x").empty());
    CHECK(pep440(">=1,^x").empty());
}

TEST_CASE("a dependency is a string, a table or a list of tables") {
    CHECK(lines("'^1.2'") == Lines{"lib>=1.2,<2"});
    CHECK(lines("'*'") == Lines{"lib"});
    CHECK(lines("{version = '~1.2', extras = ['a', 'b']}") == Lines{"lib[a,b]>=1.2,<1.3"});
    CHECK(lines("[{version = '1.0', python = '<3.9'}, {version = '2.0', python = '>=3.9'}]") ==
          Lines{"lib==1.0 ; python_version < \"3.9\"", "lib==2.0 ; python_version >= \"3.9\""});
}

TEST_CASE("optional dependencies and the interpreter are left out") {
    CHECK(lines("{version = '*', optional = true}").empty());
    CHECK(lines("{version = '1', optional = false}") == Lines{"lib==1"});
    CHECK(lines("'^3.8'", "Python").empty());
}

TEST_CASE("a path is installed from its folder, editable if it says so") {
    CHECK(lines("{path = 'sub/lib'}") == Lines{"./sub/lib"});
    CHECK(lines("{path = '../lib', develop = true}") == Lines{"-e ../lib"});
    CHECK(lines("{path = '/abs/lib', editable = true, extras = ['x']}") == Lines{"-e /abs/lib[x]"});
    CHECK(lines("{path = './lib', editable = false, develop = true}") == Lines{"./lib"});
}

TEST_CASE("a repository is a direct reference at its commit, tag or branch") {
    CHECK(lines("{git = 'https://h/lib.git'}") == Lines{"lib @ git+https://h/lib.git"});
    CHECK(lines("{git = 'https://h/lib.git', branch = 'main'}") == Lines{"lib @ git+https://h/lib.git@main"});
    CHECK(lines("{git = 'https://h/lib.git', branch = 'main', rev = '89ab'}") ==
          Lines{"lib @ git+https://h/lib.git@89ab"});
    CHECK(lines("{url = 'https://h/lib-1.whl', extras = ['x']}") == Lines{"lib[x] @ https://h/lib-1.whl"});
}

TEST_CASE("markers are joined with those of the interpreter") {
    CHECK(lines("{version = '1', markers = \"sys_platform == 'linux'\"}") == Lines{"lib==1 ; sys_platform == 'linux'"});
    CHECK(lines("{version = '1', python = '~3.9', markers = \"a or b\"}") ==
          Lines{"lib==1 ; python_version >= \"3.9\" and python_version < \"3.10\" and (a or b)"});
    CHECK(lines("{version = '1', python = '>=3.8.1'}") == Lines{"lib==1 ; python_full_version >= \"3.8.1\""});
    CHECK(lines("{version = '1', python = '*'}") == Lines{"lib==1"});
}
