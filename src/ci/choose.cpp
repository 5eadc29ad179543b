// Finds the CI files of a project, and chooses one leg of theirs.
#include "ci/choose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "util/error.hpp"
#include "util/once.hpp"
#include "util/release.hpp"
#include "util/text.hpp"

namespace testskew::ci {
namespace fs = std::filesystem;
namespace {

bool is_yaml(const fs::path& path) { return path.extension() == ".yml" || path.extension() == ".yaml"; }

bool has_word(const std::string& text, std::initializer_list<const char*> words) {
    const std::string low = lower(text);
    return std::any_of(words.begin(), words.end(),
                       [&](const char* word) { return low.find(word) != std::string::npos; });
}

/// How likely a file or a job of this name holds the main tests: more is likelier.
int likelihood(const std::string& name) {
    int result = 0;
    if (has_word(name, {"test", "unit", "tox", "nox", "ci"})) result += has_word(name, {"test", "unit"}) ? 3 : 2;
    if (has_word(name, {"check", "python", "build", "main", "push", "backend"})) result += 1;
    if (has_word(name, {"e2e",      "integration", "nightly",    "release",   "publish",  "deploy",  "docs",
                        "lint",     "benchmark",   "windows",    "macos",     "docker",   "wheel",   "minimum",
                        "min-",     "_min",        "downstream", "slow",      "gpu",      "example", "smoke",
                        "typing",   "style",       "cron",       "scheduled", "mac-",     "win-",    "package",
                        "upstream", "compat",      "dev-",       "coverage",  "vcs-deps", "canary",  "doctest"}))
        result -= 4;
    return result;
}

std::vector<std::string> yaml_in(const Tree& tree, const std::string& folder) {
    std::vector<std::string> result;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(fs::path(tree.root) / folder, error))
        if (entry.is_regular_file(error) && is_yaml(entry.path()))
            result.push_back((fs::path(folder) / entry.path().filename()).lexically_normal().string());
    std::sort(result.begin(), result.end(), [](const auto& a, const auto& b) {
        const int left = likelihood(fs::path(a).stem().string()), right = likelihood(fs::path(b).stem().string());
        return std::tuple(-left, a.size(), a) < std::tuple(-right, b.size(), b);
    });
    return result;
}

std::vector<Job> jobs_of(const Tree& tree, const std::string& file) {
    if (fs::path(file).filename().string().find("gitlab-ci") != std::string::npos) return gitlab_jobs(tree, file);
    if (file.find(".circleci") != std::string::npos) return circleci_jobs(tree, file);
    if (file.find(".github") != std::string::npos) return github_jobs(tree, file);
    if (has_word(file, {"azure", "vsts"})) return azure_jobs(tree, file);
    const Yaml document = parse_yaml(tree.read(file).value_or(""), file);
    if (document.find("on") && document.find("jobs")) return github_jobs(tree, file);
    if (document.find("workflows") || (document.find("version") && document.find("jobs")))
        return circleci_jobs(tree, file);
    if (document.find("pool") || document.find("trigger") || document.find("pr") ||
        (document.find("jobs") && document.find("jobs")->is(Yaml::Kind::list)))
        return azure_jobs(tree, file);
    return gitlab_jobs(tree, file);
}

/// Whether a version is one of CPython with its usual build, and released.
bool usual_python(const std::string& version) {
    if (version.empty()) return true;
    if (version.find_first_not_of("0123456789.") != std::string::npos) return false;
    const auto parts = split(version, '.');
    if (parts.size() < 2) return true;
    return compare_versions(parts[0] + "." + parts[1], newest_release) <= 0;
}

int image_rank(const std::string& runner) {
    if (has_word(runner, {"latest"})) return 100;
    const size_t digits = runner.find_first_of("0123456789");
    return digits == std::string::npos ? 0 : std::atoi(runner.c_str() + digits);
}

/// Whether a leg is as asked: `py` is its Python, `os` its runner, `job` its job, anything else a key of the matrix.
bool as_asked(const Leg& leg, const std::map<std::string, std::string>& wanted) {
    return std::all_of(wanted.begin(), wanted.end(), [&](const auto& pair) {
        const auto& [key, value] = pair;
        const bool python = key == "py" || key == "python" || key == "python-version";
        for (const auto& [name, is] : leg.axes)
            if (lower(name) == lower(key)) {
                if (text_of(is) == value || (key == "os" && has_word(text_of(is), {lower(value).c_str()}))) return true;
                if (!python) return false;  // else "py310" may be a name of 3.10
            }
        if (python)
            return leg.python.value == value || leg.python.value.starts_with(value + ".") ||
                   std::any_of(leg.axes.begin(), leg.axes.end(), [&](const auto& one) {
                       return has_word(one.first, {"py"}) && text_of(one.second) == pair.second;
                   });
        if (key == "os") return has_word(leg.runner, {lower(value).c_str()});
        if (key == "job") return leg.job == value;
        return false;
    });
}

std::string label(const Leg& leg) {
    const std::string axes = axes_text(leg.axes);
    return leg.job + (axes.empty() ? "" : " (" + axes + ")");
}

struct Candidates {
    std::vector<Leg> legs;
    std::vector<std::string> not_read;
};

/// How much a file has of what is looked for: 3 for a leg on Linux that runs pytest, 2 for one that runs it anywhere, 1
/// for other tests.
int worth_of(const std::vector<Leg>& legs) {
    int result = 0;
    for (const auto& leg : legs)
        result = std::max(result, leg.pytest ? (on_linux(leg) ? 3 : 2) : leg.runs_tests ? 1 : 0);
    return result;
}

/// The legs of the file that has the likeliest ones; of equals the first.
Candidates likeliest_legs(const Tree& tree, const std::vector<std::string>& files, bool named) {
    Candidates result;
    int best = -1;
    std::string from;
    for (const auto& file : files) {
        std::vector<Leg> legs;
        try {
            for (const auto& job : jobs_of(tree, file))
                if (legs.size() < 4 * most_legs) legs.push_back(leg_of(job, tree));
        } catch (const Error& error) {
            if (named) throw;
            result.not_read.push_back(error.what());
            continue;
        }
        const int worth = worth_of(legs);
        const std::string aside = worth > best ? from : file;
        if ((worth > best ? best : worth) > 0)
            result.not_read.push_back(fmt::format("{} also runs tests, and was left aside", aside));
        if (worth <= best || legs.empty()) continue;
        best = worth;
        from = file;
        result.legs = std::move(legs);
    }
    return result;
}

}  // namespace

