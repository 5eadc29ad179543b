#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runner/session_runner.hpp"

namespace testskew::support {

/// Environments that exist on paper only. What a test does not script is all well: everything can be built, nothing
/// conflicts, every release has a wheel.
class ScriptedEnvironments : public runner::Environments {
public:
    ScriptedEnvironments();
    ~ScriptedEnvironments() override;

    std::function<void(const sides::Side&)> build;  ///< may throw BuildError
    std::function<std::vector<environment::Conflict>(const PackageSet&)> breaks;
    std::function<environment::Misfit(const sides::Side&)> misfits;
    std::function<PackageSet(const sides::Side&, const std::vector<std::string>&)> resolve;
    std::vector<environment::CrossConflict> between;  ///< what conflicts_between() gives
    std::vector<Interpreter> at_hand;
    std::vector<std::string> released;    ///< what releases() gives, of any package
    std::set<std::string> without_wheel;  ///< "numpy 1.2"
    std::vector<std::string> built;       ///< for each call of environment_of(): "httpx 0.28.0, six 1.0"

    using runner::Environments::environment_of;
    Environment environment_of(const sides::Side& side, std::chrono::milliseconds) override;
    environment::Misfit misfit_of(const sides::Side& side, const Interpreter&, const std::set<std::string>&) override {
        return misfits(side);
    }
    std::vector<environment::Conflict> conflicts_of(const Environment& environment) override {
        return breaks(environment.packages);
    }
    std::vector<environment::CrossConflict> conflicts_between(const sides::Side&, const sides::Side&,
                                                              const std::set<std::string>&) override {
        return between;
    }
    std::vector<Interpreter> interpreters() override { return at_hand; }
    std::vector<std::string> releases(const sides::Side&, const std::string&, const std::string&, const std::string&,
                                      std::chrono::milliseconds) override;
    bool has_wheel(const Environment& environment, const std::string& name, std::chrono::milliseconds) override {
        return !without_wheel.count(name + " " + environment.packages.at(name).version);
    }
    PackageSet resolved(const sides::Side& side, const std::vector<std::string>& lines, const std::string&,
                        std::chrono::milliseconds) override {
        return resolve(side, lines);
    }
    PackageSet held(const Environment& from, const Interpreter&, std::chrono::milliseconds) override {
        return from.packages;
    }
};

/// A project of which only the differences are known.
class ScriptedFiles : public runner::ProjectFiles {
public:
    std::filesystem::path place = "/project";
    std::map<std::string, std::vector<workspace::FileDelta>> deltas;  ///< by the folder in which they lie; "": the top
    std::string edit;                                                 ///< what edited() says
    bool can_rename = true, can_move_out = true;

    const std::filesystem::path& folder() const override { return place; }
    bool in_git() const override { return false; }
    bool renames_folders() const override { return can_rename; }
    bool renames_into_temporary() const override { return can_move_out; }
    std::vector<workspace::FileDelta> differences(const FilesSpec&, const FilesSpec&,
                                                  const std::string& below) override {
        return deltas[below];
    }
    std::map<std::string, std::string> facts(const workspace::FileState&) override { return {}; }
    std::string stamp(const workspace::FileState&) override { return "stamp"; }
    std::string edited() override { return edit; }
};

/// Keeps what was noted.
class NotedStatus : public Status {
public:
    std::vector<std::string> notes;
    void begin(const std::string&, const std::string&, const std::string&) override {}
    void update(const std::string&, const std::string&) override {}
    void end(const std::string&, const std::string&) override {}
    void note(const std::string& text) override { notes.push_back(text); }
};

/// Runs no session: `answer` says what comes of each, as ninja's FakeCommandRunner does for commands. Time passes only
/// by sessions.
class ScriptedRunner : public runner::SessionRunner {
public:
    ScriptedRunner();
    ~ScriptedRunner() override;

    /// What comes of a session; the summary is filled in here.
    std::function<runner::SessionOutcome(const runner::SessionSpec&)> answer;
    std::function<void()> after_batch;  ///< something that happens while sessions run: a file is edited
    double seconds_per_session = 1;
    std::vector<runner::SessionSpec> asked;  ///< every session, in order
    std::vector<int> jobs;                   ///< of each of them: how many ran side by side

    std::vector<runner::SessionOutcome> run(const std::vector<runner::SessionSpec>& specs, int at_a_time) override;
    std::chrono::steady_clock::time_point now() const override { return time_; }
    ScriptedEnvironments& environments() override { return environments_; }
    ScriptedFiles& files() override { return files_; }
    NotedStatus& status() override { return status_; }
    const runner::RunnerOptions& options() const override { return options_; }
    runner::RunnerOptions& settings() { return options_; }

private:
    runner::SessionOutcome outcome_of(const runner::SessionSpec& spec);

    std::mutex mutex_;  ///< drills ask from several threads

    ScriptedEnvironments environments_;
    ScriptedFiles files_;
    NotedStatus status_;
    runner::RunnerOptions options_;
    std::chrono::steady_clock::time_point time_{};
};

/// Whether a test fails in a session, by its id.
using Fails = std::function<bool(const std::string& id)>;

/// What pytest would record of these tests. A test that fails raises ValueError("wrong") in a line of the project that
/// is the same for all tests; with another `message` it is an OSError of another line, which is another failure, as
/// free text alone makes none. If the selection has targets that are node ids, only these run.
Recording recording_of(const sides::Side& side, const std::vector<std::string>& tests, const Fails& fails,
                       const std::string& message = "wrong");

runner::SessionOutcome recorded(Recording recording);

runner::SessionOutcome not_built(const std::string& reason, std::vector<std::string> packages, bool network = false);

/// A side with a name and packages ("httpx 0.28.0") and variables, and nothing else.
sides::Side side_with(const std::string& name, const std::map<std::string, std::string>& packages,
                      std::map<std::string, std::string> environ = {});

}  // namespace testskew::support
