#include "environment/install.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "environment/failure.hpp"
#include "environment/installed.hpp"
#include "environment/uv.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment {
namespace {

long modified(const fs::path& path) {
    struct stat state{};
    return ::stat(path.c_str(), &state) == 0 ? modified_nanoseconds(state) : 0;
}

process::Exit run_python(const fs::path& python, const std::vector<std::string>& arguments) {
    process::Command command;
    command.argv = {python.string(), "-I"};
    command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
    command.environ = environ_for_uv({});
    command.directory = "/";
    return process::run(command);
}

/// Python imports what is in a __pycache__ and makes the folder where it is missing, which would change its parent's
/// time.
void make_bytecode_folder(const fs::path& site) {
    std::error_code ignored;
    fs::create_directory(site / "__pycache__", ignored);
}

}  // namespace

std::string line_of(const std::string& name, const Package& package) {
    return package.requirement.empty() ? name + "==" + package.version : package.requirement;
}

void make_empty(const fs::path& folder, const Interpreter& interpreter, const std::string& maker,
                const BuildOptions& options) {
    const std::string what = fmt::format("an environment for Python {} cannot be made", interpreter.version);
    if (maker == "venv") {
        const auto exit = run_python(interpreter.executable, {"-m", "venv", "--without-pip", folder.string()});
        if (exit.ok()) return;
        remove_tree(folder);  // a Python without its venv module: uv's is as good
    }
    const auto exit =
        run_uv({"venv", "--quiet", "--no-project", "--python", interpreter.executable, folder.string()}, options);
    if (!exit.ok()) fail_build(what, exit);
}

void install_lines(const fs::path& folder, const std::vector<std::string>& lines,
                   const std::vector<std::string>& arguments, bool compile, const BuildOptions& options,
                   const std::string& what) {
    const TemporaryFolder temporary;
    std::vector<std::string> command{"pip",
                                     "install",
                                     "--quiet",
                                     "--no-deps",
                                     "--python",
                                     (folder / "bin" / "python").string(),
                                     "--requirements",
                                     temporary.file("requirements.txt", lines)};
    if (compile) command.push_back("--compile-bytecode");
    command.insert(command.end(), arguments.begin(), arguments.end());
    const auto exit = run_uv(command, options);
    if (!exit.ok()) fail_build(what, exit);
}

bool install_bundled(const fs::path& folder, const Interpreter& interpreter, const std::vector<std::string>& lines,
                     const BuildOptions& options) {
    // CPython's _bundled folder, or the folder that a Linux distribution has put in its place (ensurepip's
    // WHEEL_PKG_DIR).
    const auto where = run_python(
        interpreter.executable,
        {"-c",
         "import os, sysconfig\n"
         "try:\n    import ensurepip\n    print(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))\n"
         "except ImportError:\n    pass\n"
         "print(sysconfig.get_config_var('WHEEL_PKG_DIR') or '')\n"});
    std::vector<std::string> command{
        "pip", "install", "--quiet", "--no-deps", "--no-index", "--python", (folder / "bin" / "python").string()};
    std::error_code error;
    bool found = false;
    for (const auto& line : split(where.out, '\n')) {
        if (line.empty() || !fs::is_directory(line, error)) continue;
        command.insert(command.end(), {"--find-links", line});
        found = true;
    }
    command.insert(command.end(), lines.begin(), lines.end());
    return found && run_uv(command, options).ok();
}

void compile_distributions(const fs::path& folder, const std::set<std::string>& names) {
    const fs::path site = site_packages(folder);
    std::vector<std::string> sources;
    for (const auto& file : files_of(folder, names))
        if (file.ends_with(".py") && !file.starts_with("..")) sources.push_back((site / file).string());
    if (sources.empty()) return;
    const TemporaryFolder temporary;
    const std::string list = temporary.file("sources", sources);
    constexpr size_t many = 200;  // below that starting workers costs more than it saves
    if (sources.size() > many &&
        run_python(folder / "bin" / "python", {"-m", "compileall", "-q", "-j", "0", "-i", list}).ok())
        return;
    run_python(folder / "bin" / "python", {"-m", "compileall", "-q", "-i", list});
}

