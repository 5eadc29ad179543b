#include "cli/ci_project.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/leg_source.hpp"
#include "profile/settings.hpp"
#include "util/error.hpp"
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

}  // namespace

profile::Project project_with_ci(const fs::path& start, const std::vector<std::optional<std::string>>& asked) {
    profile::Project project = profile::find_project(start);
    const bool wanted = std::any_of(asked.begin(), asked.end(),
                                    [](const auto& name) { return !name || *name == "ci" || *name == "local"; });
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
    auto config = std::make_shared<profile::ConfigFile>(profile::read_config(
        profile::parse_toml(source.toml, label), fs::path(source.root) / "testskew.toml", label, true));
    const auto lines = split(source.toml, '\n');
    const std::string axes = ci::axes_text(leg.axes);
    for (auto& settings : config->profiles) {
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
    project.profiles = std::move(config);
    return project;
}

}  // namespace testskew::cli
