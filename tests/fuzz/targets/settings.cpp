// testskew.toml, pyproject.toml and the configuration of tox.
#include <memory>

#include "model/interpreter.hpp"
#include "model/profile.hpp"
#include "place.hpp"
#include "profile/project.hpp"
#include "profile/requirements.hpp"
#include "profile/settings.hpp"
#include "profile/show.hpp"
#include "profile/toml.hpp"
#include "profile/tox_environment.hpp"
#include "targets.hpp"
#include "util/error.hpp"

namespace testskew::fuzz {
namespace {

constexpr std::size_t most_profiles = 20;  ///< A file may have thousands: what one of them does, the others do.

}  // namespace

void testskew_toml(const std::string& text) {
    const auto& root = project_folder();
    auto config = std::make_shared<profile::ConfigFile>(profile::read_config(
        profile::parse_toml(text, "testskew.toml"), root / "testskew.toml", "testskew.toml", true));
    profile::Project project;
    project.root = root;
    project.profiles = config;
    for (std::size_t i = 0; i < config->profiles.size() && i < most_profiles; ++i) try {
            // What is shown can be read again.
            const std::string shown = profile::show(project, config->profiles[i].name, root);
            profile::read_config(profile::parse_toml(shown, "shown"), root / "shown.toml", "shown", false);
        } catch (const Error&) {
        }
}

void pyproject(const std::string& text) {
    const std::filesystem::path folder = project_folder() / "declared";
    std::filesystem::create_directories(folder);
    const auto [toml, setup] = in_two(text);
    written("declared/pyproject.toml", toml);
    written("declared/setup.cfg", setup);
    Interpreter interpreter;
    interpreter.version = "3.11.7";
    profile::requirements_of(Profile(), folder, interpreter);
}

void tox(const std::string& text) {
    const auto [ini, toml] = in_two(text);
    const auto read = [](const profile::ToxConfiguration& configuration) {
        auto names = configuration.run_by_default();
        if (names.size() > most_profiles) names.resize(most_profiles);
        names.push_back("py311-x");
        for (const auto& name : names) configuration.environment(name);
        configuration.names();
    };
    read(*profile::tox_ini(ini, "tox.ini"));
    if (toml.empty()) return;
    std::filesystem::create_directories(project_folder() / "tox");
    written("tox/tox.toml", toml);
    if (const auto found = profile::tox_configuration(project_folder() / "tox")) read(*found);
}

}  // namespace testskew::fuzz
