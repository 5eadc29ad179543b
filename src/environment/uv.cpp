#include "environment/uv.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <mutex>

#include "environment/failure.hpp"
#include "environment/index_credentials.hpp"
#include "process/environ.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

bool executable(const fs::path& path) {
    std::error_code error;
    return path.is_absolute() && fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

fs::path own_folder() {
    std::error_code error;
    return fs::read_symlink("/proc/self/exe", error).parent_path();
}

/// Returns the environ of the user, with the variables that git needs to reach a private repository, and without those
/// that would point git at another repository.
Environ user_environ() {
    Environ environ = process::environ_without_git();
    for (const char* name :
         {"GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_NO_VERIFY"})
        if (const auto value = environment_variable(name)) environ[name] = *value;
    return environ;
}

/// Returns Pythons that may have a pip, the most likely first: that of the environment into which testskew itself was
/// installed, and those on PATH. Debian's own Python has none.
std::vector<fs::path> pythons_at_hand() {
    std::vector<fs::path> found;
    if (const fs::path beside = own_folder() / "python3"; executable(beside)) found.push_back(beside);
    for (const char* name :
         {"python3", "python", "python3.13", "python3.12", "python3.14", "python3.11", "python3.10", "python3.9"})
        if (auto path = find_on_path(name)) found.push_back(*path);
    return found;
}

/// Installs uv below `home` with pip, in a folder that gets its name when it is complete. Returns the path of the
/// program. Throws Error (exit code 4).
fs::path install_uv(const fs::path& home) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(home, ignored))  // The lock is held: whoever made these is dead.
        if (entry.path().filename().string().starts_with("new-")) remove_tree(entry.path());
    std::string reason = "no Python with pip was found";
    for (const auto& python : pythons_at_hand()) {
        const fs::path temporary = make_temporary_directory(home, "new-");
        process::Command command;
        command.argv = {
            python.string(), "-m",        "pip",      "install",          "--quiet", "--disable-pip-version-check",
            "--no-input",    "--no-deps", "--target", temporary.string(), "uv"};
        command.environ = user_environ();
        for (const char* name :
             {"PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV"})
            command.environ.erase(name);
        command.directory = "/";
        const auto exit = process::run(command);
        if (exit.ok() && executable(temporary / "bin" / "uv")) {
            remove_tree(home / "current");
            std::error_code error;
            fs::rename(temporary, home / "current", error);
            if (!error) return home / "current" / "bin" / "uv";
        }
        remove_tree(temporary);
        const auto lines = split(trim(exit.err), '\n');
        if (!lines.empty() && !lines.back().empty() && lines.back().find("No module named pip") == std::string::npos)
            reason = printable(without_credentials(lines.back()));
    }
    throw Error(fmt::format("uv is needed to make environments, and pip could not install it ({}): install uv (for "
                            "example `pipx install uv`) "
                            "and have it on PATH, or set UV to its path",
                            reason),
                ExitCode::environment);
}

}  // namespace

/// The folder in which find_uv() installs uv.
static fs::path own_uv_home() { return cache_directory() / "uv"; }

std::optional<fs::path> present_uv() {
    if (const auto named = environment_variable("UV"); named && !named->empty()) {
        if (executable(*named)) return *named;
        if (const auto on_path = find_on_path(*named)) return *on_path;
        throw Error(fmt::format("UV is set to {}, which is no program that can be run: correct or unset it", *named),
                    ExitCode::environment);
    }
    if (const auto on_path = find_on_path("uv")) return *on_path;
    std::vector<fs::path> places{own_folder() / "uv"};
    if (const auto home = environment_variable("HOME"); home && !home->empty())
        for (const char* place : {".local/bin/uv", ".cargo/bin/uv"}) places.push_back(fs::path(*home) / place);
    places.push_back(own_uv_home() / "current" / "bin" / "uv");
    for (const auto& place : places)
        if (executable(place)) return place;
    return std::nullopt;
}

fs::path find_uv(const BuildOptions& options) {
    static std::mutex mutex;
    static fs::path found;
    const std::lock_guard guard(mutex);
    if (!found.empty() && executable(found)) return found;
    if (const auto present = present_uv()) return found = *present;
    if (options.offline)
        throw Error(
            "uv is needed to make environments and was not found, and --offline forbids installing it: have it on "
            "PATH, or set UV to its path",
            ExitCode::environment);
    const fs::path home = own_uv_home(), kept = home / "current" / "bin" / "uv";
    std::error_code ignored;
    fs::create_directories(home, ignored);
    const FileLock lock(home / "lock");
    if (executable(kept)) return found = kept;
    return found = install_uv(home);
}

Environ environ_for_uv(const BuildOptions& options) {
    const Environ environ = user_environ();
    return uv_environ(environ, pip_settings(environ), uv_files_name_an_index(options.project, environ));
}

process::Exit run_uv(const std::vector<std::string>& arguments, const BuildOptions& options, bool enter) {
    process::Command command;
    command.argv = {find_uv(options).string()};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    if (options.offline) command.argv.push_back("--offline");
    command.environ = environ_for_uv(options);
    hide_credentials(command.argv, command.environ);
    command.directory = options.project.empty() ? fs::path("/") : options.project;
    command.timeout = options.timeout;
    if (enter) command.entrance = options.entrance;
    return process::run(command);
}

void fail_build(const std::string& what, const process::Exit& exit) {
    BuildFailure failure;
    if (!exit.start_error.empty())
        failure.reason = "uv could not be started: " + exit.start_error;
    else if (exit.timed_out) {
        failure.reason = fmt::format("it was not done after {:.0f} s", exit.seconds);
        failure.timed_out = true;
    } else if (exit.signal != 0)
        failure.reason = fmt::format("uv was ended by signal {}", exit.signal);
    else
        failure = read_failure(exit.err);
    std::string message = what + ": " + failure.reason;
    if (failure.network)
        message += " (is the package index reachable? what was resolved and built before works with --offline)";
    throw BuildError(message, std::move(failure));
}

}  // namespace testskew::environment
