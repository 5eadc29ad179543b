#include "session/probe_files.hpp"

#include "catch.hpp"
#include "util/files.hpp"

using namespace testskew;
using namespace testskew::session;

TEST_CASE("the probe on disk is mended where it was changed") {
    const auto folder = make_temporary_directory(std::filesystem::temp_directory_path(), "probe-");
    const auto boot = materialise_probe(folder);
    const auto content = read_file(boot);
    REQUIRE(content);
    write_file(boot, "raise SystemExit('tampered')");
    write_file(boot.parent_path() / "foreign.py", "x");
    CHECK(materialise_probe(folder) == boot);
    CHECK(read_file(boot) == content);
    CHECK_FALSE(std::filesystem::exists(boot.parent_path() / "foreign.py"));
    remove_tree(folder);
}
