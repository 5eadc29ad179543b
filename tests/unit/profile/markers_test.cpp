#include "profile/markers.hpp"
#include "catch.hpp"
#include "interpreters.hpp"

using namespace testskew;
using namespace testskew::profile;

TEST_CASE("markers are evaluated for an interpreter") {
    const auto python = marker_variables(python_of("3.9.18"));
    const auto holds = [&](const char* marker) { return marker_holds(marker, python, {"toml"}); };
    CHECK(holds(""));
    CHECK(holds("python_version < '3.10'"));
    CHECK_FALSE(holds("python_version >= \"3.10\""));
    CHECK(holds("python_full_version <= \"3.11.0a6\""));
    CHECK(holds("'3.8' < python_version"));
    CHECK_FALSE(holds("sys_platform == \"win32\""));
    CHECK(holds("(sys_platform == 'win32' or python_version < '3.11') and implementation_name != 'pypy'"));
    CHECK_FALSE(holds("sys_platform == 'win32' or python_version < '3.9' and os_name == 'posix'"));
    CHECK(holds("extra == 'toml'"));
    CHECK_FALSE(holds("extra == 'yaml'"));
    CHECK(holds("python_version in '3.8, 3.9'"));
    CHECK(holds("python_version not in '2.7, 3.10'"));
    CHECK(holds("platform_machine == 'x86_64' and platform_python_implementation == 'CPython'"));
    CHECK(holds("os.name == 'posix'"));
    CHECK(holds("this is no marker"));
}

TEST_CASE("versions satisfy constraints of PEP 440 and of poetry") {
    CHECK(version_satisfies("3.10.2", ">=3.8,<4"));
    CHECK_FALSE(version_satisfies("3.10.2", "<3.10"));
    CHECK(version_satisfies("1.26.4", "^1.20"));
    CHECK_FALSE(version_satisfies("2.0", "^1.20"));
    CHECK(version_satisfies("2.0", "^1.20 || ^2.0"));
    CHECK(version_satisfies("3.9.1", "3.9.*"));
    CHECK_FALSE(version_satisfies("3.10.0", "==3.1.*"));
    CHECK_FALSE(version_satisfies("3.0.4", "!=3.0.*,>=2.7"));
    CHECK(version_satisfies("1.4.9", "~=1.4.2"));
    CHECK_FALSE(version_satisfies("1.5.0", "~=1.4.2"));
    CHECK(version_satisfies("2.1.0+cu118", "==2.1.0"));
    CHECK(version_satisfies("7", "*"));
    CHECK(version_satisfies("7", ""));
}
