#include "explain/package_changes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>

#include "explain/changelog.hpp"
#include "explain/package_reader.hpp"
#include "explain/said.hpp"
#include "explain/source_notes.hpp"
#include "explain/swallowed.hpp"
#include "model/lookup.hpp"
#include "util/error.hpp"
#include "util/release.hpp"

namespace testskew::explain {
namespace {

/// What changed in one package between the two nearest releases of which one passes and the other fails.
std::vector<PackageChange> changes_of(PackageSource& source, const CausePackage& package, const ExceptionChain& chain) {
    PackageSources folders;
    folders.seen = source.site_packages(SideName::bad);
    folders.project = source.project();
    folders.tops = top_modules(folders.seen, package.name);
    std::vector<PackageTouch> touches;
    for (const auto& exception : chain) {
        PackageTouch touch = touched(exception, folders.tops);
        if (!touch.empty()) touches.push_back(std::move(touch));
    }
    if (touches.empty()) return {};
    const auto site_of = [&](const std::string& version) {
        if (version == package.bad) return source.site_packages(SideName::bad);
        if (version == package.good) return source.site_packages(SideName::good);
        return source.release(package.name, version);
    };
    folders.good = site_of(package.passing());
    folders.bad = site_of(package.failing());
    return read_changes(folders, touches, source);
}

/// The statement of the project at which the runs part, as the frame of an exception that nobody raised.
ExceptionChain chain_at(const Divergence& divergence) {
    ExceptionRecord record;
    record.frames = {{divergence.path, divergence.line, divergence.function, divergence.source, true}};
    return {record};
}

/// True if both sides have the package, in two releases.
bool both_have(const CausePackage& package) {
    return !package.bad.empty() && !package.good.empty() && package.bad != package.good;
}

/// True if the releases of the sides differ in more than the last number.
bool far_apart(const CausePackage& package) {
    auto bad = release_numbers(package.bad), good = release_numbers(package.good);
    bad.resize(2), good.resize(2);
    return bad != good;
}

/// What the changelog of the release with which the failure begins or ends says of what the failure touched. The newer
/// of the two releases at the boundary made the change.
std::optional<CauseApi> told_by_changelog(PackageSource& source, const CausePackage& package, const Cluster& cluster) {
    const bool bad_is_newer = compare_versions(package.failing(), package.passing()) > 0;
    const std::string& release = bad_is_newer ? package.failing() : package.passing();
    const auto shipped = source.changelog(package.name, release);
    if (!shipped) return std::nullopt;
    const auto entry = fitting_entry(changelog_entries(shipped->text, release), telling_words(cluster));
    if (!entry) return std::nullopt;
    CauseApi api{package.name, {ApiKind::changelog, {shipped->source}}, "", "", "", package.name};
    api.what.release = release;
    api.what.text = *entry;
    return api;
}

/// Where neither the sources nor the notes tell anything of a package, its changelog is asked. If it tells nothing
/// either, a caveat says that no change was found.
void tell_of_the_rest(PackageSource& source, const Comparison& comparison, Attribution& attribution,
                      std::map<int, std::vector<CauseApi>>& of_problem) {
    std::set<std::pair<int, std::string>> asked;  // problems and packages
    for (auto& found : attribution.clusters) {
        const Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.cause || !is_shown(*found.cause) || !cluster) continue;
        const bool in_the_way = std::any_of(found.caveats.begin(), found.caveats.end(), [](const Caveat& caveat) {
            return caveat.kind == CaveatKind::package_changes;
        });
        const bool explained = !found.cause->api.empty() || !of_problem[problem_of(found)].empty();
        if (explained || in_the_way) continue;
        for (const CausePackage& package : found.cause->packages) {
            if (!both_have(package) || !package.narrowed() || package.behind) continue;
            if (!asked.emplace(problem_of(found), package.name).second) continue;
            if (auto told = told_by_changelog(source, package, *cluster))
                add(of_problem[problem_of(found)], std::move(*told));
            else
                add_caveat(found.caveats,
                           {CaveatKind::no_change, {package.name, package.passing(), package.failing()}});
        }
    }
}

/// True if a note tells of a change that the sources show: it is on the same name and names the same parameters, or it
/// is on the module or class that lost a name, and names that.
bool tells_of_change(const CauseApi& note, const CauseApi& change) {
    if (note.what.kind != ApiKind::behaviour) return false;
    const auto is_named = [&](const std::string& name) { return note.what.text.find(name) != std::string::npos; };
    const auto& names = change.what.names;
    if (note.name == change.name) return !names.empty() && std::all_of(names.begin(), names.end(), is_named);
    return change.what.kind == ApiKind::name && change.name.starts_with(note.name + ".") &&
           is_named(change.name.substr(change.name.rfind('.') + 1));
}

/// Joins the changes that the sources show with what the notes tell. The notes know better what to write instead. A
/// note that tells of the same change is not told once more.
std::vector<CauseApi> with_notes(std::vector<CauseApi> changes, const std::vector<CauseApi>& told) {
    const std::size_t seen = changes.size();
    for (const auto& note : told) {
        bool again = false;
        for (std::size_t i = 0; i < seen; ++i) {
            if (note.instead.empty()) continue;
            again = tells_of_change(note, changes[i]);
            if (again || note.name == changes[i].name) changes[i].instead = again ? note.instead : "";
            if (again) break;
        }
        if (!again) add(changes, note);
    }
    return changes;
}

}  // namespace

