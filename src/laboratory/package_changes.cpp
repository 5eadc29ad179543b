#include "laboratory/package_changes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <optional>

#include "environment/names.hpp"
#include "environment/release_dates.hpp"
#include "environment/uv.hpp"
#include "laboratory/package_reader.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/release.hpp"

namespace fs = std::filesystem;

namespace testskew::laboratory {
namespace {

fs::path site_packages(const Environment& environment) {
    return environment.path / "lib" / ("python" + environment.interpreter.minor_version()) / "site-packages";
}

/// A folder with one release and nothing else, from the wheels that uv keeps of the sessions that tried it.
void install_release(const fs::path& folder, const std::string& name, const std::string& version,
                     const sides::Side& side, const environment::BuildOptions& options) {
    std::vector<std::string> command = {"pip",       "install",       "--quiet",
                                        "--no-deps", "--python",      side.interpreter.executable,
                                        "--target",  folder.string(), name + "==" + version};
    command.insert(command.end(), side.resolution.arguments.begin(), side.resolution.arguments.end());
    const auto exit = environment::run_uv(command, options);
    if (!exit.ok()) environment::fail_build(fmt::format("{} {} cannot be had", name, version), exit);
}

/// Compares releases of the packages of one run's causes.
class Releases {
public:
    Releases(Laboratory& laboratory, const sides::SidePair& sides) : laboratory_(laboratory), sides_(sides) {
        options_.offline = laboratory.options().offline;
        options_.project = laboratory.project();
        options_.timeout = std::chrono::minutes(1);  // what it would add is not worth a longer wait
    }

    std::vector<PackageChange> changes(const CausePackage& package, const ExceptionChain& chain) {
        PackageSources sources;
        sources.seen = site_of(sides_.bad);
        sources.project = laboratory_.project();
        sources.tops = top_modules(sources.seen, package.name);
        std::vector<PackageTouch> touches;
        for (const auto& exception : chain) {
            PackageTouch touch = touched(exception, sources.tops);
            if (!touch.empty()) touches.push_back(std::move(touch));
        }
        if (touches.empty()) return {};
        sources.good = site_of(package, package.passing());
        sources.bad = site_of(package, package.failing());
        return read_changes(sources, touches, options_);
    }

    std::map<std::string, std::string> days(const CausePackage& package) {
        return environment::release_dates(package.name, {package.passing(), package.failing()}, sides_.bad.interpreter,
                                          sides_.bad.resolution.arguments, options_);
    }

private:
    fs::path site_of(const sides::Side& side) {
        auto& site = sites_[&side];
        if (site.empty()) site = site_packages(laboratory_.environments().environment_of(side));
        return site;
    }

    fs::path site_of(const CausePackage& package, const std::string& version) {
        if (version == package.bad) return site_of(sides_.bad);
        if (version == package.good) return site_of(sides_.good);
        if (!downloads_) downloads_.emplace();
        const fs::path folder =
            downloads_->path / fmt::format("{}-{}", environment::normalized_name(package.name), version);
        if (!fs::exists(folder / "complete")) {
            fs::remove_all(folder);
            install_release(folder / "site", package.name, version, sides_.bad, options_);
            write_file(folder / "complete", "");
        }
        return folder / "site";
    }

    Laboratory& laboratory_;
    const sides::SidePair& sides_;
    environment::BuildOptions options_;
    std::optional<environment::TemporaryFolder> downloads_;  ///< made when it is first needed
    std::map<const sides::Side*, fs::path> sites_;
};

bool shown(const ClusterAttribution& found) {
    return found.cause &&
           (found.cause->verdict == VerdictKind::proven || found.cause->verdict == VerdictKind::supported);
}

void add(std::vector<CauseApi>& to, const CauseApi& api) {
    if (std::none_of(to.begin(), to.end(),
                     [&](const CauseApi& one) { return one.name == api.name && one.what == api.what; }))
        to.push_back(api);
}

/// What the sources show, then what the notes tell of it: they know better what to write instead.
std::vector<CauseApi> with_notes(std::vector<CauseApi> changes, const std::vector<CauseApi>& told) {
    for (auto& change : changes)
        if (std::any_of(told.begin(), told.end(),
                        [&](const CauseApi& note) { return note.name == change.name && !note.instead.empty(); }))
            change.instead.clear();
    for (const auto& note : told) add(changes, note);
    return changes;
}

void add_note(ClusterAttribution& found, const std::string& reason) {
    if (found.note.find(reason) == std::string::npos) found.note += (found.note.empty() ? "" : "; ") + reason;
}

}  // namespace

CauseApi api_of(const PackageChange& change, const CausePackage& package) {
    CauseApi api{change.name, change.what, "", "", change.instead, package.name};
    const bool known = package.narrowed();
    const bool bad_is_newer = compare_versions(package.failing(), package.passing()) > 0;
    if (change.behaviour) {
        // Said of the release that fails, wherever it lies.
        api.what = fmt::format("{} {} {}: {}", bad_is_newer ? "since" : "up to", package.name,
                               known ? package.first_bad : package.bad, change.what);
        if (!known) api.what = fmt::format("in {} {}: {}", package.name, package.bad, change.what);
    } else if (known) {
        (bad_is_newer ? api.until : api.since) = bad_is_newer ? package.first_bad : package.last_good;
    }
    return api;
}

void explain_packages(Laboratory& laboratory, const sides::SidePair& sides, const Comparison& comparison,
                      Attribution& attribution) {
    Releases releases(laboratory, sides);
    std::map<std::string, std::map<std::string, std::string>> days;  // by name and releases
    std::map<std::string, std::string> failed;  // likewise: why it could not be looked at, found out once
    std::map<int, std::vector<CauseApi>> of_problem;
    const auto problem_of = [](const ClusterAttribution& found) {
        return found.problem ? found.problem : -found.cluster;
    };
    for (auto& found : attribution.clusters) {
        const auto cluster = std::find_if(comparison.clusters.begin(), comparison.clusters.end(),
                                          [&](const Cluster& c) { return c.id == found.cluster; });
        if (!shown(found) || cluster == comparison.clusters.end()) continue;
        for (auto& package : found.cause->packages) {
            if (package.bad.empty() || package.good.empty() || package.bad == package.good) continue;
            const std::string key = fmt::format("{} {} {}", package.name, package.failing(), package.passing());
            try {
                if (!days.count(key)) days[key] = releases.days(package);
                package.released = days[key];
                if (failed.count(key)) throw Error(failed[key]);
                for (const auto& change : releases.changes(package, cluster->error.chain))
                    add(of_problem[problem_of(found)], api_of(change, package));
            } catch (const Interrupted&) {
                throw;
            } catch (const std::exception& error) {
                failed[key] = error.what();
                add_note(found, fmt::format("what changed in {} was not looked at: {}", package.name, error.what()));
            }
        }
    }
    for (auto& found : attribution.clusters)
        if (shown(found)) found.cause->api = with_notes(of_problem[problem_of(found)], found.cause->api);
}

}  // namespace testskew::laboratory
