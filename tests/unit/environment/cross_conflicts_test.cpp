#include "environment/cross_conflicts.hpp"

#include "catch.hpp"
#include "environment/uv.hpp"
#include "folder.hpp"
#include "real.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

using namespace testskew;
using namespace testskew::environment;

namespace {

/// An environment of which there is nothing but the metadata of packages: "name version", and what each needs.
Environment environment_with(const std::filesystem::path& folder, const Interpreter& interpreter,
                             const std::vector<std::pair<std::string, std::vector<std::string>>>& packages) {
    Environment result;
    result.path = folder;
    result.interpreter = interpreter;
    const auto site = folder / "lib" / ("python" + interpreter.minor_version()) / "site-packages";
    for (const auto& [package, needs] : packages) {
        const auto words = split(package, ' ');
        const auto metadata = site / (words[0] + "-" + words[1] + ".dist-info");
        std::filesystem::create_directories(metadata);
        std::string text = "Metadata-Version: 2.1\nName: " + words[0] + "\nVersion: " + words[1] + "\n";
        for (const auto& need : needs) text += "Requires-Dist: " + need + "\n";
        write_file(metadata / "METADATA", text);
        write_file(metadata / "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
        write_file(metadata / "RECORD", "");
    }
    std::filesystem::create_directories(folder / "bin");
    std::filesystem::create_symlink(interpreter.executable, folder / "bin" / "python");
    write_file(folder / "pyvenv.cfg",
               "home = " + std::filesystem::path(interpreter.executable).parent_path().string() + "\n");
    return result;
}

}  // namespace

TEST_CASE("what packages of one side need of each other is known of every pair, before any mixture is built") {
    real::Cache cache;
    const auto pythons = real::two_pythons();
    if (!cache || pythons.empty()) TESTSKEW_SKIP(real::lacking);
    Folder folder;
    // b of the bad side needs the bad side's c, and d of the good side the good side's a; e fits everything. What holds
    // for some Pythons only, and what a side itself breaks, is left out.
    const auto bad = environment_with(folder.path / "bad", pythons[0],
                                      {{"a 2", {}},
                                       {"b 2", {"c>=2"}},
                                       {"c 2", {"e>=1", "a>=2 ; python_version < '3.99'"}},
                                       {"d 2", {"gone"}},
                                       {"e 2", {}}});
    const auto good =
        environment_with(folder.path / "good", pythons[1],
                         {{"a 1", {}}, {"b 1", {}}, {"c 1", {"e"}}, {"d 1", {"a<2"}}, {"e 1", {}}, {"gone 1", {}}});
    BuildOptions options;
    const auto found = cross_conflicts(bad, good, {"a", "b", "c", "d", "e", "gone"}, options);
    CHECK(found == std::vector<CrossConflict>{{SideName::bad, "b", "c"}, {SideName::good, "d", "a"}});
    CHECK(cross_conflicts(bad, good, {"a"}, options).empty());
}
