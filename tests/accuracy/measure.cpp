#include "accuracy/measure.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>
#include <vector>

#include "worlds/evidence.hpp"
#include "worlds/judge.hpp"
#include "worlds/kinds.hpp"

namespace testskew::accuracy {

Row measure(const std::string& kind, int worlds, std::uint64_t seed, const attribute::Options& options,
            const std::optional<double>& evidence) {
    Row row;
    row.kind = kind;
    row.seed = seed;
    row.worlds = worlds;
    row.chance = worlds::has_chance(kind);
    const auto start = std::chrono::steady_clock::now();
    std::vector<int> sessions, rounds;
    long needed = 0;
    bool worst_seen = false;
    for (int i = 0; i < worlds; ++i) {
        const std::uint64_t one = seed * 1000003 + static_cast<std::uint64_t>(i);
        auto world = worlds::make_world(kind, one);
        world.question.options = options;
        if (evidence) worlds::add_evidence(world, *evidence, one);
        const auto game = worlds::play(world, one);
        const auto j = worlds::judge(world, game);
        rounds.push_back(game.rounds);
        row.has_cause = !world.truths.empty();
        row.right += j.right;
        row.shown += j.shown;
        row.proven += j.proven > 0;
        row.false_proven += j.false_proven > 0;
        row.false_ruled_out += j.false_ruled_out > 0;
        needed += world.needed_sessions;
        sessions.push_back(j.sessions);
        const bool worst = j.false_proven || j.false_ruled_out;
        if ((worst && !worst_seen) || (!j.what.empty() && row.what.empty()))
            row.example = one, row.what = (worst ? "!" : "") + j.what;
        worst_seen = worst_seen || worst;
    }
    std::sort(rounds.begin(), rounds.end());
    row.mean_rounds = std::accumulate(rounds.begin(), rounds.end(), 0.0) / worlds;
    row.p95_rounds = rounds[rounds.size() * 95 / 100];
    std::sort(sessions.begin(), sessions.end());
    const double sum = std::accumulate(sessions.begin(), sessions.end(), 0.0);
    row.mean_sessions = sum / worlds;
    row.p95_sessions = sessions[sessions.size() * 95 / 100];
    row.clairvoyant = sum / static_cast<double>(needed);
    row.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return row;
}

}  // namespace testskew::accuracy
