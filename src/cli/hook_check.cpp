// Checks one commit for the pre-push hook, in a checkout of its own.
#include "cli/hook_check.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "cli/ci_project.hpp"
#include "cli/hook_sessions.hpp"
#include "cli/pipeline.hpp"
#include "hook/order.hpp"
#include "hook/words.hpp"
#include "laboratory/laboratory.hpp"
#include "laboratory/prepare.hpp"
#include "model/node_id.hpp"
#include "profile/profile.hpp"
#include "profile/pytest_configuration.hpp"
#include "profile/settings.hpp"
#include "profile/virtual_environment.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/text.hpp"
#include "workspace/copies.hpp"
#include "workspace/scratch.hpp"
#include "workspace/states.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

using std::chrono::milliseconds;

constexpr double quick_suite = 10;  // seconds; all tests of such a suite run at once
constexpr std::size_t largest_source = 400'000, most_sources = 20'000;
constexpr milliseconds least_for_session{1000};  // less than this is not enough for a session

/// A checkout of the commit, removed with this object.
class Checkout {
public:
    Checkout(const HookPlace& place, const std::string& commit)
        : scratch_(workspace::scratch_places(2 * workspace::copy_size(place.git.top), place.git.top, {}).front()) {
        const fs::path folder = scratch_.path() / "states";
        fs::create_directory(folder);
        workspace::States states(place.git.top, place.git, folder, workspace::Mode::copy);
        top_ = states.root({FilesSpec::Kind::ref, commit}).tree;
        project_ = place.relative.empty() ? top_ : top_ / place.relative;
        std::error_code error;
        const fs::path real = fs::canonical(project_, error);
        if (error || !fs::is_directory(real) || !workspace::is_within(real, fs::canonical(top_)))
            throw Error(fmt::format("the commit has no folder {}", printable(place.relative.string())));
        // A testskew.toml that is not in git counts as well: it is the user's own setting.
        const auto settings = settings_on_disk(place.project);
        if (settings && !is_file(project_ / "testskew.toml")) write_file(project_ / "testskew.toml", *settings);
    }

    const fs::path& project() const { return project_; }
    const fs::path& top() const { return top_; }
    fs::path run_folder() const { return scratch_.path() / "run"; }

private:
    workspace::Scratch scratch_;
    fs::path top_, project_;
};

/// The Python files of a folder. What is very large is left out.
hook::Sources sources_of(const fs::path& project) {
    hook::Sources sources;
    const auto skip = [](std::string_view, std::string_view name, bool folder) {
        return folder && (name.starts_with('.') || name == "node_modules" || name == "__pycache__");
    };
    for (const auto& entry : workspace::walk(project, skip)) {
        if (!S_ISREG(entry.mode) || !entry.path.ends_with(".py") || entry.size > static_cast<off_t>(largest_source) ||
            sources.size() >= most_sources)
            continue;
        sources[entry.path] = read_file(project / entry.path).value_or("");
    }
    return sources;
}

/// The changed paths of the project, relative to it.
std::set<std::string> changed_in(const HookPlace& place, const std::vector<std::string>& paths) {
    const std::string below = place.relative.empty() ? "" : place.relative.string() + "/";
    std::set<std::string> changed;
    for (const auto& path : paths)
        if (path.starts_with(below)) changed.insert(path.substr(below.size()));
    return changed;
}

/// The test modules that pytest would collect for these targets; none if a target is no path.
std::vector<std::string> within_targets(std::vector<std::string> modules, const std::vector<std::string>& targets) {
    const auto in_target = [&](const std::string& module) {
        return std::any_of(targets.begin(), targets.end(), [&](std::string target) {
            while (target.ends_with('/')) target.pop_back();
            while (target.starts_with("./")) target.erase(0, 2);
            return target == "." || module == target || module.starts_with(target + "/");
        });
    };
    if (!targets.empty()) std::erase_if(modules, [&](const auto& module) { return !in_target(module); });
    return modules;
}

