// testskew_accuracy: plays the engine against simulated worlds with a hidden truth and prints what it got right.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "worlds/judge.hpp"
#include "worlds/kinds.hpp"

using namespace testskew::attribute;
using namespace testskew::worlds;

namespace {

struct Row {
    int worlds = 0, right = 0, shown = 0, proven = 0, false_proven = 0, false_ruled_out = 0;
    long needed = 0;
    std::vector<int> sessions;
    std::uint64_t example = 0;
    std::string what;
    double seconds = 0;
};

Row measure(const std::string& kind, int worlds, std::uint64_t seed, const Options& options) {
    Row row;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < worlds; ++i) {
        const std::uint64_t one = seed * 1000003 + static_cast<std::uint64_t>(i);
        World world = make_world(kind, one);
        world.question.options = options;
        const Judgement j = judge(world, play(world, one));
        ++row.worlds;
        row.right += j.right;
        row.shown += j.shown;
        row.proven += j.proven > 0;
        row.false_proven += j.false_proven > 0;
        row.false_ruled_out += j.false_ruled_out > 0;
        row.needed += world.needed_sessions;
        row.sessions.push_back(j.sessions);
        const bool worse = j.false_proven || j.false_ruled_out;
        if ((worse && row.what.rfind("!", 0) != 0) || (!j.what.empty() && row.what.empty()))
            row.example = one, row.what = (worse ? "!" : "") + j.what;
    }
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return row;
}

void explain(const std::string& kind, std::uint64_t seed, const Options& options) {
    World world = make_world(kind, seed);
    world.question.options = options;
    const Game game = play(world, seed);
    for (std::size_t c = 0; c < world.truths.size(); ++c)
        for (const auto& layer : world.truths[c].layers)
            for (const auto& set : layer) {
                fmt::print("truth of cluster {}:", c + 1);
                for (const int d : set.members())
                    fmt::print(" {}", world.question.deltas[static_cast<std::size_t>(d)].name);
                fmt::print("\n");
            }
    for (const auto& requirement : world.requirements)
        fmt::print("{} needs {}\n", world.question.deltas[static_cast<std::size_t>(requirement.delta)].name,
                   world.question.deltas[static_cast<std::size_t>(requirement.needs)].name);
    for (const auto& entry : game.log) {
        const auto summary = summarize(world.question, entry);
        fmt::print("{} batch {} {} {}:", summary.id, entry.experiment.batch, summary.phase, summary.base);
        if (summary.taken.size() > 8)
            fmt::print(" ({})", summary.taken.size());
        else
            for (const auto& taken : summary.taken) fmt::print(" {}", taken.delta);
        fmt::print(" [{}] ->{}", summary.predicted, entry.observation.built ? "" : " not built");
        for (const auto& [cluster, result] : summary.results) fmt::print(" {}", "FPXU"[static_cast<int>(result)]);
        fmt::print("   {}\n", summary.reason);
    }
    for (const auto& f : game.conclusion.findings) {
        fmt::print("cluster {} problem {} {}{}{}{} {}\n", f.attribution.cluster, f.attribution.problem,
                   f.attribution.flaky ? "flaky " : "", f.confirmed ? "confirmed " : "", f.complete ? "complete " : "",
                   f.many ? "many" : "", f.attribution.note);
        if (f.attribution.cause)
            fmt::print("  {} {}: {}\n", static_cast<int>(f.attribution.cause->verdict), f.attribution.cause->relation,
                       f.attribution.cause->summary);
        for (const auto& v : f.attribution.verdicts)
            fmt::print("  {}: {} {} repair F{} P{} X{} U{} induce F{} P{} X{} U{} p={:.4f} {}\n", v.factor,
                       static_cast<int>(v.kind), v.role, v.repair.F, v.repair.P, v.repair.X, v.repair.U, v.induce.F,
                       v.induce.P, v.induce.X, v.induce.U, v.p, v.reason);
    }
    const Judgement j = judge(world, game);
    fmt::print("right {} shown {} false proven {} false ruled out {}: {}\n", j.right, j.shown, j.false_proven,
               j.false_ruled_out, j.what);
}

}  // namespace

int main(int argc, char** argv) {
    int worlds = 1000;
    std::uint64_t seed = 1;
    std::string only;
    Options options;
    bool one = false;
    for (int i = 1; i < argc; ++i) {
        const std::string option = argv[i];
        const auto value = [&] { return i + 1 < argc ? std::string(argv[++i]) : std::string(); };
        if (option == "--worlds")
            worlds = std::atoi(value().c_str());
        else if (option == "--kind")
            only = value();
        else if (option == "--seed")
            seed = std::strtoull(value().c_str(), nullptr, 10);
        else if (option == "--quick")
            options.quick = true;
        else if (option == "--repeats")
            options.repeats = std::atoi(value().c_str());
        else if (option == "--explain")
            one = true;
        else {
            fmt::print(
                stderr,
                "usage: testskew_accuracy [--worlds N] [--kind KIND] [--seed N] [--repeats N] [--quick] [--explain]\n");
            return 2;
        }
    }
    if (one) {
        explain(only, seed, options);
        return 0;
    }
    fmt::print("{:<26} {:>7} {:>8} {:>8} {:>9} {:>7} {:>10} {:>6} {:>5} {:>9} {:>8}\n", "kind", "worlds", "right %",
               "shown %", "proven %", "false", "false", "mean", "p95", "vs clair-", "seconds");
    fmt::print("{:<26} {:>7} {:>8} {:>8} {:>9} {:>7} {:>10} {:>6} {:>5} {:>9} {:>8}\n", "", "", "", "", "", "proven",
               "ruled out", "", "", "voyant", "");
    int wrong = 0;
    for (const auto& kind : world_kinds()) {
        if (!only.empty() && kind != only) continue;
        Row row = measure(kind, worlds, seed, options);
        std::sort(row.sessions.begin(), row.sessions.end());
        double sum = 0;
        for (const int n : row.sessions) sum += n;
        const auto percent = [&](int n) { return 100.0 * n / row.worlds; };
        fmt::print("{:<26} {:>7} {:>8.2f} {:>8.2f} {:>9.2f} {:>7} {:>10} {:>6.1f} {:>5} {:>9} {:>8.1f}", kind,
                   row.worlds, percent(row.right), percent(row.shown), percent(row.proven), row.false_proven,
                   row.false_ruled_out, sum / row.worlds, row.sessions[row.sessions.size() * 95 / 100],
                   kind.rfind("flaky", 0) == 0 && kind.find("caused") == std::string::npos
                       ? "-"
                       : fmt::format("{:.2f}", sum / static_cast<double>(row.needed)),
                   row.seconds);
        if (!row.what.empty()) fmt::print("   e.g. --seed {}: {}", row.example, row.what);
        fmt::print("\n");
        std::fflush(stdout);
        if (kind.rfind("flaky", 0) != 0) wrong += row.false_proven + row.false_ruled_out;
    }
    return wrong ? 1 : 0;
}
