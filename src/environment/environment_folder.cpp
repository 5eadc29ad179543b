#include "environment/environment_folder.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include "environment/bytecode.hpp"
#include "environment/clone.hpp"
#include "environment/failure.hpp"
#include "environment/footprint.hpp"
#include "environment/installed.hpp"
#include "environment/tree_digest.hpp"
#include "environment/use_marks.hpp"
#include "environment/uv.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

long modified(const fs::path& path) {
    struct stat state{};
    return ::stat(path.c_str(), &state) == 0 ? modified_nanoseconds(state) : 0;
}

/// Lets uv copy what it installs, so that nothing that is done to the environment reaches uv's own cache. Its "clone"
/// makes hard links where the file system cannot clone.
void add_link_mode(std::vector<std::string>& command, const BuildOptions& options) {
    if (options.own_files) command.insert(command.end(), {"--link-mode", "copy"});
}

process::Exit run_python(const fs::path& python, const std::vector<std::string>& arguments) {
    process::Command command;
    command.argv = {python.string(), "-I"};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environ = environ_for_uv({});
    command.directory = "/";
    return process::run(command);
}

/// Returns the folders in which an interpreter's ensurepip may have its wheels: CPython's own, and the folder that a
/// Linux distribution uses instead (WHEEL_PKG_DIR).
std::vector<std::string> folders_of_bundled_wheels(const Interpreter& interpreter) {
    const auto exit = run_python(
        interpreter.executable,
        {"-c",
         "import os, sysconfig\n"
         "try:\n    import ensurepip\n    print(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))\n"
         "except ImportError:\n    pass\n"
         "print(sysconfig.get_config_var('WHEEL_PKG_DIR') or '')\n"});
    std::vector<std::string> folders;
    std::error_code error;
    for (const auto& line : split(exit.out, '\n'))
        if (!line.empty() && fs::is_directory(line, error)) folders.push_back(line);
    return folders;
}

}  // namespace

EnvironmentFolder::EnvironmentFolder(std::string key) : key_(std::move(key)) {
    const fs::path home = cache_directory() / "environments";
    std::error_code ignored;  // A cache that cannot be written is noticed when the lock is taken.
    fs::create_directories(home, ignored);
    path_ = home / key_;
}

fs::path EnvironmentFolder::beside(const char* extension) const { return path_.parent_path() / (key_ + extension); }

std::optional<Stamp> EnvironmentFolder::stamp() const { return read_stamp(stamp_file()); }

std::optional<Stamp> EnvironmentFolder::complete() const {
    auto found = stamp();
    if (!found || ::access(python().c_str(), X_OK) != 0) return std::nullopt;
    if (modified(site_packages(path_)) != found->site_time) return std::nullopt;
    return found;
}

std::optional<Stamp> EnvironmentFolder::intact() const {
    auto found = complete();
    if (found && tree_digest(path_) != found->tree) return std::nullopt;
    return found;
}

bool EnvironmentFolder::verify() const {
    if (intact()) return true;
    try {
        const FileLock lock(lock_file());
        if (intact()) return true;  // The environment was built again in the meantime.
        std::error_code ignored;
        fs::remove(stamp_file(), ignored);
    } catch (const Error&) {  // The cache cannot be written.
    }
    return false;
}

void EnvironmentFolder::mark_used() const { environment::mark_used(use_mark()); }

Stamp EnvironmentFolder::obtain(const std::function<Stamp()>& fill) {
    auto stamp = complete();
    if (!stamp) {
        const FileLock lock(lock_file());
        stamp = complete();  // Another testskew may have filled it while this one waited.
        if (!stamp) {
            discard();
            try {
                stamp = fill();
                finish(*stamp);
            } catch (...) {
                discard();
                throw;
            }
        }
    }
    mark_used();
    return *stamp;
}

void EnvironmentFolder::discard() const noexcept {
    std::error_code ignored;
    fs::remove(stamp_file(), ignored);
    remove_tree(path_);
}