/// The modules that a profile runs before all others; none if all tests run at once.
std::vector<std::string> first_of(const Profile& profile, const fs::path& project, const hook::Sources& sources,
                                  std::vector<std::string> modules, double whole_seconds) {
    std::vector<std::string> targets = profile.selection.targets;
    if (targets.empty()) targets = profile::pytest_configuration(project).testpaths;
    const auto& options = profile.selection.options;
    const bool other_names = std::find(options.begin(), options.end(), "--pyargs") != options.end();
    if (other_names || std::any_of(targets.begin(), targets.end(), within_module)) return {};
    std::vector<std::string> all;
    for (const auto& [path, text] : sources)
        if (hook::is_test_module(path)) all.push_back(path);
    all = within_targets(std::move(all), targets);
    modules = within_targets(std::move(modules), targets);
    const bool quick = whole_seconds > 0 && whole_seconds <= quick_suite;
    return quick || 2 * modules.size() > all.size() ? std::vector<std::string>() : modules;
}

/// What the tests of a side depend on, besides the tree.
void add_conditions(const Profile& profile, const sides::Side& side, const fs::path& original, hook::Good& good) {
    using Kind = hook::Condition::Kind;
    const auto add = [&](Kind kind, const std::string& name) {
        hook::Condition condition{kind, name, ""};
        if (std::find(good.conditions.begin(), good.conditions.end(), condition) == good.conditions.end())
            good.conditions.push_back(std::move(condition));
    };
    add(Kind::file, side.interpreter.executable);
    for (const char* name : {"LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH"}) add(Kind::variable, name);
    for (const auto& name : profile.inherit)
        if (name.find('*') == std::string::npos) add(Kind::variable, name);
    const fs::path environment = profile::environment_named(profile.python, profile.directory);
    if (environment.empty()) return;
    add(Kind::variable, "VIRTUAL_ENV");
    for (const char* name : {".venv", "venv", "env"}) add(Kind::file, (original / name / "pyvenv.cfg").string());
    std::error_code error;
    for (const char* below : {"lib", "lib64"})
        for (fs::directory_iterator entry(environment / below, error), end; !error && entry != end;
             entry.increment(error))
            add(Kind::folder, (entry->path() / "site-packages").string());
}

/// One profile while it is checked.
struct Checked {
    Profile profile;
    sides::Side side;
    std::vector<std::string> first;  ///< modules
    hook::ProfileCheck result;
    std::optional<Recording> failing;  ///< the session that failed
    bool open() const { return result.verdict == hook::Verdict::not_checked && result.reason.empty(); }
};

/// Runs a session of each profile that is still open.
void run_all(std::vector<Checked>& all, bool whole, laboratory::Laboratory& laboratory, const Options& options,
             const Deadline& deadline, const std::string& budget) {
    std::vector<runner::SessionSpec> specs;
    std::vector<Checked*> asked;
    for (auto& one : all) {
        if (!one.open() || (!whole && one.first.empty())) continue;
        if (deadline.left() < least_for_session) {
            one.result.reason = fmt::format("the budget of {} ended", budget);
            continue;
        }
        runner::SessionSpec spec;
        spec.side = one.side;
        spec.phase = Phase::base;
        spec.timeout = deadline.left();
        if (!whole) spec.side.selection.targets = one.first;
        specs.push_back(std::move(spec));
        asked.push_back(&one);
    }
    auto outcomes = laboratory.run(specs, options.jobs);
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        Checked& one = *asked[i];
        take_session(outcomes[i], whole, budget, laboratory.options().secrets, one.result);
        if (one.result.verdict == hook::Verdict::failed) one.failing = std::move(outcomes[i].recording);
    }
}

