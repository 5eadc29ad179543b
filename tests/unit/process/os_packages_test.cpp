#include "process/os_packages.hpp"

#include "catch.hpp"
#include "util/files.hpp"

using namespace testskew;

TEST_CASE("a program of the operating system is told with its package") {
    if (!find_on_path("dpkg-query")) return;
    CHECK(process::os_packages_of({}).empty());
    CHECK(process::os_packages_of({"/no/such/file"}).empty());
    const auto found = process::os_packages_of({"/no/such/file", "/usr/bin/dpkg-query"});
    REQUIRE(found.count("dpkg") == 1);
    std::map<std::string, std::string> here;
    REQUIRE(process::os_package_versions({"dpkg", "no-such-package"}, here));
    CHECK(here == found);
}
