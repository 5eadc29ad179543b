#include "profile/locked.hpp"

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>

#include "util/release.hpp"
#include "util/requirement.hpp"
#include "util/text.hpp"

namespace testskew::profile {
namespace {

/// Chooses packages by the groups that they name themselves.
std::map<std::string, const LockedPackage*> by_groups(const LockFile& lock, const LockChoice& choice) {
    const auto python = choice.variables.find("python_full_version");
    std::map<std::string, const LockedPackage*> chosen;
    for (const auto& package : lock.packages) {
        const bool wanted = std::any_of(package.markers.begin(), package.markers.end(), [&](const auto& group) {
            const bool asked = choice.groups.count(group.first) != 0 || choice.extras.count(group.first) != 0;
            return asked && marker_holds(group.second, choice.variables, choice.extras);
        });
        if (!wanted) continue;
        auto& place = chosen[package.name];
        // Of two versions, one is for other Pythons.
        const auto fits = [&](const LockedPackage& one) {
            return python == choice.variables.end() || version_satisfies(python->second, one.python);
        };
        if (!place || (!fits(*place) && fits(package)) ||
            (fits(*place) == fits(package) && compare_versions(place->version, package.version) < 0))
            place = &package;
    }
    return chosen;
}

/// Follows the dependencies from what the project asks for.
class Follower {
public:
    Follower(const LockFile& lock, const LockChoice& choice) : lock_(lock), choice_(choice) {
        for (const auto& package : lock.packages) by_name_[package.name].push_back(&package);
        if (const auto found = choice.variables.find("python_full_version"); found != choice.variables.end())
            python_ = found->second;
    }

    std::map<std::string, const LockedPackage*> follow() {
        bool asked = false;
        for (const auto* names : {&choice_.groups, &choice_.extras})
            for (const auto& name : *names)
                if (const auto root = lock_.roots.find(name); root != lock_.roots.end()) {
                    asked = asked || !root->second.empty();
                    need(root->second, choice_.extras);
                }
        if (!asked && lock_.roots.empty())  // nothing says what is asked for, so everything is
            for (const auto& package : lock_.packages) need({{package.name, {}, "", "", "", {}}}, {});
        while (!waiting_.empty()) {
            const auto dependency = waiting_.front();
            waiting_.pop_front();
            take(dependency);
        }
        return std::move(chosen_);
    }

private:
    void need(const std::vector<LockDependency>& dependencies, const std::set<std::string>& extras) {
        for (const auto& dependency : dependencies) {
            const bool brought = dependency.only_with.empty() ||
                                 std::any_of(dependency.only_with.begin(), dependency.only_with.end(),
                                             [&](const auto& extra) { return extras.count(extra) != 0; });
            const bool fits = dependency.python.empty() || version_satisfies(python_, dependency.python);
            if (brought && fits && marker_holds(dependency.marker, choice_.variables, extras))
                waiting_.push_back(dependency);
        }
    }

    void take(const LockDependency& dependency) {
        const LockedPackage* best = best_of(dependency);
        if (!best) return;
        chosen_[best->name] = best;
        std::set<std::string> extras = dependency.extras;
        if (!followed_.insert({best, extras}).second) return;
        need(best->dependencies, extras);
        if (extras.empty()) return;
        for (const auto* other : by_name_[dependency.name])  // pdm's entries for the package with extras
            if (!other->extras.empty() &&
                std::includes(extras.begin(), extras.end(), other->extras.begin(), other->extras.end()))
                need(other->dependencies, extras);
    }

    /// The entry of the lock that satisfies a dependency; nullptr if there is none.
    const LockedPackage* best_of(const LockDependency& dependency) {
        const auto found = by_name_.find(dependency.name);
        if (found == by_name_.end()) return nullptr;
        const auto rank = [&](const LockedPackage& one) {
            return std::make_tuple(one.extras.empty(), version_satisfies(python_, one.python),
                                   version_satisfies(one.version, dependency.constraint));
        };
        return *std::max_element(found->second.begin(), found->second.end(), [&](const auto* a, const auto* b) {
            if (rank(*a) != rank(*b)) return rank(*a) < rank(*b);
            return compare_versions(a->version, b->version) < 0;
        });
    }

    const LockFile& lock_;
    const LockChoice& choice_;
    std::string python_;
    std::map<std::string, std::vector<const LockedPackage*>> by_name_;
    std::deque<LockDependency> waiting_;
    std::set<std::pair<const LockedPackage*, std::set<std::string>>> followed_;
    std::map<std::string, const LockedPackage*> chosen_;
};

}  // namespace

std::map<std::string, const LockedPackage*> chosen_packages(const LockFile& lock, const LockChoice& choice) {
    return lock.grouped ? by_groups(lock, choice) : Follower(lock, choice).follow();
}

LockDependency parse_requirement(const std::string& requirement) {
    LockDependency result;
    if (const size_t egg = requirement.find("#egg="); requirement.starts_with("-e ") && egg != std::string::npos) {
        result.name = requirement_name(requirement.substr(egg + 5));  // a folder, as pdm writes it
        return result;
    }
    const size_t url = requirement.find(" @ ");
    // A ";" belongs to a URL unless a space is before it.
    const size_t marker = url == std::string::npos ? requirement.find(';') : requirement.find(" ;");
    if (marker != std::string::npos) result.marker = trim(requirement.substr(requirement.find(';', marker) + 1));
    std::string text(trim(std::string_view(requirement).substr(0, std::min(url, marker))));
    result.name = requirement_name(text);
    if (const size_t open = text.find('['); open != std::string::npos) {
        const size_t close = std::min(text.find(']', open), text.size());
        for (const auto& extra : split(text.substr(open + 1, close - open - 1), ','))
            if (!trim(extra).empty()) result.extras.insert(normalized_name(trim(extra)));
        text.erase(open, close - open + 1);
    }
    const size_t sign = text.find_first_of("<>=!~(");
    if (sign != std::string::npos)
        for (const char c : text.substr(sign))
            if (c != '(' && c != ')') result.constraint += c;
    return result;
}

}  // namespace testskew::profile
