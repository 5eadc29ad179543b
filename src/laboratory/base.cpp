#include "laboratory/base.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "compare/compare.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::laboratory {
namespace {

constexpr size_t most_isolated = 1000;  // ids on one command line

SessionSpec base_spec(const Side& side, const char* which) {
    SessionSpec spec;
    spec.side = side;
    spec.phase = "base";
    spec.base = which;
    return spec;
}

/// The recording of a session that has to be there.
Recording required(SessionOutcome& outcome, const Side& side) {
    if (!outcome.recording || !outcome.problem.empty())
        throw Error(fmt::format("{}: the session {}", side.name, outcome.problem), ExitCode::environment);
    Recording recording = std::move(*outcome.recording);
    // What is installed is known also where the session died before it could say so.
    if (recording.distributions.empty())
        for (const auto& [name, package] : side.resolution.packages) recording.distributions[name] = package.version;
    return recording;
}

/// Failing ids that this side did not collect, run here; which of them this side has is for pytest to say.
void run_uncollected(Laboratory& laboratory, const SidePair& sides, const compare::Uncollected& ids, Base& base) {
    std::vector<SessionSpec> specs;
    const auto ask = [&](const Side& side, const std::vector<std::string>& tests, const Recording& recording,
                         const Recording& other, const char* which) {
        if (tests.empty()) return false;
        const std::vector<std::string> some(tests.begin(),
                                            tests.begin() + static_cast<long>(std::min(tests.size(), most_isolated)));
        SessionSpec spec = base_spec(side, which);
        const Collected where = collected(recording.facts.count("rootdir") ? recording : other, laboratory.project());
        spec.side.selection = isolated_selection(side.selection, some, where);
        spec.phase = "one-sided";
        spec.reason = fmt::format("{} not collected by {} and failing on the other side",
                                  count_of(static_cast<long>(tests.size()), "test"), side.name);
        specs.push_back(std::move(spec));
        return true;
    };
    const bool on_bad = ask(sides.bad, ids.on_bad, base.bad, base.good, "bad");
    ask(sides.good, ids.on_good, base.good, base.bad, "good");
    if (specs.empty()) return;
    auto outcomes = laboratory.run(specs);
    for (size_t i = 0; i < outcomes.size(); ++i) {
        base.sessions.push_back(outcomes[i].summary);
        if (!outcomes[i].problem.empty()) {
            base.notes.push_back(fmt::format("what {} had not collected could not be run there: it {}",
                                             specs[i].side.name, outcomes[i].problem));
            continue;
        }
        (i == 0 && on_bad ? base.extra_bad : base.extra_good) = std::move(outcomes[i].recording);
    }
}

/// The failing tests once more with a client that raises: what it shows is put beside the clusters.
void run_raised(Laboratory& laboratory, const SidePair& sides, Base& base) {
    std::vector<std::string> ids;
    for (const auto& cluster : base.comparison.clusters)
        for (const auto& test : cluster.tests)
            if (ids.size() < most_isolated) ids.push_back(test.id);
    if (ids.empty()) return;
    std::vector<SessionSpec> specs = {base_spec(sides.bad, "bad"), base_spec(sides.good, "good")};
    specs[0].side.selection = isolated_selection(sides.bad.selection, ids, collected(base.bad, laboratory.project()));
    specs[1].side.selection = isolated_selection(sides.good.selection, ids, collected(base.good, laboratory.project()));
    for (auto& spec : specs) {
        spec.phase = "raise";
        spec.server_exceptions = "raise";
        spec.reason = "the failing tests with a test client that raises";
    }
    auto outcomes = laboratory.run(specs);
    for (auto& outcome : outcomes) base.sessions.push_back(outcome.summary);
    if (!outcomes[0].recording || !outcomes[1].recording) return;
    const Comparison raised = compare::compare(*outcomes[0].recording, *outcomes[1].recording);
    for (auto& cluster : base.comparison.clusters) {
        const auto same = std::find_if(raised.clusters.begin(), raised.clusters.end(), [&](const Cluster& other) {
            return std::any_of(other.tests.begin(), other.tests.end(),
                               [&](const ClusterTest& test) { return test.id == cluster.tests.front().id; });
        });
        if (same != raised.clusters.end()) cluster.raised = same->error;
    }
}

}  // namespace

Collected collected(const Recording& recording, const std::filesystem::path& project) {
    Collected result{recording.modules, recording.selected, "", ""};
    const auto relative = [&](const char* fact) -> std::string {
        const auto found = recording.facts.find(fact);
        if (found == recording.facts.end() || found->second.empty()) return "";
        const std::filesystem::path path = found->second;
        const auto inside = path.is_absolute() ? path.lexically_relative(project) : path.lexically_normal();
        return inside == "." ? "" : inside.string();
    };
    result.rootdir = relative("rootdir");
    result.inifile = relative("inifile");
    return result;
}

Base run_base(Laboratory& laboratory, const SidePair& sides) {
    Base base;
    auto outcomes = laboratory.run({base_spec(sides.bad, "bad"), base_spec(sides.good, "good")});
    for (const auto& outcome : outcomes) base.sessions.push_back(outcome.summary);
    base.bad = required(outcomes[0], sides.bad);
    base.good = required(outcomes[1], sides.good);
    run_uncollected(laboratory, sides, compare::uncollected(base.bad, base.good), base);
    base.comparison = compare::compare(base.bad, base.good, base.extra_bad ? &*base.extra_bad : nullptr,
                                       base.extra_good ? &*base.extra_good : nullptr);
    if (laboratory.options().server_exceptions == "raise") run_raised(laboratory, sides, base);
    if (const auto note = edited(laboratory); !note.empty()) base.notes.push_back(note);
    return base;
}

std::string edited(Laboratory& laboratory) {
    const auto path = laboratory.workspaces().changed();
    return path ? fmt::format("{} was edited while the sessions ran", *path) : "";
}

bool met_overlay_limit(Laboratory& laboratory, const Base& base) {
    if (laboratory.workspaces().mode() != workspace::Mode::overlay || laboratory.workspaces().renames_folders())
        return false;
    for (const Recording* recording : {&base.bad, &base.good})
        for (const auto& test : recording->tests)
            for (const auto& phase : test.phases)
                for (const auto& exception : phase.chain)
                    if (workspace::met_overlay_limit(exception.type + ": " + exception.message)) return true;
    return false;
}

}  // namespace testskew::laboratory
