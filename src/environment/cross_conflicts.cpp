#include "environment/cross_conflicts.hpp"

#include <filesystem>
#include <map>
#include <system_error>

#include "environment/conflicts.hpp"
#include "environment/installed.hpp"
#include "environment/uv.hpp"
#include "util/files.hpp"
#include "util/temporary_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

using MetadataFolders = std::multimap<std::string, fs::path>;

/// A virtual environment that holds nothing but metadata, as links to that of other environments.
class MetadataOnly {
public:
    explicit MetadataOnly(const Interpreter& interpreter)
        : site_(folder_.path / "lib" / ("python" + interpreter.minor_version()) / "site-packages") {
        const fs::path executable = interpreter.executable;
        fs::create_directories(folder_.path / "bin");
        fs::create_symlink(executable, python());
        write_file(folder_.path / "pyvenv.cfg", "home = " + executable.parent_path().string() + "\n");
    }

    fs::path python() const { return folder_.path / "bin" / "python"; }

    /// Holds the packages of a mixture: those of `from_bad` as the bad side has them, all others as the good side does.
    void hold(const MetadataFolders& bad, const MetadataFolders& good, const std::set<std::string>& from_bad) {
        std::error_code ignored;
        fs::remove_all(site_, ignored);
        for (const auto& [name, folder] : bad)
            if (from_bad.count(name)) link(folder);
        for (const auto& [name, folder] : good)
            if (!from_bad.count(name)) link(folder);
    }

private:
    /// uv follows no link to a folder.
    void link(const fs::path& folder) const {
        const fs::path here = site_ / folder.filename();
        fs::create_directories(here);
        for (const char* file : {"METADATA", "WHEEL", "RECORD", "direct_url.json"}) {
            std::error_code ignored;
            if (fs::exists(folder / file, ignored)) fs::create_symlink(folder / file, here / file, ignored);
        }
    }

    TemporaryFolder folder_;
    fs::path site_;
};

bool of_some_pythons(const Conflict& conflict) { return conflict.requirement.find("python_") != std::string::npos; }

}  // namespace

std::vector<CrossConflict> cross_conflicts(const Environment& bad, const Environment& good,
                                           const std::set<std::string>& names, const BuildOptions& options) {
    if (names.size() < 2) return {};
    const MetadataFolders of_bad = metadata_folders(bad.path), of_good = metadata_folders(good.path);
    std::set<CrossConflict> found;
    MetadataOnly mixture(bad.interpreter);
    for (std::size_t bit = 1; bit < 2 * names.size(); bit *= 2)
        for (const bool with_bit : {true, false}) {
            std::set<std::string> from_bad;
            std::size_t number = 0;
            for (const std::string& name : names)
                if (((number++ & bit) != 0) == with_bit) from_bad.insert(name);
            mixture.hold(of_bad, of_good, from_bad);
            const auto exit = run_uv({"pip", "check", "--python", mixture.python().string()}, options);
            for (const Conflict& conflict : read_conflicts(exit.out + "\n" + exit.err)) {
                const bool here = from_bad.count(conflict.package) > 0, there = from_bad.count(conflict.needs) > 0;
                if (!names.count(conflict.package) || !names.count(conflict.needs) || here == there) continue;
                if (of_some_pythons(conflict)) continue;
                found.insert({here ? SideName::bad : SideName::good, conflict.package, conflict.needs});
            }
        }
    return {found.begin(), found.end()};
}

}  // namespace testskew::environment
