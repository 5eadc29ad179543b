#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "attribute/engine/needs.hpp"
#include "attribute/world/world.hpp"

namespace testskew::attribute {

namespace {

/// Runs the sessions of a world.
class Player {
public:
    Player(const World& world, std::uint64_t seed)
        : world_(world),
          random_(seed * 0x9e3779b97f4a7c15ULL + 77),
          salt_(random_.next()),
          needs_(world.question.deltas.size()) {
        for (const auto& requirement : world.requirements) needs_.add(requirement);
        state_.resize(world.question.clusters.size());
    }

    std::vector<Observation> run(const Step& step) {
        std::vector<Observation> observations;
        for (std::size_t i = 0; i < step.batch.size(); ++i) {
            // In a pair side by side one of the two is first at the port.
            if (i % static_cast<std::size_t>(step.parallel) == 0) loser_ = random_.below(2);
            const bool beside = step.parallel > 1 && (i % 2 == 1 || i + 1 < step.batch.size());
            observations.push_back(session(step.batch[i], beside));
            ++sessions_;
        }
        return observations;
    }

private:
    Observation session(const Experiment& experiment, bool beside) {
        Observation observation;
        const Bits bad = ~experiment.assignment;
        std::vector<Requirement> violated;
        for (const auto& r : world_.requirements)
            if (bad.test(static_cast<std::size_t>(r.delta)) && !bad.test(static_cast<std::size_t>(r.needs)))
                violated.push_back(r);
        if (!violated.empty()) {
            observation.built = false;
            if (world_.names_reason)
                observation.violated =
                    violated[static_cast<std::size_t>(random_.below(static_cast<int>(violated.size())))];
            return observation;
        }
        for (std::size_t c = 0; c < world_.question.clusters.size(); ++c) {
            ClusterObservation seen;
            seen.cluster = world_.question.clusters[c].id;
            int level = world_.truths.empty() ? noise(experiment, bad, beside, c) : world_.truths[c].level(bad);
            if (world_.noise == Noise::caused && level && !first_base(experiment))
                level = random_.uniform() < world_.rate ? level : 0;
            seen.result = level == 0 ? CellResult::P : level == 1 ? CellResult::F : CellResult::X;
            if (level > 1) seen.identity = "layer " + std::to_string(level);
            observation.results.push_back(seen);
        }
        return observation;
    }

    static bool first_base(const Experiment& e) { return e.phase == "base" && e.round == 0; }

    int noise(const Experiment& experiment, const Bits& bad, bool beside, std::size_t cluster) {
        // That there is a cluster at all means: the first pair was F and P.
        const bool is_bad = experiment.index % 2 == 0;
        auto& state = state_[cluster];
        switch (world_.noise) {
            case Noise::alternating:
                if (first_base(experiment)) state = is_bad ? sessions_ % 2 : (sessions_ + 1) % 2;
                return sessions_ % 2 == state;
            case Noise::slot:
                if (first_base(experiment) && is_bad) state = experiment.slot;
                if (first_base(experiment)) return is_bad;
                return experiment.slot == state;
            case Noise::concurrent:
                if (first_base(experiment)) return is_bad;
                return beside && experiment.slot == loser_;
            case Noise::sticky:
                if (first_base(experiment)) return state = is_bad;
                if (random_.uniform() > world_.rate) state = 1 - state;
                return state;
            case Noise::environment: {
                const int copy = world_.by_content ? 0 : experiment.copy;
                Random own(bad.hash() ^ salt_ ^ (cluster * 0x2545F4914F6CDD1DULL) ^
                           (static_cast<std::uint64_t>(copy) * 0xD1342543DE82EF95ULL));
                double rate = beta(own, world_.spread);
                if (experiment.phase == "base") {
                    // Conditioned on what was seen first: Bayes' rule for a Beta prior.
                    if (first_base(experiment)) return is_bad;
                    Random again(salt_ ^ (is_bad ? 1 : 2) ^ (cluster << 8));
                    rate = is_bad ? beta(again, world_.spread, 1, 0) : beta(again, world_.spread, 0, 1);
                } else if (!copy && (bad.count() == static_cast<int>(bad.size()) || !bad.any())) {
                    Random again(salt_ ^ (bad.any() ? 1 : 2) ^ (cluster << 8));
                    rate = bad.any() ? beta(again, world_.spread, 1, 0) : beta(again, world_.spread, 0, 1);
                }
                return random_.uniform() < rate;
            }
            default:
                if (first_base(experiment)) return is_bad;
                return random_.uniform() < world_.rate;
        }
    }

    /// Beta(spread + a, spread + b) by two gamma variates (Johnk's method for small shapes, with the exponent added for
    /// + 1).
    static double beta(Random& random, double spread, int a = 0, int b = 0) {
        const double x = gamma(random, spread, a), y = gamma(random, spread, b);
        return x > y ? 1 / (1 + std::exp(y - x)) : std::exp(x - y) / (1 + std::exp(x - y));
    }

    /// The logarithm of a Gamma(shape + extra) variate, shape < 1 (Ahrens and Dieter 1974, GS).
    static double gamma(Random& random, double shape, int extra) {
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

    const World& world_;
    Random random_;
    std::uint64_t salt_;
    Needs needs_;
    std::vector<int> state_;
    int sessions_ = 0, loser_ = 0;
};

}  // namespace

Game play(const World& world, std::uint64_t seed) {
    Game game;
    Player player(world, seed);
    for (int step = 0; step < 2000; ++step) {
        Step now = next(world.question, game.log);
        if (now.conclusion) {
            game.conclusion = std::move(*now.conclusion);
            return game;
        }
        if (now.batch.empty()) throw std::logic_error("an empty batch");
        auto observations = player.run(now);
        for (std::size_t i = 0; i < observations.size(); ++i)
            game.log.push_back({std::move(now.batch[i]), std::move(observations[i])});
    }
    throw std::logic_error("the engine does not come to an end");
}

}  // namespace testskew::attribute