std::vector<CauseApi> package_changes(PackageSource& source, const CausePackage& package, const Cluster& cluster) {
    std::vector<CauseApi> result;
    for (const auto& change : changes_of(source, package, cluster.error.chain))
        result.push_back(api_of(change, package));
    for (const auto& swallowed : cluster.swallowed) {
        if (!result.empty()) break;
        for (const auto& change : changes_of(source, package, chain_of(swallowed))) {
            result.push_back(api_of(change, package));
            result.back().swallowed_at = swallowing_place(swallowed);
        }
    }
    if (result.empty() && cluster.divergence && cluster.divergence->certain)
        for (const auto& change : changes_of(source, package, chain_at(*cluster.divergence)))
            result.push_back(api_of(change, package));
    // Where it is not known between which neighbours the failure begins, much differs along its way; then code that
    // differs says something only if it is the one thing.
    if (!package.narrowed() && far_apart(package) && result.size() > 1)
        std::erase_if(result, [](const CauseApi& api) { return api.what.kind == ApiKind::behaviour; });
    return result;
}

CauseApi api_of(const PackageChange& change, const CausePackage& package) {
    CauseApi api{change.name, change.what, "", "", change.instead, package.name};
    const bool known = package.narrowed();
    const bool bad_is_newer = compare_versions(package.failing(), package.passing()) > 0;
    if (change.what.kind == ApiKind::behaviour) {
        // A behaviour is described as that of the failing release, whether it is the newer or the older one.
        api.what.release = known ? package.first_bad : package.bad;
        api.what.span = !known ? ApiSpan::in : bad_is_newer ? ApiSpan::since : ApiSpan::up_to;
    } else if (known) {
        (bad_is_newer ? api.until : api.since) = bad_is_newer ? package.first_bad : package.last_good;
    }
    return api;
}

void explain_packages(PackageSource& source, const Comparison& comparison, Attribution& attribution) {
    explain_from_files(source.project(), comparison, attribution);
    std::map<std::string, std::map<std::string, std::string>> days;  // by the package's name and its releases
    // By the same key: why it could not be looked at, so that this is found out only once.
    std::map<std::string, std::string> failed;
    std::map<int, std::vector<CauseApi>> of_problem;
    for (auto& found : attribution.clusters) {
        const Cluster* cluster = cluster_of(comparison, found.cluster);
        if (!found.cause || !is_shown(*found.cause) || !cluster) continue;
        for (auto& package : found.cause->packages) {
            if (!both_have(package)) continue;
            const std::string key = fmt::format("{} {} {}", package.name, package.failing(), package.passing());
            try {
                if (!days.count(key))
                    days[key] = source.release_days(package.name, {package.passing(), package.failing()});
                package.released = days[key];
                if (package.behind) continue;  // it has to do with another failure
                if (failed.count(key)) throw Error(failed[key]);
                for (const auto& api : package_changes(source, package, *cluster))
                    add(of_problem[problem_of(found)], api);
            } catch (const Interrupted&) {
                throw;
            } catch (const std::exception& error) {
                failed[key] = error.what();
                add_caveat(found.caveats,
                           {CaveatKind::package_changes, {package.name}, {ObstacleKind::failed, error.what()}});
            }
        }
    }
    tell_of_the_rest(source, comparison, attribution, of_problem);
    for (auto& found : attribution.clusters)
        if (found.cause && is_shown(*found.cause))
            found.cause->api = with_notes(of_problem[problem_of(found)], found.cause->api);
}

}  // namespace testskew::explain