/// Prepares the profiles. What cannot be prepared is not checked, and says why.
std::vector<Checked> prepared(const profile::Project& project, const std::vector<std::string>& names,
                              const HookPlace& place, laboratory::Laboratory& laboratory) {
    std::vector<Checked> all;
    for (const auto& name : names) {
        Checked one;
        one.result.profile = name;
        try {
            one.profile = hook_profile(project, name, place.project);
            one.side = laboratory::prepare(laboratory, one.profile);
            one.result.python = one.side.interpreter.version;
        } catch (const Error& error) {
            one.result.reason = laboratory.options().secrets.hide(error.what());
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// A text with the user's own paths in the place of those of the checkout: what is in it is relative to its top.
std::string with_own_paths(std::string text, const fs::path& checkout, const fs::path& top) {
    const std::string from = checkout.string();
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos;) {
        const bool below = text.compare(at + from.size(), 1, "/") == 0;
        text.replace(at, from.size() + below, below ? "" : top.string());
    }
    return printable(text);
}

void show_own_paths(hook::CommitCheck& check, const fs::path& checkout, const fs::path& top) {
    const auto mend = [&](std::string& text) { text = with_own_paths(std::move(text), checkout, top); };
    mend(check.reason);
    for (auto& profile : check.profiles) {
        mend(profile.reason);
        for (auto& test : profile.failed)
            for (auto* text : {&test.id, &test.error, &test.place}) mend(*text);
        for (auto& line : profile.other.differences) mend(line);
    }
}

CommitAnswer check_in(const Checkout& checkout, const HookPlace& place, const Options& options,
                      const CommitRequest& request, const Deadline& deadline, Status& status) {
    const profile::Project project = project_with_ci(checkout.project(), {std::nullopt, oldest_leg});
    const auto names = hook_profiles(project, options);

    auto settings = laboratory_options(options);
    settings.original = place.project;
    laboratory::Laboratory laboratory(project.root, checkout.run_folder(), settings, status);
    auto all = prepared(project, names, place, laboratory);

    const hook::Sources sources = sources_of(project.root);
    std::vector<std::string> failed;
    for (const auto& id : request.failed) failed.push_back(module_of(id));
    const auto modules = hook::modules_first(sources, changed_in(place, request.changed), failed);
    for (auto& one : all) {
        const auto known = request.whole_seconds.find(one.result.profile);
        one.first = first_of(one.profile, project.root, sources, modules,
                             known == request.whole_seconds.end() ? 0 : known->second);
    }
    run_all(all, false, laboratory, options, deadline, request.budget);
    const auto stopped = [](const Checked& one) { return one.result.verdict == hook::Verdict::failed; };
    if (std::none_of(all.begin(), all.end(), stopped))
        run_all(all, true, laboratory, options, deadline, request.budget);

    CommitAnswer answer;
    answer.check.ref = request.ref.shown();
    answer.check.commit = request.commit.id;
    for (auto& one : all) {
        if (stopped(one) && answer.good_side.empty()) {
            answer.good_side = good_profile(project, one.result.profile, place.project);
            if (one.failing && !answer.good_side.empty() && !one.result.failed.empty())
                one.result.other =
                    other_side(project, answer.good_side, place.project, *one.failing, laboratory, deadline);
        }
        if (!one.side.interpreter.executable.empty()) add_conditions(one.profile, one.side, place.project, answer.good);
    }
    const bool any_stopped = std::any_of(all.begin(), all.end(), stopped);
    for (auto& one : all)
        if (!any_stopped || stopped(one)) answer.check.profiles.push_back(std::move(one.result));
    answer.check.verdict = verdict_of(answer.check.profiles);
    show_own_paths(answer.check, checkout.top(), place.git.top);
    answer.good.checked = hook::lines_of(answer.check);
    return answer;
}

}  // namespace

CommitAnswer check_commit(const HookPlace& place, const Options& options, const CommitRequest& request,
                          const Deadline& deadline, Status& status) {
    const Checkout checkout(place, request.commit.id);
    try {
        return check_in(checkout, place, options, request, deadline, status);
    } catch (const Error& error) {
        throw Error(with_own_paths(error.what(), checkout.top(), place.git.top), error.code);
    }
}

}  // namespace testskew::cli
