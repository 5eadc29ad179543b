#pragma once
#include <algorithm>
#include <functional>
#include <map>
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
    std::function<void(const sides::Side&)> build = [](const sides::Side&) {};  ///< may throw BuildError
    std::function<std::vector<environment::Conflict>(const PackageSet&)> breaks = [](const PackageSet&) {
        return std::vector<environment::Conflict>{};
    };
    std::function<environment::Misfit(const sides::Side&)> misfits = [](const sides::Side&) {
        return environment::Misfit{};
    };
    std::function<PackageSet(const sides::Side&, const std::vector<std::string>&)> resolve =
        [](const sides::Side& side, const std::vector<std::string>&) { return side.resolution.packages; };
    std::vector<Interpreter> at_hand;
    std::vector<std::string> released;    ///< what releases() gives, of any package
    std::set<std::string> without_wheel;  ///< "numpy 1.2"
    std::vector<std::string> built;       ///< for each call of environment_of(): "httpx 0.28.0, six 1.0"

    using runner::Environments::environment_of;
    Environment environment_of(const sides::Side& side, std::chrono::milliseconds) override {
        std::string key;
        for (const auto& [name, package] : side.resolution.packages)
            key += (key.empty() ? "" : ", ") + name + " " + package.version;
        built.push_back(key);
        build(side);
        Environment environment;
        environment.key = key;
        environment.interpreter = side.interpreter;
        environment.packages = side.resolution.packages;
        return environment;
    }
    environment::Misfit misfit_of(const sides::Side& side, const Interpreter&, const std::set<std::string>&) override {
        return misfits(side);
    }
    std::vector<environment::Conflict> conflicts_of(const Environment& environment) override {
        return breaks(environment.packages);
    }
    std::vector<Interpreter> interpreters() override { return at_hand; }
    std::vector<environment::Release> releases(const sides::Side&, const std::string&, const std::string&,
                                               const std::string&, std::chrono::milliseconds) override {
        std::vector<environment::Release> result;
        for (const auto& version : released) result.push_back({version, false});
        return result;
    }
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
    bool can_rename = true;

    const std::filesystem::path& folder() const override { return place; }
    bool in_git() const override { return false; }
    bool renames_folders() const override { return can_rename; }
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
    /// What comes of a session; the summary is filled in here.
    std::function<runner::SessionOutcome(const runner::SessionSpec&)> answer;
    std::function<void()> after_batch = [] {};  ///< something that happens while sessions run: a file is edited
    double seconds_per_session = 1;
    std::vector<runner::SessionSpec> asked;  ///< every session, in order
    std::vector<int> jobs;                   ///< of each of them: how many ran side by side

    std::vector<runner::SessionOutcome> run(const std::vector<runner::SessionSpec>& specs, int at_a_time) override {
        std::vector<runner::SessionOutcome> outcomes;
        for (const auto& spec : specs) {
            asked.push_back(spec);
            jobs.push_back(at_a_time);
            outcomes.push_back(outcome_of(spec));
            auto& summary = outcomes.back().summary;
            summary.id = "s" + std::to_string(asked.size());
            summary.phase = spec.phase;
            summary.from = spec.from;
            summary.taken = spec.taken;
            summary.reason = spec.reason;
            time_ += std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                std::chrono::duration<double>(seconds_per_session));
        }
        after_batch();
        return outcomes;
    }
    std::chrono::steady_clock::time_point now() const override { return time_; }
    ScriptedEnvironments& environments() override { return environments_; }
    ScriptedFiles& files() override { return files_; }
    NotedStatus& status() override { return status_; }
    const runner::RunnerOptions& options() const override { return options_; }
    runner::RunnerOptions& settings() { return options_; }

private:
    runner::SessionOutcome outcome_of(const runner::SessionSpec& spec) {
        if (spec.refuse) {
            const auto conflicts = environments_.breaks(spec.side.resolution.packages);
            if (spec.refuse(conflicts)) {
                runner::SessionOutcome refused;
                refused.conflicts = conflicts;
                return refused;
            }
        }
        return answer(spec);
    }

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
inline Recording recording_of(const sides::Side& side, const std::vector<std::string>& tests, const Fails& fails,
                              const std::string& message = "wrong") {
    Recording recording;
    recording.profile = side.name;
    recording.complete = recording.probe_loaded = true;
    recording.seconds = 1;
    const auto& targets = side.selection.targets;
    const bool named = std::any_of(targets.begin(), targets.end(),
                                   [](const std::string& target) { return target.find("::") != std::string::npos; });
    for (const auto& [name, package] : side.resolution.packages) recording.distributions[name] = package.version;
    for (const auto& id : tests) {
        if (named && std::find(targets.begin(), targets.end(), id) == targets.end()) continue;
        const std::string module = id.substr(0, id.find("::"));
        if (recording.modules.empty() || recording.modules.back() != module) recording.modules.push_back(module);
        recording.selected.push_back(id);
        TestRecord test;
        test.id = id;
        test.outcome = fails(id) ? Outcome::failed : Outcome::passed;
        if (test.outcome == Outcome::failed) {
            PhaseRecord call;
            call.phase = TestPhase::call;
            call.outcome = "failed";
            const bool other = message != "wrong";
            call.chain = {{other ? "OSError" : "ValueError",
                           message,
                           {{"app.py", other ? 9 : 7, "load", other ? "open(path)" : "raise ValueError(text)", true}},
                           "",
                           false,
                           {}}};
            test.phases.push_back(std::move(call));
        }
        recording.tests.push_back(std::move(test));
    }
    return recording;
}

inline runner::SessionOutcome recorded(Recording recording) {
    runner::SessionOutcome outcome;
    outcome.recording = std::move(recording);
    return outcome;
}

inline runner::SessionOutcome not_built(const std::string& reason, std::vector<std::string> packages,
                                        bool network = false) {
    runner::SessionOutcome outcome;
    outcome.failure = environment::BuildFailure{reason, std::move(packages), network, false, false};
    outcome.problem = reason;
    return outcome;
}

/// A side with a name and packages ("httpx 0.28.0") and variables, and nothing else.
inline sides::Side side_with(const std::string& name, const std::map<std::string, std::string>& packages,
                             std::map<std::string, std::string> environ = {}) {
    sides::Side side;
    side.name = name;
    side.interpreter.executable = "/usr/bin/python3.12";
    side.interpreter.version = "3.12.1";
    side.interpreter.major = 3;
    side.interpreter.minor = 12;
    for (const auto& [package, version] : packages)
        side.resolution.packages[package] = {version, package + "==" + version};
    side.environ = std::move(environ);
    return side;
}

}  // namespace testskew::support
