#include "accuracy/explain.hpp"

#include <fmt/core.h>

#include "report/cause_sentence.hpp"
#include "report/caveat_words.hpp"
#include "report/verdict_words.hpp"
#include "worlds/evidence.hpp"
#include "worlds/judge.hpp"
#include "worlds/kinds.hpp"

namespace testskew::accuracy {

namespace {

void print_truth(const worlds::World& world) {
    const auto name = [&](int delta) { return world.question.deltas[static_cast<std::size_t>(delta)].name; };
    for (std::size_t c = 0; c < world.truths.size(); ++c)
        for (const auto& layer : world.truths[c].layers)
            for (const auto& set : layer) {
                fmt::print("truth of cluster {}:", c + 1);
                for (const int d : set.members()) fmt::print(" {}", name(d));
                fmt::print("\n");
            }
    for (const auto& requirement : world.requirements)
        fmt::print("{} needs {}\n", name(requirement.delta), name(requirement.needs));
}

void print_session(const worlds::World& world, const attribute::LogEntry& entry) {
    const auto summary = attribute::summarize(world.question, entry);
    fmt::print("{} batch {} {} {}:", summary.id, entry.experiment.batch, to_string(summary.phase),
               to_string(summary.from));
    if (summary.taken.size() > 8)
        fmt::print(" ({})", summary.taken.size());
    else
        for (const auto& taken : summary.taken) fmt::print(" {}", taken.delta);
    fmt::print(" [{}] ->{}", summary.predicted, entry.observation.built ? "" : " not built");
    for (const auto& [cluster, result] : summary.results) fmt::print(" {}", letter(result));
    fmt::print("   {}\n", summary.reason);
}

void print_finding(const attribute::Finding& finding) {
    const auto& a = finding.attribution;
    fmt::print("cluster {} problem {} {}{}{} {}\n", a.cluster, a.problem, a.flaky ? "flaky " : "",
               finding.confirmed ? "confirmed " : "", finding.many ? "many" : "", report::caveat_words(a.caveats));
    if (a.cause)
        fmt::print("  {} {}: {}\n", static_cast<int>(a.cause->verdict), to_string(a.cause->relation),
                   report::cause_sentence(*a.cause, {}));
    for (const auto& v : a.verdicts)
        fmt::print("  {}: {} {} repair F{} P{} X{} U{} induce F{} P{} X{} U{} p={:.4f} {}\n", to_string(v.factor),
                   static_cast<int>(v.kind), to_string(v.role), v.repair.F, v.repair.P, v.repair.X, v.repair.U,
                   v.induce.F, v.induce.P, v.induce.X, v.induce.U, v.p, report::reason_words(v, a.caveats));
}

}  // namespace

void explain(const std::string& kind, std::uint64_t seed, const attribute::Options& options,
             const std::optional<double>& evidence) {
    auto world = worlds::make_world(kind, seed);
    world.question.options = options;
    if (evidence) worlds::add_evidence(world, *evidence, seed);
    const auto game = worlds::play(world, seed);
    print_truth(world);
    for (const auto& entry : game.log) print_session(world, entry);
    for (const auto& finding : game.conclusion.findings) print_finding(finding);
    const auto j = worlds::judge(world, game);
    fmt::print("right {} shown {} false proven {} false ruled out {}: {}\n", j.right, j.shown, j.false_proven,
               j.false_ruled_out, j.what);
}

}  // namespace testskew::accuracy
