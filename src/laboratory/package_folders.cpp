#include "laboratory/package_folders.hpp"

#include <fmt/core.h>

#include "environment/release_dates.hpp"
#include "environment/sdist_changelog.hpp"
#include "environment/uv.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"

namespace fs = std::filesystem;

namespace testskew::laboratory {
namespace {

constexpr const char* griffe = "griffelib==2.4.1";

fs::path site_packages(const Environment& environment) {
    return environment.path / "lib" / ("python" + environment.interpreter.minor_version()) / "site-packages";
}

/// Installs one release and nothing else into a folder. uv has kept its wheel from the sessions that tried it.
void install_release(const fs::path& folder, const std::string& name, const std::string& version,
                     const sides::Side& side, const environment::BuildOptions& options) {
    std::vector<std::string> command = {"pip",       "install",       "--quiet",
                                        "--no-deps", "--python",      side.interpreter.executable,
                                        "--target",  folder.string(), name + "==" + version};
    command.insert(command.end(), side.resolution.arguments.begin(), side.resolution.arguments.end());
    const auto exit = environment::run_uv(command, options);
    if (!exit.ok()) environment::fail_build(fmt::format("{} {} cannot be had", name, version), exit);
}

/// The interpreter of the environment that has griffe. The environment is made if it does not exist yet. Throws
/// BuildError or Error.
fs::path python_with_griffe(environment::BuildOptions options) {
    options.project.clear();  // the project's constraints do not apply to griffe
    std::string version = griffe;
    version = version.substr(version.find("==") + 2);
    const fs::path tools = cache_directory() / "tools";
    const fs::path folder = tools / ("griffe-" + version);
    if (is_file(folder / "complete")) return folder / "bin" / "python";
    if (options.offline)
        throw Error("griffe, which reads packages, is not in testskew's cache, and the network is switched off");
    std::error_code ignored;
    fs::create_directories(tools, ignored);
    const FileLock lock(tools / "griffe.lock");
    if (is_file(folder / "complete")) return folder / "bin" / "python";
    remove_tree(folder);
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"venv", "--quiet", "--python", ">=3.10", folder.string()},
          {"pip", "install", "--quiet", "--python", (folder / "bin" / "python").string(), griffe}}) {
        const auto exit = environment::run_uv(arguments, options);
        if (!exit.ok()) environment::fail_build("griffe, which reads packages, cannot be installed", exit);
    }
    write_file(folder / "complete", "");
    return folder / "bin" / "python";
}

}  // namespace

PackageFolders::PackageFolders(KeptEnvironments& environments, const sides::SidePair& sides)
    : environments_(environments), sides_(sides) {
    options_.offline = environments.options().offline;
    options_.project = environments.options().project;
    options_.timeout = std::chrono::minutes(1);  // a longer wait is not worth what this adds to the report
}

fs::path PackageFolders::site_packages(SideName side) {
    fs::path& site = sites_[side];
    if (site.empty())
        site =
            laboratory::site_packages(environments_.environment_of(side == SideName::bad ? sides_.bad : sides_.good));
    return site;
}

fs::path PackageFolders::release(const std::string& name, const std::string& version) {
    if (!downloads_) downloads_.emplace();
    const fs::path folder = downloads_->path / fmt::format("{}-{}", normalized_name(name), version);
    if (!fs::exists(folder / "complete")) {
        fs::remove_all(folder);
        install_release(folder / "site", name, version, sides_.bad, options_);
        write_file(folder / "complete", "");
    }
    return folder / "site";
}

std::map<std::string, std::string> PackageFolders::release_days(const std::string& name,
                                                                const std::vector<std::string>& versions) {
    return environment::release_dates(name, versions, sides_.bad.interpreter, sides_.bad.resolution.arguments,
                                      options_);
}

std::optional<explain::ShippedChangelog> PackageFolders::changelog(const std::string& name,
                                                                   const std::string& version) {
    auto found =
        environment::sdist_changelog(name, version, sides_.bad.interpreter, sides_.bad.resolution.arguments, options_);
    if (!found) return std::nullopt;
    return explain::ShippedChangelog{std::move(found->source), std::move(found->text)};
}

std::string PackageFolders::run_griffe(const std::string& script, const std::string& request) {
    process::Command command;
    command.argv = {python_with_griffe(options_).string(), "-I", "-c", script, request};
    command.environ = environment::environ_for_uv(options_);
    command.directory = "/";
    command.timeout = std::chrono::seconds(120);
    const auto exit = process::run(command);
    // That griffe cannot read some package, or takes too long, helps no reader of the report.
    return exit.ok() ? exit.out : "";
}

}  // namespace testskew::laboratory
