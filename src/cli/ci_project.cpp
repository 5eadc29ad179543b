#include "cli/ci_project.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "ci/choose.hpp"
#include "cli/leg_source.hpp"
#include "interpreter/find.hpp"
#include "profile/settings.hpp"
#include "util/error.hpp"
#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::cli {
namespace fs = std::filesystem;
namespace {

constexpr const char* label = "testskew init";

/// The place of a key is the line of the CI's file that says it: the comment that stands beside the key.
void set_places(profile::Settings& settings, const std::vector<std::string>& lines) {
    for (auto& [name, setting] : settings.keys) {
        const size_t colon = setting.place.rfind(':');
        const auto line = static_cast<size_t>(std::atoi(setting.place.c_str() + colon + 1));
        if (line == 0 || line > lines.size()) continue;
        const size_t comment = lines[line - 1].rfind("  # ");
        setting.place = comment == std::string::npos ? settings.origin : lines[line - 1].substr(comment + 4);
    }
}

/// Whether this is one of the names that a project without a testskew.toml gets from its CI.
bool is_ci_name(const std::string& name) { return name == "ci" || name == "local" || name == oldest_leg; }

/// The profiles that a leg makes, with the CI's own lines as their places.
profile::ConfigFile profiles_of_leg(const LegSource& source) {
    const auto& leg = source.choice.leg;
    profile::ConfigFile config = profile::read_config(profile::parse_toml(source.toml, label),
                                                      fs::path(source.root) / "testskew.toml", label, true);
    const auto lines = split(source.toml, '\n');
    const std::string axes = ci::axes_text(leg.axes);
    for (auto& settings : config.profiles) {
        settings.origin = fmt::format("{}'s job {}{}", leg.workflow, leg.job, axes.empty() ? "" : " (" + axes + ")");
        set_places(settings, lines);
        if (settings.name != "ci") continue;
        std::string note = fmt::format("{}: {}", settings.origin, source.choice.why);
        if (!leg.python.value.empty())
            note += fmt::format("; Python {} ({})", leg.python.value, leg.python.origin.text());
        if (leg.pytest) note += fmt::format("; {} ({})", leg.pytest->invocation, leg.pytest->origin.text());
        settings.notes.push_back(note + "; testskew init --print shows all of it");
        for (const auto& text : leg.not_knowable) settings.notes.push_back("not known: " + text);
    }
    return config;
}

/// Whether an interpreter of this version is on this machine.
bool is_here(const std::string& version) {
    try {
        interpreter::find(version, "/");
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// The oldest Python among the legs that run pytest on Linux and that can be had here; "" if there is none that is
/// older than `than`.
std::string oldest_python(const std::string& root, const std::string& than) {
    std::vector<std::string> not_read, versions;
    for (const auto& leg : ci::testing_legs(ci::Tree{root}, not_read)) {
        const std::string version = ci::version_of(leg);
        const bool plain = !version.empty() && version.find_first_not_of("0123456789.") == std::string::npos;
        if (plain && ci::on_linux(leg) && compare_versions(version, than) < 0) append_once(versions, version);
    }
    std::sort(versions.begin(), versions.end(),
              [](const auto& a, const auto& b) { return compare_versions(a, b) < 0; });
    const auto found = std::find_if(versions.begin(), versions.end(), is_here);
    return found == versions.end() ? "" : *found;
}

/// Adds the profile of the oldest leg, if it is another one than that of `ci`.
void add_oldest_leg(const LegSource& source, const fs::path& start, profile::ConfigFile& config) {
    const std::string version = oldest_python(source.root, ci::version_of(source.choice.leg));
    if (version.empty()) return;
    try {
        const LegSource oldest = leg_source({"", "", "", {"py=" + version}, start});
        if (!oldest.choice.leg.runs_tests) return;
        for (auto& settings : profiles_of_leg(oldest).profiles) {
            if (settings.name != "ci") continue;
            settings.name = oldest_leg;
            config.profiles.push_back(std::move(settings));
        }
    } catch (const Error&) {  // what is missing is said of the other leg
    }
}

}  // namespace

profile::Project project_with_ci(const fs::path& start, const std::vector<std::optional<std::string>>& asked) {
    profile::Project project = profile::find_project(start);
    const bool wanted =
        std::any_of(asked.begin(), asked.end(), [](const auto& name) { return !name || is_ci_name(*name); });
    if (project.config || !wanted) return project;
    LegSource source;
    try {
        source = leg_source({"", "", "", {}, start});
    } catch (const Error&) {
        return project;  // what is missing is said as it is without a CI
    }
    const auto& leg = source.choice.leg;
    // Below the root of the repository, the runs of another folder would not be found again.
    if (!leg.runs_tests || fs::path(source.root) != project.root) return project;
    auto config = std::make_shared<profile::ConfigFile>(profiles_of_leg(source));
    if (std::find(asked.begin(), asked.end(), oldest_leg) != asked.end()) add_oldest_leg(source, start, *config);
    project.profiles = std::move(config);
    return project;
}

}  // namespace testskew::cli
