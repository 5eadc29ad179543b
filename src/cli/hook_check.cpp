// Checks one commit for the pre-push hook, in a checkout of its own.
#include "cli/hook_check.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "cli/ci_project.hpp"
#include "cli/hook_checkout.hpp"
#include "cli/hook_first.hpp"
#include "cli/hook_sessions.hpp"
#include "cli/pipeline.hpp"
#include "hook/words.hpp"
#include "laboratory/laboratory.hpp"
#include "laboratory/prepare.hpp"
#include "profile/in_use.hpp"
#include "profile/profile.hpp"
#include "profile/settings.hpp"
#include "profile/virtual_environment.hpp"
#include "util/error.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds least_for_session{1000};  // less than this is not enough for a session

/// What the tests of a side depend on, besides the tree.
void add_conditions(const Profile& profile, const sides::Side& side, const fs::path& original, hook::Good& good) {
    using Kind = hook::Condition::Kind;
    const auto add = [&](Kind kind, const std::string& name) { good.depends_on(kind, name); };
    add(Kind::file, side.interpreter.executable);
    for (const char* name : {"LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH"}) add(Kind::variable, name);
    for (const auto& name : profile.inherit)  // "*" would be another one in each terminal
        if (name != "*") add(name.ends_with('*') ? Kind::variables : Kind::variable, name);
    const fs::path environment = profile::environment_named(profile.python, profile.directory);
    if (environment.empty()) return;
    for (const auto& name : profile::variables_of_use()) add(Kind::variable, name);
    for (const auto& file : profile::files_of_use(original)) add(Kind::file, file.string());
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

void show_own_paths(hook::CommitCheck& check, const Checkout& checkout) {
    const auto mend = [&](std::string& text) { text = checkout.with_own_paths(std::move(text)); };
    mend(check.reason);
    for (auto& profile : check.profiles) {
        mend(profile.reason);
        for (auto& test : profile.failed) {
            for (auto* text : {&test.id, &test.error, &test.place, &test.hidden.error, &test.hidden.how}) mend(*text);
            for (auto& frame : test.hidden.frames) mend(frame);
        }
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
    CommitAnswer answer;
    for (const auto& one : all)  // what changes while the tests run was not tested
        if (!one.side.interpreter.executable.empty()) add_conditions(one.profile, one.side, place.project, answer.good);

    const FirstModules modules(place, project.root, request.changed, request.failed);
    for (auto& one : all) {
        const auto known = request.whole_seconds.find(one.result.profile);
        one.first = modules.of(one.profile, known == request.whole_seconds.end() ? 0 : known->second);
    }
    run_all(all, false, laboratory, options, deadline, request.budget);
    const auto stopped = [](const Checked& one) { return one.result.verdict == hook::Verdict::failed; };
    if (std::none_of(all.begin(), all.end(), stopped))
        run_all(all, true, laboratory, options, deadline, request.budget);

    answer.check.ref = request.ref.shown();
    answer.check.commit = request.commit.id;
    for (auto& one : all) {
        if (stopped(one) && answer.good_side.empty()) {
            answer.good_side = good_profile(project, one.result.profile, place.project);
            if (one.failing && !answer.good_side.empty() && !one.result.failed.empty())
                one.result.other =
                    other_side(project, answer.good_side, place.project, *one.failing, laboratory, deadline);
        }
    }
    const bool any_stopped = std::any_of(all.begin(), all.end(), stopped);
    for (auto& one : all)
        if (!any_stopped || stopped(one)) answer.check.profiles.push_back(std::move(one.result));
    answer.check.verdict = verdict_of(answer.check.profiles);
    show_own_paths(answer.check, checkout);
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
        throw Error(checkout.with_own_paths(error.what()), error.code);
    }
}

}  // namespace testskew::cli
