#include "environment/unavailable.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "environment/failure.hpp"
#include "environment/requirement_line.hpp"

namespace testskew::environment {
namespace {

/// Tries to resolve, and gives up one package after the other that the resolver names as the reason of a failure.
class Search {
public:
    Search(const InstalledPackages& installed, std::vector<std::string>& notes, std::vector<Fidelity>& fidelity)
        : installed_(installed), wanted_(installed.packages), notes_(notes), fidelity_(fidelity) {}

    PackageSet run(const ResolveLines& resolve) {
        PackageSet found;
        while (!wanted_.empty()) {
            std::vector<std::string> lines;
            for (const auto& [name, package] : wanted_) lines.push_back(line_of(name, package));
            try {
                found = resolve(lines);
                break;
            } catch (const BuildError& error) {
                if (error.failure.network || error.failure.timed_out || !give_up(error.failure)) throw;
            }
        }
        for (auto& [name, package] : found)
            if (const auto one = wanted_.find(name); package.version.empty() && one != wanted_.end())
                package.version = one->second.version;
        note_replaced(found);
        return found;
    }

private:
    /// Gives up the package that is the reason of a failure. Returns false if the failure names none.
    bool give_up(const BuildFailure& failure) {
        const auto named = std::find_if(failure.packages.begin(), failure.packages.end(),
                                        [&](const std::string& name) { return wanted_.count(name) > 0; });
        if (named == failure.packages.end()) return false;
        const std::string& name = *named;
        Package& package = wanted_.at(name);
        const auto source = installed_.sources.find(name);
        const size_t label = package.version.find('+');
        if (source == installed_.sources.end() && label != std::string::npos) {
            const std::string version = package.version.substr(0, label);
            fidelity_.push_back({name, package.version, version});
            package = {version, name + "==" + version};
            return true;
        }
        std::erase_if(fidelity_, [&](const Fidelity& one) { return one.what == name; });
        const std::string version = installed_.packages.at(name).version;
        std::string from = "which the package index does not have";
        if (source != installed_.sources.end())
            from = "installed from " + without_credentials(source->second);
        else if (failure.no_wheel_or_build)
            from = failure.reason;
        notes_.push_back(fmt::format("cannot be had again: {} {}, {}", name, version, from));
        wanted_.erase(name);
        return true;
    }

    /// Notes what was taken from the index because its file or folder is gone.
    void note_replaced(const PackageSet& found) {
        for (const auto& [name, package] : found) {
            const auto source = installed_.sources.find(name);
            if (source == installed_.sources.end() || package.requirement != name + "==" + package.version) continue;
            notes_.push_back(fmt::format(
                "{} {} was installed from {}, which cannot be used again: {} is taken from the package index", name,
                package.version, source->second, package.requirement));
        }
    }

    const InstalledPackages& installed_;
    PackageSet wanted_;
    std::vector<std::string>& notes_;
    std::vector<Fidelity>& fidelity_;
};

}  // namespace

PackageSet available(const InstalledPackages& installed, const ResolveLines& resolve, std::vector<std::string>& notes,
                     std::vector<Fidelity>& fidelity) {
    return Search(installed, notes, fidelity).run(resolve);
}

}  // namespace testskew::environment
