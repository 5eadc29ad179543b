// testskew hook run: what git's pre-push hook calls.
#include <fmt/core.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "cli/commands.hpp"
#include "cli/hook_check.hpp"
#include "cli/hook_input.hpp"
#include "cli/render.hpp"
#include "cli/terminal.hpp"
#include "hook/documentation.hpp"
#include "hook/words.hpp"
#include "process/interruption.hpp"
#include "profile/settings.hpp"
#include "session/leg_file.hpp"
#include "util/descriptor.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/shortened.hpp"
#include "util/text.hpp"
#include "util/version.hpp"
#include "workspace/run_folder.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

void say_not_checked(const std::string& what) { say(fmt::format("{}: {}", hook::not_checked_words, what)); }

/// TESTSKEW_SKIP=1, or any other value but 0 and the empty one.
bool skip_wanted() {
    const auto value = environment_variable("TESTSKEW_SKIP");
    return value && !value->empty() && *value != "0";
}

std::string budget_words(double seconds) { return fmt::format("{:g} s", seconds); }

/// Gives the JSON document of a call, if it is asked for.
void give_document(const Options& options, const std::vector<hook::CommitCheck>& checks, bool stopped) {
    if (!options.json) return;
    nlohmann::json document = {{"schema", 1}, {"stopped", stopped}, {"commits", nlohmann::json::array()}};
    for (const auto& check : checks) {
        std::vector<std::string> failed;
        for (const auto& profile : check.profiles)
            for (const auto& test : profile.failed) failed.push_back(valid_utf8(test.id));
        document["commits"].push_back({{"ref", check.ref},
                                       {"commit", check.commit},
                                       {"verdict", to_string(check.verdict)},
                                       {"known", check.remembered},
                                       {"failed", failed},
                                       {"lines", hook::lines_of(check)}});
    }
    give_json(options, document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

/// One ref, and what is known of it before anything is run.
struct Pushed {
    hook::PushedRef ref;
    hook::Commit commit;
    hook::GoodKey key;
};

/// The course of one call.
class HookRun {
public:
    HookRun(const Options& options, hook::Push push)
        : options_(options), push_(std::move(push)), place_(hook_place(options)), known_(cache_directory() / "hook") {}

    ExitCode run() {
        if (push_.refs.empty())
            say_not_checked("git names nothing that is pushed; or something before has read what it says");
        find_commits();
        std::vector<Pushed> open, tags;
        std::set<std::string> seen;  // trees, as the same one may have several names
        for (auto& one : pushed_) {
            if (known_.holds(one.key))
                checks_.push_back({one.ref.shown(), one.commit.id, hook::Verdict::passed, "", true, {}});
            else if (one.ref.is_tag())
                tags.push_back(std::move(one));
            else if (seen.insert(one.key.tree).second)
                open.push_back(std::move(one));
        }
        for (const auto& one : tags)
            if (!seen.count(one.key.tree)) leave(one.ref, one.commit, "tags are not checked");
        if (!open.empty()) check_all(open);
        say_what_is_left();
        give_document(options_, checks_, stopped_);
        return stopped_ ? ExitCode::unattributed : ExitCode::ok;
    }

private:
    /// Notes that nobody looks at this. What is left for one reason is said on one line.
    void leave(const hook::PushedRef& ref, const hook::Commit& commit, const std::string& why) {
        left_[why].push_back(ref.shown());
        checks_.push_back({ref.shown(), commit.id, hook::Verdict::not_checked, why, false, {}});
    }

    void say_what_is_left() const {
        constexpr std::size_t most = 3;
        for (const auto& [why, refs] : left_) say_not_checked(fmt::format("{}: {}", some_of(refs, most), why));
    }

    void add(hook::CommitCheck check) {
        for (const auto& line : hook::lines_of(check)) say(line);
        checks_.push_back(std::move(check));
    }

    void find_commits() {
        std::erase_if(push_.refs, [](const auto& ref) { return ref.deletes() || ref.holds_no_tests(); });
        const auto commits = hook::commits_of(place_.git, push_.refs);
        const std::string settings = settings_on_disk(place_.project).value_or("");
        for (const auto& ref : push_.refs) {
            const auto found = commits.find(ref.local_id);
            if (found == commits.end()) {
                leave(ref, {}, "there is no such commit here");
                continue;
            }
            pushed_.push_back({ref,
                               found->second,
                               {found->second.tree, version(), place_.relative.string(), settings, options_.profiles}});
        }
    }

    void check_all(std::vector<Pushed>& open) {
        const double budget = hook_budget(project_of(place_.project), options_);
        const Deadline deadline(std::chrono::duration<double>(budget), [] {
            constexpr std::string_view line = "testskew: NOT CHECKED: the budget ended\n";
            write_all(STDERR_FILENO, line);
            ::_exit(0);
        });
        const fs::path own_folder = workspace::make_own_folder(place_.project);
        auto last = hook::read_last(own_folder);
        for (const auto& one : open) {
            if (stopped_) break;
            if (deadline.left().count() == 0) {
                leave(one.ref, one.commit, fmt::format("the budget of {} ended", budget_words(budget)));
                continue;
            }
            try {
                check(one, deadline, budget_words(budget), last);
            } catch (const Interrupted&) {
                if (!deadline.gave_up()) throw;
                leave(one.ref, one.commit,
                      fmt::format("the budget of {} ended before any test did; environments that are half made "
                                  "are gone on with the next time",
                                  budget_words(budget)));
            } catch (const Error& error) {
                leave(one.ref, one.commit, error.what());
            }
            last = hook::after(last, checks_.back(), hook::lines_of(checks_.back()), session::utc_now());
            hook::write_last(own_folder, *last);
        }
    }

    /// The [hook] table as it is on disk, without which the budget is the usual one.
    static profile::Project project_of(const fs::path& folder) {
        try {
            return profile::find_project(folder);
        } catch (const Error&) {
            profile::Project project;
            project.profiles = std::make_shared<profile::ConfigFile>();
            return project;
        }
    }

    void check(const Pushed& one, const Deadline& deadline, const std::string& budget,
               const std::optional<hook::Last>& last) {
        CommitRequest request;
        request.ref = one.ref;
        request.commit = one.commit;
        request.budget = budget;
        if (const auto base = hook::base_of(place_.git, push_.remote, one.ref, one.commit))
            request.changed = hook::changed_paths(place_.git, *base, one.commit);
        if (hook::only_documentation(request.changed) &&
            !hook::documentation_is_read(place_.git, one.commit, request.changed))
            return add({one.ref.shown(),
                        one.commit.id,
                        hook::Verdict::passed,
                        "only documentation changed, no test was run",
                        false,
                        {}});
        request.failed = hook::failed_last_by_pytest(place_.project);
        if (last) {
            request.failed.insert(request.failed.begin(), last->failed.begin(), last->failed.end());
            request.whole_seconds = last->whole_seconds;
        }
        const auto status = make_progress();
        CommitAnswer answer = check_commit(place_, options_, request, deadline, *status);
        if (answer.check.verdict == hook::Verdict::passed) known_.remember(one.key, answer.good);
        stopped_ = answer.check.verdict == hook::Verdict::failed;
        const auto help = hook::help_lines(answer.check, answer.good_side);
        add(std::move(answer.check));
        for (const auto& line : help) say(line);
    }

    /// What git's user sees while he waits; lines that nobody watches would only be in the way.
    std::unique_ptr<Status> make_progress() const {
        Options options = options_;
        if (options.verbosity == 0 && !::isatty(STDERR_FILENO)) options.verbosity = -1;
        return progress(options);
    }

    const Options& options_;
    hook::Push push_;
    HookPlace place_;
    hook::KnownGood known_;
    std::vector<Pushed> pushed_;
    std::vector<hook::CommitCheck> checks_;
    std::map<std::string, std::vector<std::string>> left_;  ///< refs by the reason for which nobody looks at them
    bool stopped_ = false;
};

}  // namespace

ExitCode hook_run(const Options& options) {
    const std::string input = standard_input();
    run_existing_hook(options, input);
    if (skip_wanted()) {
        say_not_checked("TESTSKEW_SKIP is set");
        return ExitCode::ok;
    }
    const auto nothing_checked = [&](const std::string& why) {
        say_not_checked(why);
        give_document(options, {}, false);
        return ExitCode::ok;
    };
    // Whatever keeps testskew from looking at a commit is no reason to keep the commit from the remote.
    try {
        if (!find_on_path("git")) throw Error("git is not on PATH: install it, or give the hook a PATH that has it");
        return HookRun(options, push_of(options, input)).run();
    } catch (const Interrupted&) {
        throw;
    } catch (const Error& error) {
        return nothing_checked(error.what());
    } catch (const std::exception& error) {
        return nothing_checked(fmt::format("internal error: {}", error.what()));
    }
}

}  // namespace testskew::cli
