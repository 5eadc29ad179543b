// testskew init: writes testskew.toml from what the project's CI says.
#include <fmt/core.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/leg_source.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::cli {

ExitCode init(const Options& options) {
    const LegSource source = leg_source({options.source, options.log, options.junit, options.leg, {}});
    const std::filesystem::path file = std::filesystem::path(source.root) / "testskew.toml";
    const bool there = std::filesystem::exists(std::filesystem::symlink_status(file));
    if (options.json) {
        nlohmann::ordered_json document = {{"schema", 1},
                                           {"leg", ci::leg_json(source.choice.leg)},
                                           {"why", source.choice.why},
                                           {"others", source.choice.others},
                                           {"not_read", source.choice.not_read},
                                           {"failing", source.failing},
                                           {"log", source.log},
                                           {"toml", source.toml}};
        if (give_json(options, document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n")) {
            if (options.print_only) return ExitCode::ok;
        }
    }
    if (options.print_only) {
        print(source.toml);
        return ExitCode::ok;
    }
    if (there && !options.force)
        throw Error(fmt::format("{} is there already: --force overwrites it, --print shows what would be written",
                                printable(file.string())));
    write_through(file, source.toml);
    if (options.json && *options.json == "-") return ExitCode::ok;
    const auto& leg = source.choice.leg;
    const std::string axes = ci::axes_text(leg.axes);
    std::string text = fmt::format("wrote {} with the profiles ci and local\nfrom {}{}{}: {}\n",
                                   file.lexically_relative(std::filesystem::current_path()).string(), leg.workflow,
                                   leg.job.empty() ? "" : ", job " + leg.job, axes.empty() ? "" : " (" + axes + ")",
                                   source.choice.why);
    text += ci::leg_words(leg);
    if (const auto& others = source.choice.others; !others.empty())
        text +=
            fmt::format("{} by pytest, as {}: --leg takes another one\n",
                        others.size() == 1 ? "1 other leg is run" : fmt::format("{} other legs are run", others.size()),
                        printable(others.front()));
    for (const auto& one : source.choice.not_read) text += "not read: " + printable(one) + "\n";
    print(text);
    return ExitCode::ok;
}

}  // namespace testskew::cli
