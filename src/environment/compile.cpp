#include "environment/compile.hpp"

#include <algorithm>

#include "environment/uv.hpp"
#include "util/files.hpp"
#include "util/requirement.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

fs::path without_trailing_slash(const std::string& text) {
    fs::path path = fs::path(text).lexically_normal();
    return path.has_filename() ? path : path.parent_path();
}

/// Returns the folder that a line installs, or an empty path if it installs none. It sets `name` if the line gives the
/// name of what is there.
fs::path folder_of(const std::string& line, const fs::path& root, std::string& name) {
    std::string target = line.starts_with("-e ") ? std::string(trim(std::string_view(line).substr(3))) : line;
    if (const size_t at = target.find(" @ "); at != std::string::npos) {
        name = requirement_name(target.substr(0, at));
        target = trim(std::string_view(target).substr(at + 3));
    }
    if (const std::string path = file_url_path(target); !path.empty()) target = path;
    if (target.ends_with("]")) target.erase(target.rfind('['));
    if (target.find('/') == std::string::npos && target != "." && target != "..") return {};
    if (target.find("://") != std::string::npos) return {};
    std::error_code error;
    const fs::path path = without_trailing_slash((root / target).string());
    return fs::is_directory(path, error) ? path : fs::path();
}

}  // namespace

Compiled read_compiled(const std::string& text, const std::vector<LocalRequirement>& local, const fs::path& root) {
    Compiled compiled;
    for (std::string line : logical_lines(text)) {
        if (line.starts_with("--")) continue;
        if (const size_t marker = line.find(" ; "); marker != std::string::npos) line.erase(marker);
        std::string name;
        if (const fs::path folder = folder_of(line, root, name); !folder.empty()) {
            const auto asked =
                std::find_if(local.begin(), local.end(), [&](const LocalRequirement& l) { return l.path == folder; });
            LocalInstall install;
            if (asked != local.end()) {
                install = asked->install;
            } else {  // It is a dependency of one of them.
                install.path = folder.lexically_relative(root.lexically_normal()).string();
                install.editable = line.starts_with("-e ");
            }
            if (install.name.empty()) install.name = name.empty() ? declared_name(folder) : name;
            if (std::find_if(compiled.local.begin(), compiled.local.end(),
                             [&](const LocalInstall& l) { return l.path == install.path; }) == compiled.local.end())
                compiled.local.push_back(std::move(install));
            continue;
        }
        name = requirement_name(line);
        if (name.empty()) continue;
        Package package;
        if (const size_t equals = line.find("==");
            equals != std::string::npos && line.find(" @ ") == std::string::npos) {
            package.version = trim(std::string_view(line).substr(equals + 2));
            package.requirement = name + "==" + package.version;
        } else {
            package.requirement = line;
            package.version = wheel_version(fs::path(line.substr(0, line.find('#'))).filename().string());
        }
        compiled.packages[name] = std::move(package);
    }
    return compiled;
}

Compiled compile(const CompileRequest& request, const Interpreter& interpreter, const fs::path& root,
                 const BuildOptions& options) {
    if (request.flat.lines.empty() && request.flat.groups.empty()) return {};
    const TemporaryFolder folder;
    std::vector<std::string> preferred;
    for (const auto& [name, package] : request.preferred)
        if (!package.version.empty()) preferred.push_back(name + "==" + package.version);
    const std::string output =
        folder.file("preferred.txt", preferred);  // uv keeps to the versions that its output file has.
    std::vector<std::string> arguments{"pip",
                                       "compile",
                                       "--python",
                                       interpreter.executable,
                                       "--no-header",
                                       "--no-annotate",
                                       "--output-file",
                                       output,
                                       folder.file("requirements.in", request.flat.lines)};
    if (!request.flat.constraints.empty())
        arguments.insert(arguments.end(), {"--constraints", folder.file("constraints.txt", request.flat.constraints)});
    if (!request.overrides.empty())
        arguments.insert(arguments.end(), {"--overrides", folder.file("overrides.txt", request.overrides)});
    for (const auto& group : request.flat.groups) arguments.insert(arguments.end(), {"--group", group});
    if (!request.dependencies) arguments.push_back("--no-deps");
    if (!request.exclude_newer.empty()) arguments.insert(arguments.end(), {"--exclude-newer", request.exclude_newer});
    std::vector<std::string> behind_urls;  // They may hold credentials, which no command line may show.
    for (size_t i = 0; i < request.flat.arguments.size(); ++i) {
        if (request.flat.arguments[i] == "--requirements" || request.flat.arguments[i] == "--constraints") {
            const char* option = request.flat.arguments[i] == "--requirements" ? "-r " : "-c ";
            behind_urls.push_back(option + request.flat.arguments[++i]);
        } else {
            arguments.push_back(request.flat.arguments[i]);
        }
    }
    if (!behind_urls.empty()) arguments.push_back(folder.file("behind-urls.in", behind_urls));
    arguments.insert(arguments.end(), request.arguments.begin(), request.arguments.end());
    const auto exit = run_uv(arguments, options, true);
    if (!exit.ok()) fail_build(request.what, exit);
    return read_compiled(read_file(output).value_or(""), request.flat.local, root);
}

}  // namespace testskew::environment