bool on_linux(const Leg& leg) {
    return !has_word(leg.runner, {"windows", "macos", "mac-", "osx"}) &&
           !has_word(axes_text(leg.axes), {"windows-", "macos-"});
}

std::string version_of(const Leg& leg) {
    if (!leg.python.value.empty()) return leg.python.value;
    for (const auto& [name, value] : leg.axes)
        if (has_word(name, {"python", "py"}) && !value.is_structured() && text_of(value).starts_with("3."))
            return text_of(value);
    return {};
}

std::vector<Leg> testing_legs(const Tree& tree, std::vector<std::string>& not_read) {
    Candidates found = likeliest_legs(tree, ci_files(tree), false);
    not_read.insert(not_read.end(), found.not_read.begin(), found.not_read.end());
    std::erase_if(found.legs, [](const Leg& leg) { return !leg.pytest; });
    return std::move(found.legs);
}

std::vector<std::string> ci_files(const Tree& tree) {
    std::vector<std::string> files = yaml_in(tree, ".github/workflows");
    if (tree.has(".gitlab-ci.yml")) files.emplace_back(".gitlab-ci.yml");
    for (const char* name : {".circleci/config.yml", ".circleci/config.yaml"})
        if (tree.has(name)) files.emplace_back(name);
    std::vector<std::string> folders = {"."};
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(tree.root, error))
        if (entry.is_directory(error) && entry.path().filename() != ".git")
            folders.push_back(entry.path().filename().string());
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders)
        for (const auto& file : yaml_in(tree, folder))
            if (has_word(file, {"azure-pipeline", "vsts"})) files.push_back(file);
    return files;
}

std::string ci_root(const std::string& start) {
    std::error_code error;
    for (fs::path folder = start;; folder = folder.parent_path()) {
        const bool top = fs::exists(folder / ".git", error);
        // Without a repository, the folders above are somebody else's.
        if ((top || folder == start) && !ci_files({folder.string()}).empty()) return folder.string();
        if (top || folder == folder.parent_path()) return {};
    }
}

std::map<std::string, std::string> leg_pairs(const std::vector<std::string>& words) {
    std::map<std::string, std::string> result;
    for (const auto& word : words) {
        const size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            throw Error(fmt::format("--leg {}: a leg is asked for by NAME=VALUE, as in --leg py=3.11,os=ubuntu",
                                    printable(word)));
        result[word.substr(0, equals)] = word.substr(equals + 1);
    }
    return result;
}

LegChoice choose_leg(const Tree& tree, const LegRequest& request) {
    const auto files = request.file.empty() ? ci_files(tree) : std::vector{request.file};
    if (files.empty())
        throw Error(fmt::format("no CI configuration was found in {}: name a workflow file, or a log with --log",
                                printable(tree.root)));
    Candidates found = likeliest_legs(tree, files, !request.file.empty());
    LegChoice choice;
    choice.not_read = std::move(found.not_read);
    if (found.legs.empty())
        throw Error(choice.not_read.empty() ? "no job was found in " + join(files, ", ") : choice.not_read.front());
    std::vector<const Leg*> legs;
    for (const auto& leg : found.legs)
        if (request.wanted.empty() || as_asked(leg, request.wanted)) legs.push_back(&leg);
    if (legs.empty()) {
        std::vector<std::string> names;
        for (const auto& leg : found.legs)
            if (names.size() < 8) append_once(names, label(leg));
        throw Error(fmt::format("--leg: no leg of {} is like this; there are {}{}", found.legs.front().workflow,
                                join(names, "; "), found.legs.size() > 8 ? "; ..." : ""));
    }
    const auto rank = [&](const Leg* leg) {
        const bool runs = leg->pytest.has_value(), tests = leg->runs_tests;
        const std::vector<long> version = usual_python(version_of(*leg)) && !version_of(*leg).empty()
                                              ? release_numbers(version_of(*leg))
                                              : std::vector<long>{};
        return std::tuple(
            on_linux(*leg), runs, tests, usual_python(version_of(*leg)), !leg->may_fail,
            tests ? std::min(likelihood(leg->job), 0) : likelihood(leg->job),
            std::vector<long>(version.begin(), version.begin() + std::min<long>(2, static_cast<long>(version.size()))),
            image_rank(leg->runner));
    };
    const Leg* best = legs.front();
    for (const Leg* leg : legs)
        if (rank(leg) > rank(best)) best = leg;
    choice.leg = *best;
    for (const auto& leg : found.legs)
        if (&leg != best && leg.pytest) choice.others.push_back(label(leg));
    choice.why = !request.wanted.empty()  ? "as asked with --leg"
                 : found.legs.size() == 1 ? "the only leg"
                                          : fmt::format("the newest released CPython on Linux among {}",
                                                        count_of(static_cast<long>(found.legs.size()), "leg"));
    return choice;
}

}  // namespace testskew::ci
