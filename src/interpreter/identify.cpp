#include "interpreter/identify.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>

#include "interpreter/places.hpp"
#include "process/environ.hpp"
#include "process/process.hpp"
#include "util/error.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"

namespace testskew::interpreter {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr int form = 1;              ///< the version of the cached answer's form
constexpr int failure_lasts = 3600;  ///< in seconds; an interpreter that hung or crashed is asked again after that time
constexpr std::chrono::seconds time_limit{10};

/// This program runs on Python 2.7 and later, so that interpreters which are not supported can be named.
constexpr const char* question = R"(
import sys, json, os
import sysconfig
get = sysconfig.get_config_var
try:
    libc = os.confstr('CS_GNU_LIBC_VERSION') or ''
except Exception:
    libc = ''
soabi = get('SOABI') or ''
if not libc and 'musl' in soabi + (get('MULTIARCH') or ''):
    libc = 'musl'
implementation = getattr(sys, 'implementation', None)
v = sys.version_info
version = '%d.%d.%d' % v[:3]
if v[3] != 'final':
    version += {'alpha': 'a', 'beta': 'b', 'candidate': 'rc'}[v[3]] + str(v[4])
print('\ntestskew:' + json.dumps({
    'executable': sys.executable, 'version': version, 'numbers': list(v[:3]),
    'implementation': implementation.name if implementation else 'cpython', 'build': ' '.join(sys.version.split()),
    'cache_tag': (implementation and implementation.cache_tag) or '', 'soabi': soabi,
    'platform': sysconfig.get_platform(), 'libc': libc,
    'free_threaded': bool(get('Py_GIL_DISABLED')), 'debug': hasattr(sys, 'gettotalrefcount'),
    'stdlib': os.path.dirname(os.__file__), 'wheels': get('WHEEL_PKG_DIR') or ''}))
)";

/// A text that identifies a file: another build at the same path gets another one. "" if there is no file.
std::string stamp_of(const fs::path& path) {
    struct stat status{};
    if (stat(path.c_str(), &status) != 0) return {};
    const timespec time = modified_time(status);
    return fmt::format("{} {} {}.{:09} {} {}", form, path.string(), static_cast<long>(time.tv_sec), time.tv_nsec,
                       static_cast<long>(status.st_size), static_cast<unsigned long>(status.st_ino));
}

/// The interpreter that an answer describes. Throws json::exception for an answer of another form.
Interpreter interpreter_of(const json& answer, const fs::path& executable) {
    Interpreter result;
    result.executable = executable.string();
    result.version = answer.at("version");
    result.major = answer.at("numbers").at(0);
    result.minor = answer.at("numbers").at(1);
    result.micro = answer.at("numbers").at(2);
    result.implementation = answer.at("implementation");
    result.build = answer.at("build");
    result.cache_tag = answer.at("cache_tag");
    result.soabi = answer.at("soabi");
    result.platform = answer.at("platform");
    result.libc = answer.at("libc");
    result.free_threaded = answer.at("free_threaded");
    result.debug = answer.at("debug");
    // The seeds are not kept in the cache, because a package of the Linux distribution may add the wheels later.
    fs::path wheels = std::string(answer.at("wheels"));
    if (wheels.empty() && executable.parent_path() == "/usr/bin") wheels = "/usr/share/python-wheels";
    result.seeds = bundled_seeds(std::string(answer.at("stdlib")), wheels, result.minor);
    return result;
}

