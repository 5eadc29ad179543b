// This file has no tests but what the tests of this folder share. It has its name because only files named *_test.cpp
// are compiled.
#include "real.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <map>
#include <mutex>

#include "environment/uv.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "support/pythons.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::environment::real {
namespace {

constexpr const char* description = R"(
import os, platform, sys, sysconfig
print(os.path.realpath(sys.executable))
print(sys.version.split()[0])
print(' '.join(sys.version.split()))
print(sys.implementation.cache_tag)
print(sysconfig.get_config_var('SOABI'))
print(sysconfig.get_platform())
print(' '.join(platform.libc_ver()))
import ensurepip    # whose own words are not to be trusted: Debian bundles another setuptools than its ensurepip says
folder = sysconfig.get_config_var('WHEEL_PKG_DIR') or os.path.join(os.path.dirname(ensurepip.__file__), '_bundled')
wheels = dict(name.split('-')[:2] for name in os.listdir(folder) if name.endswith('.whl'))
print(wheels['pip'])
print(wheels.get('setuptools', '') if sys.version_info < (3, 12) else '')
)";

std::optional<Interpreter> describe(const fs::path& path) {
    const auto lines = split(output({path.string(), "-I", "-c", description}), '\n');
    if (lines.size() < 9) return std::nullopt;
    Interpreter i;
    i.executable = lines[0];
    i.version = lines[1];
    const auto parts = split(i.version, '.');
    int* const numbers[] = {&i.major, &i.minor, &i.micro};
    for (size_t n = 0; n < std::min<size_t>(parts.size(), 3); ++n)
        std::from_chars(parts[n].data(), parts[n].data() + parts[n].size(), *numbers[n]);
    i.implementation = "cpython";
    i.build = lines[2];
    i.cache_tag = lines[3];
    i.soabi = lines[4];
    i.platform = lines[5];
    i.libc = lines[6];
    i.seeds["pip"] = lines[7];
    if (!lines[8].empty()) i.seeds["setuptools"] = lines[8];
    return i;
}

}  // namespace

std::optional<Interpreter> python(int minor) {
    static std::map<int, std::optional<Interpreter>> known;
    if (const auto it = known.find(minor); it != known.end()) return it->second;
    for (const auto& path : pythons_of(minor))
        if (auto interpreter = describe(path); interpreter && interpreter->minor == minor)
            return known[minor] = interpreter;
    return known[minor] = std::nullopt;
}

std::vector<Interpreter> two_pythons() {
    std::vector<Interpreter> found;
    for (const int minor : {11, 12, 10, 13, 9, 14})
        if (found.size() < 2)
            if (auto interpreter = python(minor)) found.push_back(*interpreter);
    if (found.size() < 2) return {};
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.minor < b.minor; });
    return found;
}

Cache::Cache() : folder(make_temporary_directory(fs::temp_directory_path(), "testskew-test-")) {
    static std::once_flag once;
    static bool found = false;
    std::call_once(once, [] {
        if (!environment_variable("UV_CACHE_DIR")) {
            const auto xdg = environment_variable("XDG_CACHE_HOME");
            ::setenv("UV_CACHE_DIR",
                     (xdg ? fs::path(*xdg) / "uv"
                          : fs::path(environment_variable("HOME").value_or("/tmp")) / ".cache" / "uv")
                         .c_str(),
                     1);
        }
        try {
            ::setenv("UV", find_uv({}).c_str(), 1);
            found = true;
        } catch (const Error&) {  // the tests skip themselves in this case
        }
    });
    usable_ = found;
    ::setenv("XDG_CACHE_HOME", (folder / "cache").c_str(), 1);
}

Cache::~Cache() { remove_tree(folder); }

std::string output(const std::vector<std::string>& argv) {
    process::Command command;
    command.argv = argv;
    command.environ = process::environ_without_git();
    command.directory = "/";
    const auto exit = process::run(command);
    return exit.out + (exit.ok() ? "" : exit.start_error + exit.err + "exit status " + std::to_string(exit.status));
}

std::string says(const Environment& environment, const std::string& script) {
    return std::string(trim(output({environment.python().string(), "-c", script})));
}

Profile profile(const std::string& name, Seed seed) {
    Profile result;
    result.name = name;
    result.seed = seed;
    return result;
}

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    write_file(path, text);
}

std::vector<std::string> tree(const fs::path& folder) {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string path = entry.path().lexically_relative(folder).string();
        if (path.find("__pycache__") == std::string::npos && path != ".lock" && !entry.is_directory())
            files.push_back(path);
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace testskew::environment::real
