#include "support/scripted_runner.hpp"

#include <algorithm>
#include <utility>

namespace testskew::support {

ScriptedEnvironments::ScriptedEnvironments()
    : build([](const sides::Side&) {}),
      breaks([](const PackageSet&) { return std::vector<environment::Conflict>{}; }),
      misfits([](const sides::Side&) { return environment::Misfit{}; }),
      resolve([](const sides::Side& side, const std::vector<std::string>&) { return side.resolution.packages; }) {}

ScriptedEnvironments::~ScriptedEnvironments() = default;

Environment ScriptedEnvironments::environment_of(const sides::Side& side, std::chrono::milliseconds) {
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

std::vector<std::string> ScriptedEnvironments::releases(const sides::Side&, const std::string&, const std::string&,
                                                        const std::string&, std::chrono::milliseconds) {
    return released;
}

ScriptedRunner::ScriptedRunner() : after_batch([] {}) {}

ScriptedRunner::~ScriptedRunner() = default;

std::vector<runner::SessionOutcome> ScriptedRunner::run(const std::vector<runner::SessionSpec>& specs, int at_a_time) {
    const std::lock_guard lock(mutex_);
    std::vector<runner::SessionOutcome> outcomes;
    for (const auto& spec : specs) {
        if (spec.latest_start && time_ > *spec.latest_start) {
            outcomes.emplace_back();
            continue;
        }
        asked.push_back(spec);
        jobs.push_back(at_a_time);
        outcomes.push_back(outcome_of(spec));
        auto& summary = outcomes.back().summary;
        summary.id = "s" + std::to_string(asked.size());
        summary.purpose() = spec.purpose();
        time_ += std::chrono::duration_cast<std::chrono::steady_clock::duration>(
            std::chrono::duration<double>(seconds_per_session));
        if (spec.ended) spec.ended(outcomes.back());
    }
    after_batch();
    return outcomes;
}

runner::SessionOutcome ScriptedRunner::outcome_of(const runner::SessionSpec& spec) {
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

Recording recording_of(const sides::Side& side, const std::vector<std::string>& tests, const Fails& fails,
                       const std::string& message) {
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
            call.outcome = PhaseOutcome::failed;
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

runner::SessionOutcome recorded(Recording recording) {
    runner::SessionOutcome outcome;
    outcome.recording = std::move(recording);
    return outcome;
}

runner::SessionOutcome not_built(const std::string& reason, std::vector<std::string> packages, bool network) {
    runner::SessionOutcome outcome;
    outcome.failure = environment::BuildFailure{reason, std::move(packages), network, false, false};
    outcome.fault = reason;
    return outcome;
}

sides::Side side_with(const std::string& name, const std::map<std::string, std::string>& packages,
                      std::map<std::string, std::string> environ) {
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
