#include "cli/commands.hpp"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/files.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

namespace testskew::cli {

ExitCode execute(const Options& options) {
    static const std::map<std::string, ExitCode (*)(const Options&)> commands = {
        {"run", run},
        {"attribute", attribute},
        {"record", record},
        {"compare", compare},
        {"rerun", rerun},
        {"report", report},
        {"verify", verify},
        {"repro", repro},
        {"profiles list", profiles_list},
        {"profiles show", profiles_show},
        {"environments list", environments_list},
        {"environments prune", environments_prune},
        {"api", api},
        {"doctor", doctor},
        {"completion", completion},
        {"man", man},
        {"init", init},
        {"ci", ci},
        {"plan", plan},
        {"hook install", hook_install},
        {"hook run", hook_run},
        {"hook status", hook_status},
        {"hook uninstall", hook_uninstall},
    };
    return commands.at(options.command)(options);
}

int fail(const Options& options, const std::string& message, ExitCode code) noexcept try {
    const Secrets secrets(process::environ_without_git());
    const int status = static_cast<int>(code);
    std::fprintf(stderr, "testskew: %s%s\n", code == ExitCode::internal ? "internal error: " : "",
                 secrets.hide(printable(message)).c_str());
    if (options.json) {
        const nlohmann::json document = {
            {"schema", 1}, {"error", {{"message", secrets.hide(valid_utf8(message))}, {"exit_code", status}}}};
        const std::string text = document.dump(2) + "\n";
        if (*options.json == "-")
            std::fputs(text.c_str(), stdout);
        else
            write_file(*options.json, text);
    }
    return status;
} catch (...) {
    return static_cast<int>(code);
}

}  // namespace testskew::cli
