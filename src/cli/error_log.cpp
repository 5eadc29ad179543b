#include "cli/error_log.hpp"

#include <cxxabi.h>
#include <fmt/core.h>
#include <sys/utsname.h>

#include <cstdlib>
#include <ctime>
#include <memory>
#include <typeinfo>

#include "cli/commands.hpp"
#include "process/environ.hpp"
#include "util/backtrace.hpp"
#include "util/files.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

std::string now() {
    const std::time_t seconds = std::time(nullptr);
    std::tm parts = {};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

std::string type_of(const std::exception& error) {
    int status = 0;
    const char* name = typeid(error).name();
    const std::unique_ptr<char, decltype(&std::free)> readable(abi::__cxa_demangle(name, nullptr, nullptr, &status),
                                                               &std::free);
    return readable ? readable.get() : name;
}

std::string system_name() {
    struct utsname system = {};
    if (::uname(&system) != 0) return "unknown";
    return fmt::format("{} {} {}", system.sysname, system.release, system.machine);
}

/// Writes the log and returns its path. Returns an empty path if it could not be written, as that must not hide the
/// error itself.
fs::path write_log(const std::string& text) noexcept try {
    std::error_code ignored;
    const fs::path path = error_log_folder(fs::current_path(ignored)) / "internal-error.log";
    write_file(path, text, 0600);
    return path;
} catch (...) {
    return {};
}

/// Writes `--token=x` as `--token=***`. Secrets does not do this, because ordinary text holds too many harmless words
/// like `token=x`.
std::string without_secret(const std::string& argument) {
    const auto sign = argument.find('=');
    const bool secret =
        argument.starts_with("--") && sign != std::string::npos && secret_name(argument.substr(2, sign - 2));
    return secret ? argument.substr(0, sign + 1) + "***" : argument;
}

}  // namespace

std::string error_log_text(const std::exception& error, const std::vector<std::string>& given) {
    std::vector<std::string> arguments;
    for (const auto& argument : given) arguments.push_back(without_secret(argument));
    std::string text = fmt::format(
        "An internal error of testskew. Please report it with this file, after a look at what it tells.\n\n"
        "time:      {}\ntestskew:  {}\nsystem:    {}\ncompiler:  {}\narguments: {}\nerror:     {}: {}\n\n",
        now(), version(), system_name(), __VERSION__, shell_command(arguments), type_of(error), error.what());
    const auto frames = backtrace_of(error);
    text += frames.empty() ? "It is not known where it was thrown.\n"
                           : "Thrown in (`addr2line -Cfie PROGRAM OFFSET` names a place):\n";
    for (const auto& frame : frames) text += "  " + frame + "\n";
    return Secrets(process::environ_without_git()).hide(std::move(text));
}

fs::path error_log_folder(const fs::path& start) {
    std::error_code error;
    for (fs::path folder = start; !folder.empty(); folder = folder.parent_path()) {
        if (fs::is_directory(folder / ".testskew", error)) return folder / ".testskew";
        if (folder == folder.parent_path()) break;
    }
    return cache_directory();
}

int report_internal_error(const Options& options, const std::vector<std::string>& arguments,
                          const std::exception& error) noexcept try {
    const fs::path log = write_log(error_log_text(error, arguments));
    const std::string details = log.empty() ? "" : fmt::format("; details in {}", log.string());
    return fail(options, fmt::format("{}{}; please report it", error.what(), details), ExitCode::internal);
} catch (...) {
    return fail(options, error.what(), ExitCode::internal);
}

}  // namespace testskew::cli
