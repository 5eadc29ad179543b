#include "worlds/play.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <vector>

#include "attribute/random.hpp"
#include "attribute/run_ahead.hpp"

namespace testskew::worlds {

namespace {

using attribute::Experiment;
using attribute::Observation;
using attribute::Random;

/// The logarithm of a Gamma(shape + extra) variate, shape < 1 (Ahrens and Dieter 1974, GS).
double log_gamma_variate(Random& random, double shape, int extra) {
    double log_x;
    while (true) {
        const double e = 1 + shape / std::exp(1.0), p = e * random.uniform();
        if (p <= 1) {
            log_x = std::log(p) / shape;
            if (-std::log(random.uniform()) >= std::exp(log_x)) break;
        } else {
            const double x = -std::log((e - p) / shape);
            log_x = std::log(x);
            if (std::log(random.uniform()) <= (shape - 1) * log_x) break;
        }
    }
    if (!extra) return log_x;
    const double more = -std::log(1 - random.uniform());
    return std::log(std::exp(log_x) + more);
}

/// A Beta(spread + a, spread + b) variate, from two gamma variates (Johnk's method for small shapes, with the exponent
/// added for + 1).
double beta_variate(Random& random, double spread, int a = 0, int b = 0) {
    const double x = log_gamma_variate(random, spread, a), y = log_gamma_variate(random, spread, b);
    return x > y ? 1 / (1 + std::exp(y - x)) : std::exp(x - y) / (1 + std::exp(x - y));
}

/// True for the first pair of sessions, by which the two sides were compared.
bool first_base(const Experiment& e) { return e.phase == Phase::base && e.round == 0; }

/// Runs the sessions of a world.
class Player {
public:
    Player(const World& world, std::uint64_t seed)
        : world_(world), random_(seed * 0x9e3779b97f4a7c15ULL + 77), salt_(random_.next()) {
        state_.resize(world.question.clusters.size());
    }

    std::vector<Observation> run(const attribute::Step& step) {
        std::vector<Observation> observations;
        for (std::size_t i = 0; i < step.batch.size(); ++i) {
            // Of two sessions that run side by side, one is the first at the port.
            if (i % static_cast<std::size_t>(step.parallel) == 0) loser_ = random_.below(2);
            const bool beside = !step.alone && step.parallel > 1 && (i % 2 == 1 || i + 1 < step.batch.size());
            observations.push_back(session(step.batch[i], beside));
            ++sessions_;
        }
        return observations;
    }

private:
    Observation session(const Experiment& experiment, bool beside) {
        const Bits bad = experiment.bad;
        Observation observation;
        if (!build(bad, observation)) return observation;
        for (std::size_t c = 0; c < world_.question.clusters.size(); ++c) {
            attribute::ClusterObservation seen;
            seen.cluster = world_.question.clusters[c].id;
            const int level = level_of(experiment, bad, beside, c);
            seen.result = level == 0 ? CellResult::passes : level == 1 ? CellResult::fails : CellResult::other;
            if (level > 1) seen.identity = "layer " + std::to_string(level);
            observation.results.push_back(seen);
        }
        return observation;
    }

    /// Returns false if the environment cannot be built; the observation then says so.
    bool build(const Bits& bad, Observation& observation) {
        std::vector<attribute::Requirement> violated;
        for (const auto& r : world_.requirements)
            if (bad.test(static_cast<std::size_t>(r.delta)) && !bad.test(static_cast<std::size_t>(r.needs)))
                violated.push_back(r);
        if (violated.empty()) return true;
        observation.built = false;
        if (world_.names_reason)
            observation.violated = violated[static_cast<std::size_t>(random_.below(static_cast<int>(violated.size())))];
        return false;
    }

    int level_of(const Experiment& experiment, const Bits& bad, bool beside, std::size_t cluster) {
        if (world_.truths.empty()) return follows_nothing(experiment, bad, beside, cluster);
        const int level = world_.truths[cluster].level(bad);
        if (world_.noise != Noise::caused || !level || first_base(experiment)) return level;
        return random_.uniform() < world_.rate ? level : 0;
    }