/// Runs the interpreter and returns its answer, or {"failure": REASON}.
json ask(const fs::path& executable) {
    process::Command command;
    command.argv = {executable.string(), "-I", "-S", "-c", question};
    command.environ = process::environ_without_git();
    for (auto entry = command.environ.begin(); entry != command.environ.end();)
        entry = entry->first.starts_with("PYTHON") || entry->first == "__PYVENV_LAUNCHER__"
                    ? command.environ.erase(entry)
                    : std::next(entry);
    command.directory = "/";
    command.timeout = time_limit;
    process::Exit exit = process::run(command);
    if (exit.start_error.empty() && exit.status == 2 && exit.signal == 0) {  // Python 2 has no -I
        command.argv = {executable.string(), "-E", "-s", "-S", "-c", question};
        exit = process::run(command);
    }
    const auto fail = [](const std::string& reason) { return json{{"failure", reason}}; };
    if (!exit.start_error.empty()) return fail("cannot be started: " + exit.start_error);
    if (exit.timed_out) return fail(fmt::format("did not answer within {} seconds", time_limit.count()));
    if (exit.signal != 0) return fail(fmt::format("was killed by signal {}", exit.signal));
    const auto mark = exit.out.rfind("\ntestskew:");
    json answer;
    if (mark != std::string::npos) answer = json::parse(exit.out.substr(mark + 10), nullptr, false);
    if (exit.status == 0 && answer.is_object()) return answer;
    const auto lines = split(trim(exit.err), '\n');
    const std::string last = printable(valid_utf8(lines.back())).substr(0, 200);
    return fail(
        fmt::format("is no working Python: {}", last.empty() ? fmt::format("exit status {}", exit.status) : last));
}

}  // namespace

std::map<std::string, std::string> bundled_seeds(const fs::path& stdlib, const fs::path& wheel_folder, int minor) {
    std::map<std::string, std::string> seeds;
    for (const auto& folder : {stdlib / "ensurepip" / "_bundled", wheel_folder}) {
        std::error_code error;
        if (folder.empty()) continue;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
            const auto parts = split(entry->path().filename().string(), '-');
            if (parts.size() < 3 || entry->path().extension() != ".whl") continue;
            if (parts[0] == "pip" || (parts[0] == "setuptools" && minor < 12)) seeds.emplace(parts[0], parts[1]);
        }
        if (!seeds.empty()) break;
    }
    return seeds;
}

/// Returns the file that keeps what an interpreter has answered, or "" where nothing can be kept.
static fs::path cache_of(const fs::path& executable) {
    try {
        return cache_directory() / "interpreters" / (short_hash(executable.string()) + ".json");
    } catch (const Error&) {
        return {};
    }
}

Answer answer_of(const fs::path& asked, bool again) {
    std::error_code error;
    const fs::path canonical = fs::canonical(base_of(asked), error);
    const fs::path executable = error ? asked : canonical;
    const std::string stamp = stamp_of(executable);
    if (stamp.empty()) return {std::nullopt, "does not exist"};
    const fs::path cache = cache_of(executable);
    if (const auto text = cache.empty() ? std::nullopt : read_file(cache)) {
        const json kept = json::parse(*text, nullptr, false);
        try {
            if (kept.is_object() && kept.at("stamp") == stamp) {
                const json& answer = kept.at("answer");
                if (!answer.contains("failure")) return {interpreter_of(answer, executable), ""};
                if (!again && std::time(nullptr) - kept.at("asked").get<std::time_t>() < failure_lasts)
                    return {std::nullopt, answer.at("failure")};
            }
        } catch (const json::exception&) {  // written by another version or damaged: ask again
        }
    }
    const json answer = ask(executable);
    Answer result;
    try {
        if (answer.contains("failure"))
            result.failure = answer.at("failure");
        else
            result.interpreter = interpreter_of(answer, executable);
    } catch (const json::exception&) {
        return {std::nullopt, "is no working Python: it answers strangely"};
    }
    if (cache.empty()) return result;
    try {
        fs::create_directories(cache.parent_path(), error);
        write_file(cache, json{{"stamp", stamp}, {"asked", std::time(nullptr)}, {"answer", answer}}.dump());
    } catch (const Error&) {  // a cache that cannot be written costs only time
    }
    return result;
}

Interpreter identify(const fs::path& executable) {
    Answer answer = answer_of(executable, true);
    if (answer.interpreter) return *answer.interpreter;
    throw Error(fmt::format("the interpreter {} {}", printable(executable.string()), answer.failure),
                ExitCode::environment);
}

}  // namespace testskew::interpreter
