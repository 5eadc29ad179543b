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

std::string error_document(const std::string& message, ExitCode code) {
    const nlohmann::json document = {
        {"schema", 1}, {"error", {{"message", valid_utf8(message)}, {"exit_code", static_cast<int>(code)}}}};
    return document.dump(2) + "\n";
}

/// Marks every line of a message but the first one. What somebody has put into a name cannot look like a line of its
/// own, which a CI would take for a command (::error::).
static std::string on_own_lines(const std::string& message) {
    std::string result;
    for (const char c : message) result += c == '\n' ? std::string("\n  | ") : std::string(1, c);
    return result;
}

int fail(const Options& options, const std::string& message, ExitCode code) noexcept try {
    const Secrets secrets(process::environ_without_git());
    const int status = static_cast<int>(code);
    std::fprintf(stderr, "testskew: %s%s\n", code == ExitCode::internal ? "internal error: " : "",
                 secrets.hide(on_own_lines(printable(message))).c_str());
    if (options.json) {
        const std::string text = error_document(secrets.hide(message), code);
        if (*options.json == "-")
            std::fputs(text.c_str(), stdout);
        else
            write_through(*options.json, text);
    }
    return status;
} catch (...) {
    return static_cast<int>(code);
}

}  // namespace testskew::cli
