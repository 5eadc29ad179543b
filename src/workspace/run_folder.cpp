#include "workspace/run_folder.hpp"

#include <fmt/core.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <tuple>

#include "util/error.hpp"
#include "util/file_times.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "workspace/old_runs.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::workspace {
namespace {

fs::path runs_of(const fs::path& project) { return project / ".testskew" / "runs"; }

void make_folder(const fs::path& path, mode_t mode) {
    if (::mkdir(path.c_str(), mode) == 0) return;
    const int error = errno;
    const auto status = status_of(path);
    if (error == EEXIST && status && S_ISDIR(status->st_mode)) return;
    if (error == EEXIST)
        throw Error(fmt::format("{} is in the way: it is no folder; remove it", path.string()), ExitCode::environment);
    throw Error(fmt::format("cannot make {}: {}", path.string(), std::strerror(error)), ExitCode::environment);
}

/// Returns true for names such as 20261122-101502-3f2a.
bool is_run_name(std::string_view name) {
    if (name.size() != 20 || name[8] != '-' || name[15] != '-') return false;
    for (std::size_t i = 0; i < 15; ++i) {
        if (i != 8 && (name[i] < '0' || name[i] > '9')) return false;
    }
    return true;
}

}  // namespace

fs::path make_own_folder(const fs::path& project) {
    const fs::path own = project / ".testskew";
    make_folder(own, 0755);
    if (!status_of(own / ".gitignore")) write_file(own / ".gitignore", "*\n");
    if (!status_of(own / "CACHEDIR.TAG")) {
        write_file(own / "CACHEDIR.TAG",
                   "Signature: 8a477f597d28d172789f06886806bc55\n# This folder was made by testskew and can be removed "
                   "at any time.\n");
    }
    return own;
}

fs::path make_run_folder(const fs::path& project) {
    make_own_folder(project);
    make_folder(runs_of(project), 0755);
    for (int attempt = 0; attempt < 100; ++attempt) {
        const std::time_t now = std::time(nullptr);
        std::tm local{};
        ::localtime_r(&now, &local);
        char date[32];
        std::strftime(date, sizeof date, "%Y%m%d-%H%M%S", &local);
        const fs::path folder = runs_of(project) / fmt::format("{}-{}", date, random_hex(2));
        if (::mkdir(folder.c_str(), 0700) == 0) {
            hold_run(folder);
            return folder;
        }
        if (errno != EEXIST)
            throw Error(fmt::format("cannot make {}: {}", folder.string(), std::strerror(errno)),
                        ExitCode::environment);
    }
    throw Error(fmt::format("cannot make a new folder in {}", runs_of(project).string()), ExitCode::environment);
}

std::vector<fs::path> list_runs(const fs::path& project) {
    std::vector<fs::path> runs;
    std::error_code error;
    for (fs::directory_iterator it(runs_of(project), error), end; !error && it != end; it.increment(error)) {
        if (is_run_name(it->path().filename().string()) && it->is_directory(error)) runs.push_back(it->path());
    }
    // Of two runs of the same second, the one whose folder was made later is the later one.
    std::sort(runs.begin(), runs.end(), [](const fs::path& a, const fs::path& b) {
        const std::string one = a.filename().string().substr(0, 15), other = b.filename().string().substr(0, 15);
        if (one != other) return one < other;
        const auto x = status_of(a), y = status_of(b);
        if (!x || !y) return a < b;
        const timespec changed = changed_time(*x), other_changed = changed_time(*y);
        return std::tie(changed.tv_sec, changed.tv_nsec, a) < std::tie(other_changed.tv_sec, other_changed.tv_nsec, b);
    });
    return runs;
}

fs::path latest_run(const fs::path& project) {
    const auto runs = list_runs(project);
    if (runs.empty())
        throw Error(fmt::format("there is no run in {} yet: begin with `testskew run`", runs_of(project).string()));
    // A recording alone, and a run that failed early, have nothing to report.
    for (auto run = runs.rbegin(); run != runs.rend(); ++run)
        if (fs::exists(*run / "run.json")) return *run;
    return runs.back();
}

fs::path find_run(const fs::path& project, const std::string& id) {
    std::error_code error;
    if (id.find('/') != std::string::npos && fs::is_directory(id, error)) return fs::canonical(id);
    const auto runs = list_runs(project);
    std::vector<fs::path> fitting;
    std::vector<std::string> names;
    for (const fs::path& run : runs) {
        const std::string name = run.filename().string();
        names.push_back(name);
        if (name == id) return run;
        if (!id.empty() && (name.rfind(id, 0) == 0 || name.substr(16) == id)) fitting.push_back(run);
    }
    if (fitting.size() == 1) return fitting.front();
    if (fitting.size() > 1) {
        throw Error(fmt::format("{} runs begin with \"{}\": {} and {}; give more of the name", fitting.size(),
                                printable(id), fitting[0].filename().string(), fitting[1].filename().string()));
    }
    latest_run(project);  // If there is no run at all, this throws an Error of its own.
    std::string near = nearest(id, names);
    if (near.empty() || is_file(runs_of(project) / near / "verify.json"))
        near = latest_run(project).filename().string();
    throw Error(
        fmt::format("there is no run \"{}\" in {}: is {} meant?", printable(id), runs_of(project).string(), near));
}

fs::path run_or_latest(const fs::path& project, const std::string& id) {
    return id.empty() ? latest_run(project) : find_run(project, id);
}

}  // namespace testskew::workspace