void clone(const fs::path& from, const fs::path& to) {
    constexpr std::uintmax_t largest_script = 1 << 20;
    const auto fail = [&](const fs::path& path, const std::string& reason) {
        throw Error(fmt::format("cannot copy {} to {}: {}", path.string(), to.string(), reason), ExitCode::environment);
    };
    const auto moved = [&](std::string text) {
        const std::string before = from.string(), after = to.string();
        for (size_t at = 0; (at = text.find(before, at)) != std::string::npos; at += after.size())
            text.replace(at, before.size(), after);
        return text;
    };
    std::error_code error;
    if (!fs::create_directories(to, error) && error) fail(from, error.message());
    fs::recursive_directory_iterator it(from, error), end;
    if (error) fail(from, error.message());
    for (; it != end; it.increment(error)) {
        const fs::path& source = it->path();
        const fs::path relative = source.lexically_relative(from), target = to / relative;
        const bool may_hold_path = *relative.begin() == "bin" || relative == "pyvenv.cfg";
        if (it->is_symlink(error)) {
            fs::create_symlink(moved(fs::read_symlink(source, error).string()), target, error);
        } else if (it->is_directory(error)) {
            fs::create_directory(target, error);
        } else if (relative == ".lock") {
            continue;
        } else {
            if (may_hold_path && it->file_size(error) < largest_script) {
                const std::string text = read_file(source).value_or(""), text_moved = moved(text);
                if (text != text_moved) {
                    write_file(target, text_moved,
                               static_cast<unsigned>(fs::status(source, error).permissions()) & 0777U);
                    continue;
                }
            }
            fs::create_hard_link(source, target, error);
            if (error) {  // another file system, too many links, or none allowed
                error.clear();
                fs::copy_file(source, target, error);
                struct stat state{};  // bytecode belongs to a source of exactly this time
                if (!error && ::stat(source.c_str(), &state) == 0) set_times(target, state);
            }
        }
        if (error) fail(source, error.message());
    }
    if (error) fail(from, error.message());
}

std::multiset<std::string> files_of(const fs::path& folder, const std::set<std::string>& names) {
    std::multiset<std::string> files;
    for (const auto& [name, metadata] : metadata_folders(folder)) {
        if (!names.count(name)) continue;
        for (auto& file : recorded_files(metadata))
            if (!file.ends_with(".pyc")) files.insert(std::move(file));
    }
    return files;
}

void remove_leftovers(const fs::path& site, const std::multiset<std::string>& files) {
    std::error_code error;
    std::set<fs::path> folders;
    for (const auto& file : files) {
        if (file.starts_with("..") || file.starts_with("/")) continue;
        for (fs::path folder = fs::path(file).parent_path();; folder = folder.parent_path()) {
            folders.insert(folder);
            if (folder.empty()) break;
        }
    }
    for (auto it = folders.rbegin(); it != folders.rend(); ++it) {  // what is inside first
        const fs::path folder = site / *it, bytecode = folder / "__pycache__";
        for (const auto& entry : fs::directory_iterator(bytecode, error)) {
            const std::string name = entry.path().filename().string();
            if (name.ends_with(".pyc") && !fs::exists(folder / (name.substr(0, name.find('.')) + ".py"), error))
                fs::remove(entry.path(), error);
        }
        if (it->empty()) continue;
        if (fs::is_empty(bytecode, error) && !error) fs::remove(bytecode, error);
        if (fs::is_empty(folder, error) && !error) fs::remove(folder, error);
    }
}

void finish(const Place& place, Stamp stamp) {
    const fs::path site = site_packages(place.folder);
    make_bytecode_folder(site);
    stamp.site_time = modified(site);
    stamp.tree = tree_digest(place.folder, &stamp.size);
    write_stamp(place.stamp, stamp);
}

std::optional<Stamp> ready(const Place& place) {
    auto stamp = read_stamp(place.stamp);
    if (!stamp || ::access((place.folder / "bin" / "python").c_str(), X_OK) != 0) return std::nullopt;
    if (modified(site_packages(place.folder)) != stamp->site_time) return std::nullopt;
    return stamp;
}

std::string maker_of(const fs::path& folder) {
    const auto text = read_file(folder / "pyvenv.cfg").value_or("");
    for (const auto& line : split(text, '\n'))
        if (line.starts_with("uv =")) return "uv";
    return "venv";
}

}  // namespace testskew::environment