    /// Whether a failure that follows none of the deltas appears in this session. The bad side's first session always
    /// fails and the good side's first one always passes, because otherwise there would be no cluster.
    bool follows_nothing(const Experiment& experiment, const Bits& bad, bool beside, std::size_t cluster) {
        const bool first = first_base(experiment), is_bad = experiment.index % 2 == 0;
        auto& state = state_[cluster];
        switch (world_.noise) {
            case Noise::alternating:
                if (first) state = is_bad ? sessions_ % 2 : (sessions_ + 1) % 2;
                return sessions_ % 2 == state;
            case Noise::slot:
                if (first && is_bad) state = experiment.slot;
                return first ? is_bad : experiment.slot == state;
            case Noise::concurrent: return first ? is_bad : beside && experiment.slot == loser_;
            case Noise::sticky:
                if (first)
                    state = is_bad;
                else if (random_.uniform() > world_.rate)
                    state = 1 - state;
                return state;
            case Noise::environment:
                if (first) return is_bad;
                return random_.uniform() < rate_of_environment(experiment, bad, cluster);
            default: return first ? is_bad : random_.uniform() < world_.rate;
        }
    }

    /// The failure rate that was drawn for the environment of this session.
    double rate_of_environment(const Experiment& experiment, const Bits& bad, std::size_t cluster) const {
        const int copy = world_.by_content ? 0 : experiment.copy;
        const bool whole_side = !bad.any() || bad.count() == static_cast<int>(bad.size());
        if (experiment.phase == Phase::base || (!copy && whole_side)) {
            // The rates of the two sides' environments depend on the first results in them, by Bayes' rule for a Beta
            // prior.
            const bool is_bad = experiment.phase == Phase::base ? experiment.index % 2 == 0 : bad.any();
            Random own(salt_ ^ (is_bad ? 1 : 2) ^ (cluster << 8));
            return is_bad ? beta_variate(own, world_.spread, 1, 0) : beta_variate(own, world_.spread, 0, 1);
        }
        Random own(bad.hash() ^ salt_ ^ (cluster * 0x2545F4914F6CDD1DULL) ^
                   (static_cast<std::uint64_t>(copy) * 0xD1342543DE82EF95ULL));
        return beta_variate(own, world_.spread);
    }

    const World& world_;
    Random random_;
    std::uint64_t salt_;
    std::vector<int> state_;  ///< for each cluster, what an alternating, slot or sticky failure remembers
    int sessions_ = 0;
    int loser_ = 0;  ///< of two sessions that run side by side, the slot of the one that comes too late
};

/// What is known of sessions that nobody has asked for yet.
using Known = attribute::RunAhead<Observation>;

/// Runs what is asked for, and in the slots that are idle meanwhile what is likely to be asked for next.
std::vector<Observation> perform(Player& player, const attribute::Question& question, const attribute::Step& now,
                                 Known& known, Game& game) {
    std::vector<std::optional<Observation>> observations;
    attribute::Step asked = now;
    asked.batch.clear();
    for (const Experiment& experiment : now.batch) {
        observations.push_back(known.take(experiment));
        if (!observations.back()) asked.batch.push_back(experiment);
    }
    const std::size_t to_run = asked.batch.size(), slots = static_cast<std::size_t>(std::max(now.parallel, 1));
    game.rounds += static_cast<int>((to_run + slots - 1) / slots);
    for (Experiment& experiment : known.wanted(question, game.log, now, to_run))
        asked.batch.push_back(std::move(experiment));
    auto ran = player.run(asked);
    game.sessions += static_cast<int>(ran.size());
    for (std::size_t i = to_run; i < ran.size(); ++i) known.keep(std::move(asked.batch[i]), std::move(ran[i]));
    std::vector<Observation> result;
    std::size_t next_run = 0;
    for (auto& one : observations) result.push_back(one ? std::move(*one) : std::move(ran[next_run++]));
    return result;
}

}  // namespace

Game play(const World& world, std::uint64_t seed) {
    Game game;
    Player player(world, seed);
    Known known;
    for (int step = 0; step < 2000; ++step) {
        attribute::Step now = next(world.question, game.log);
        if (now.conclusion) {
            game.conclusion = std::move(*now.conclusion);
            return game;
        }
        if (now.batch.empty()) throw std::logic_error("an empty batch");
        auto observations = perform(player, world.question, now, known, game);
        for (std::size_t i = 0; i < observations.size(); ++i)
            game.log.push_back({std::move(now.batch[i]), std::move(observations[i])});
    }
    throw std::logic_error("the engine does not come to an end");
}

}  // namespace testskew::worlds
