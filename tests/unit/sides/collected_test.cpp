#include "sides/collected.hpp"

#include "catch.hpp"

using namespace testskew;
using namespace testskew::sides;

namespace {

Collected with_facts(const std::string& rootdir, const std::string& inifile) {
    Recording recording;
    recording.facts = {{"rootdir", rootdir}, {"inifile", inifile}};
    return collected(recording, "/home/me/project");
}

}  // namespace

TEST_CASE("what was collected is told with pytest's rootdir and ini file relative to the project") {
    CHECK(with_facts("/home/me/project", "/home/me/project/tox.ini").rootdir.empty());
    CHECK(with_facts("/home/me/project", "/home/me/project/tox.ini").inifile == "tox.ini");
    CHECK(with_facts("/home/me/project/sub", "").rootdir == "sub");
    CHECK(with_facts("/home/me", "").rootdir == "..");
    CHECK(with_facts("./sub/", "").rootdir == "sub/");
    CHECK(collected(Recording{}, "/home/me/project").rootdir.empty());
}

TEST_CASE("modules and tests keep the order in which they were collected") {
    Recording recording;
    recording.modules = {"b.py", "a.py"};
    recording.selected = {"b.py::t", "a.py::t"};
    const auto found = collected(recording, "/p");
    CHECK(found.modules == recording.modules);
    CHECK(found.selected == recording.selected);
}
