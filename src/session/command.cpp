#include "session/command.hpp"

#include <unistd.h>

#include "session/host.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::session {
namespace {

// This many bytes of each of pytest's streams are kept, as the recording has what tests printed.
constexpr std::size_t output_cap = 1 << 18;

void append_arguments(std::vector<std::string>& command, const Selection& selection) {
    command.insert(command.end(), selection.options.begin(), selection.options.end());
    command.insert(command.end(), selection.targets.begin(), selection.targets.end());
}

/// Returns an absolute path without `.` and `..`, because Python 3.15 warns if sys.prefix has them. Symlinks stay,
/// because a virtual environment is found by the link that its python is.
std::string normal(const fs::path& path) { return fs::absolute(path).lexically_normal().string(); }

bool executable(const fs::path& path) {
    std::error_code error;
    return fs::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::vector<std::string> probed_command(const SessionRequest& request, const fs::path& boot, const fs::path& capture) {
    const bool script = request.selection.invocation == Invocation::pytest;
    std::vector<std::string> command = {normal(request.python),
                                        boot.string(),
                                        script ? "script" : "module",
                                        script ? normal(request.scripts / "pytest") : "-",
                                        capture.string(),
                                        "--"};
    append_arguments(command, request.selection);
    return command;
}

std::vector<std::string> bare_command(const SessionRequest& request) {
    std::vector<std::string> command;
    if (request.selection.invocation == Invocation::pytest)
        command = {normal(request.scripts / "pytest")};
    else
        command = {normal(request.python), "-m", "pytest"};
    append_arguments(command, request.selection);
    return command;
}

std::vector<std::string> junit_command(const SessionRequest& request, const fs::path& junit) {
    auto command = bare_command(request);
    const auto first = command.begin() + (request.selection.invocation == Invocation::pytest ? 1 : 3);
    const auto after_options = first + static_cast<std::ptrdiff_t>(request.selection.options.size());
    const std::vector<std::string> options = {"-o", "junit_family=xunit1", "--junitxml=" + junit.string()};
    command.insert(after_options, options.begin(), options.end());
    return command;
}

process::Command command_of(const SessionRequest& request, std::vector<std::string> argv) {
    process::Command command;
    command.surroundings() = request.surroundings();
    command.argv = std::move(argv);
    command.host = host_changes(request.host);
    command.output_cap = output_cap;
    return command;
}

std::vector<std::string> setup_command(const SessionRequest& request, std::vector<std::string> argv) {
    if (argv.empty()) return argv;
    const fs::path program = argv[0];
    if (program.has_parent_path()) {
        if (program.is_relative()) argv[0] = (request.directory / program).lexically_normal().string();
        return argv;
    }
    std::vector<std::string> folders = {request.scripts.string()};
    const auto path = request.environ.find("PATH");
    for (const auto& folder : split(path == request.environ.end() ? "/usr/local/bin:/usr/bin:/bin" : path->second, ':'))
        if (fs::path(folder).is_absolute()) folders.push_back(folder);
    for (const auto& folder : folders)
        if (executable(fs::path(folder) / program)) {
            argv[0] = normal(fs::path(folder) / program);
            break;
        }
    return argv;
}

}  // namespace testskew::session
