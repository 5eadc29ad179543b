// testskew profiles list and testskew profiles show.
#include "profile/profile.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/ci_project.hpp"
#include "cli/commands.hpp"
#include "cli/message.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "embedded/profiles.hpp"

namespace testskew::cli {

ExitCode profiles_list(const Options& options) {
    const auto all = profile::list(project_with_ci(std::filesystem::current_path(), {std::nullopt}));
    if (options.json) {
        nlohmann::json document = {{"schema", 1}, {"profiles", nlohmann::json::array()}};
        for (const auto& p : all)
            document["profiles"].push_back({{"name", p.name}, {"origin", p.origin}, {"description", p.description}});
        if (give_json(options, document.dump(2) + "\n")) return ExitCode::ok;
    }
    size_t name_width = 0, origin_width = 0;
    for (const auto& p : all) {
        name_width = std::max(name_width, p.name.size());
        origin_width = std::max(origin_width, p.origin.size());
    }
    std::string text;
    for (const auto& p : all) {
        std::string line = options.verbosity < 0 ? p.name
                                                 : fmt::format("{:<{}}  {:<{}}  {}", p.name, name_width, p.origin,
                                                               origin_width, p.description);
        line.erase(line.find_last_not_of(' ') + 1);
        text += shown_message(line, ExitCode::usage) + "\n";
    }
    print(text);
    return ExitCode::ok;
}

ExitCode profiles_show(const Options& options) {
    const auto project = project_with_ci(std::filesystem::current_path(), {options.profile});
    if (options.profile == "schema") {
        for (const auto& [name, content] : embedded::profiles())
            if (name == "profile.schema.json") print(std::string(content));
        return ExitCode::ok;
    }
    const std::string text = profile::show(project, options.profile, std::filesystem::current_path());
    const auto document = [&] {
        return nlohmann::json({{"schema", 1}, {"name", options.profile}, {"toml", text}}).dump(2) + "\n";
    };
    if (!options.json || !give_json(options, document())) print(text);
    return ExitCode::ok;
}

}  // namespace testskew::cli