void EnvironmentFolder::finish(Stamp& stamp) const {
    const fs::path site = site_packages(path_);
    make_bytecode_folder(site);
    stamp.site_time = modified(site);
    Footprint footprint;
    stamp.tree = tree_digest(path_, &footprint);
    stamp.size = footprint.with_links();
    stamp.own = footprint.bytes();
    write_stamp(stamp_file(), stamp);
}

void EnvironmentFolder::make_empty(const Interpreter& interpreter, const std::string& maker,
                                   const BuildOptions& options) const {
    if (maker == "venv") {
        const auto exit = run_python(interpreter.executable, {"-m", "venv", "--without-pip", path_.string()});
        if (exit.ok()) return;
        remove_tree(path_);  // This Python has no venv module, so uv makes the environment, which is as good.
    }
    const auto exit =
        run_uv({"venv", "--quiet", "--no-project", "--python", interpreter.executable, path_.string()}, options);
    if (!exit.ok()) fail_build(fmt::format("an environment for Python {} cannot be made", interpreter.version), exit);
}

void EnvironmentFolder::clone_from(const fs::path& environment, bool own_files) const {
    clone_environment(environment, path_, own_files ? Sharing::none : Sharing::all);
}

void EnvironmentFolder::install(const Installation& installation, const BuildOptions& options) const {
    const TemporaryFolder temporary;
    std::vector<std::string> command{
        "pip",      "install",         "--quiet",        "--no-deps",
        "--python", python().string(), "--requirements", temporary.file("requirements.txt", installation.lines)};
    if (installation.compile) command.push_back("--compile-bytecode");
    add_link_mode(command, options);
    command.insert(command.end(), installation.arguments.begin(), installation.arguments.end());
    const auto exit = run_uv(command, options);
    if (!exit.ok()) fail_build(installation.what, exit);
}

bool EnvironmentFolder::install_bundled(const Interpreter& interpreter, const std::vector<std::string>& lines,
                                        const BuildOptions& options) const {
    const auto folders = folders_of_bundled_wheels(interpreter);
    if (folders.empty()) return false;
    std::vector<std::string> command{"pip",        "install",  "--quiet",        "--no-deps",
                                     "--no-index", "--python", python().string()};
    add_link_mode(command, options);
    for (const auto& folder : folders) command.insert(command.end(), {"--find-links", folder});
    command.insert(command.end(), lines.begin(), lines.end());
    return run_uv(command, options).ok();
}

void EnvironmentFolder::install_folders(const std::vector<std::string>& arguments, const std::string& what,
                                        const BuildOptions& options) const {
    std::vector<std::string> command{"pip", "install", "--quiet", "--no-deps", "--python", python().string()};
    add_link_mode(command, options);
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto exit = run_uv(command, options, true);
    if (!exit.ok()) fail_build(what, exit);
}

bool EnvironmentFolder::uninstall(const std::vector<std::string>& names, const BuildOptions& options) const {
    if (names.empty()) return true;
    std::vector<std::string> command{"pip", "uninstall", "--quiet", "--python", python().string()};
    command.insert(command.end(), names.begin(), names.end());
    return run_uv(command, options).ok();
}

void EnvironmentFolder::compile(const std::set<std::string>& names) const {
    const fs::path site = site_packages(path_);
    std::vector<std::string> sources;
    for (const auto& file : files_of(path_, names))
        if (file.ends_with(".py") && !file.starts_with("..")) sources.push_back((site / file).string());
    if (sources.empty()) return;
    const TemporaryFolder temporary;
    const std::string list = temporary.file("sources", sources);
    constexpr size_t many = 200;  // For fewer files, starting workers costs more than it saves.
    if (sources.size() > many && run_python(python(), {"-m", "compileall", "-q", "-j", "0", "-i", list}).ok()) return;
    run_python(python(), {"-m", "compileall", "-q", "-i", list});
}

std::string EnvironmentFolder::maker() const {
    const auto text = read_file(path_ / "pyvenv.cfg").value_or("");
    for (const auto& line : split(text, '\n'))
        if (line.starts_with("uv =")) return "uv";
    return "venv";
}

}  // namespace testskew::environment
