#include "profile/installed_python.hpp"

#include <nlohmann/json.hpp>

#include "process/environ.hpp"
#include "process/process.hpp"

namespace testskew::profile {
namespace {

/// Virtual environments of virtualenv before its version 20 have no base_prefix, but real_prefix.
constexpr const char* script = R"(
import json, os, sys
sites = [p for p in sys.path if os.path.basename(p) in ('site-packages', 'dist-packages') and os.path.isdir(p)]
print(json.dumps({
    'executable': sys.executable, 'prefix': sys.prefix, 'sites': sites,
    'virtual': hasattr(sys, 'real_prefix') or sys.prefix != sys.base_prefix}))
)";

}  // namespace

std::optional<InstalledPython> installed_python(const std::filesystem::path& python,
                                                const std::filesystem::path& directory) {
    process::Command command;
    command.argv = {python.string(), "-c", script};
    command.environ = process::own_environ();
    command.directory = directory;
    command.timeout = std::chrono::seconds(30);
    const auto exit = process::run(command);
    if (!exit.ok()) return std::nullopt;
    try {
        const auto answer = nlohmann::json::parse(exit.out);
        InstalledPython found;
        found.executable = answer.at("executable").get<std::string>();
        found.prefix = answer.at("prefix").get<std::string>();
        found.is_virtual = answer.at("virtual").get<bool>();
        for (const auto& site : answer.at("sites")) found.sites.emplace_back(site.get<std::string>());
        return found;
    } catch (const nlohmann::json::exception&) {  // for example a sitecustomize that prints
        return std::nullopt;
    }
}

}  // namespace testskew::profile
