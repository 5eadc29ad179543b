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
    Player(const World& world, std::uint64_t seed) : world_(world), random_(seed * 0x9e3779b97f4a7c15ULL + 77), salt_(random_.next()), needs_(world.question.deltas.size()) {
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
            if (bad.test(static_cast<std::size_t>(r.delta)) && !bad.test(static_cast<std::size_t>(r.needs))) violated.push_back(r);
        if (!violated.empty()) {
            observation.built = false;
            if (world_.names_reason) observation.violated = violated[static_cast<std::size_t>(random_.below(static_cast<int>(violated.size())))];
            return observation;
        }
        for (std::size_t c = 0; c < world_.question.clusters.size(); ++c) {
            ClusterObservation seen;
            seen.cluster = world_.question.clusters[c].id;
            int level = world_.truths.empty() ? noise(experiment, bad, beside, c) : world_.truths[c].level(bad);
            if (world_.noise == Noise::caused && level && !first_base(experiment)) level = random_.uniform() < world_.rate ? level : 0;
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
                Random own(bad.hash() ^ salt_ ^ (cluster * 0x2545F4914F6CDD1DULL) ^ (static_cast<std::uint64_t>(copy) * 0xD1342543DE82EF95ULL));
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

    /// Beta(spread + a, spread + b) by two gamma variates (Johnk's method for small shapes, with the exponent added for + 1).
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

std::vector<std::vector<int>> sorted_sets(const std::vector<Bits>& sets) {
    std::vector<std::vector<int>> result;
    for (const auto& set : sets) result.push_back(set.members());
    std::sort(result.begin(), result.end());
    return result;
}

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
        for (std::size_t i = 0; i < observations.size(); ++i) game.log.push_back({std::move(now.batch[i]), std::move(observations[i])});
    }
    throw std::logic_error("the engine does not come to an end");
}

Judgement judge(const World& world, const Game& game) {
    Judgement j;
    j.sessions = static_cast<int>(game.log.size());
    const std::size_t n = world.question.deltas.size();
    Needs needs(n);
    for (const auto& requirement : world.requirements) needs.add(requirement);
    const auto mistake = [&](const std::string& what) {
        if (j.what.empty()) j.what = what;
    };
    if (world.truths.empty()) {
        for (const auto& finding : game.conclusion.findings) {
            bool proven = finding.attribution.cause && finding.attribution.cause->verdict == VerdictKind::proven;
            for (const auto& verdict : finding.attribution.verdicts) proven = proven || verdict.kind == VerdictKind::proven;
            j.false_proven += proven;
            j.proven += proven;
            if (finding.attribution.cause) j.right = false, mistake("a cause of what has none");
        }
        return j;
    }
    for (std::size_t c = 0; c < world.truths.size(); ++c) {
        const Truth& truth = world.truths[c];
        std::vector<const Finding*> findings;
        for (const auto& finding : game.conclusion.findings)
            if (finding.attribution.cluster == static_cast<int>(c) + 1) findings.push_back(&finding);
        if (findings.size() != 1) {
            j.right = j.shown = false;
            mistake("not one finding");
            continue;
        }
        const Finding& finding = *findings.front();
        const auto& a = finding.attribution;
        bool same = true;
        if (truth.threshold) {
            same = finding.many;
        } else {
            // What cannot be built apart cannot be told apart.
            const auto welded = [&](std::vector<Bits> sets) {
                for (auto& set : sets)
                    for (const int d : set.members()) {
                        Bits one(n);
                        one.set(static_cast<std::size_t>(d));
                        for (std::size_t e = 0; e < n; ++e) {
                            Bits other(n);
                            other.set(e);
                            if (needs.down(one).test(e) && needs.down(other).test(static_cast<std::size_t>(d))) set.set(e);
                        }
                    }
                return sorted_sets(sets);
            };
            const auto sorted = [](std::vector<std::vector<int>> sets) {
                std::sort(sets.begin(), sets.end());
                return sets;
            };
            same = sorted(finding.sets) == (world.requirements.empty() ? sorted_sets(truth.layers[0]) : welded(truth.layers[0])) && finding.layers.size() + 1 == truth.layers.size();
            for (std::size_t l = 1; same && l < truth.layers.size(); ++l) same = sorted(finding.layers[l - 1]) == sorted_sets(truth.layers[l]);
        }
        if (!same) j.right = false, mistake("other sets");
        if (!a.cause || (!finding.confirmed && !finding.context_dependent)) j.shown = false;
        bool false_proven = a.cause && a.cause->verdict == VerdictKind::proven && !same && !finding.many && world.names_reason;
        if (a.cause && a.cause->verdict == VerdictKind::proven && !same && !world.names_reason) {
            // A block is right where it holds the cause.
            Bits named(n);
            for (const auto& set : finding.sets)
                for (const int d : set) named.set(static_cast<std::size_t>(d));
            false_proven = !truth.relevant().subset_of(named);
        }
        for (const auto& verdict : a.verdicts) {
            Bits mask(n);
            for (std::size_t d = 0; d < n; ++d) {
                const auto& factor = world.question.deltas[d].factor;
                mask.set(d, factor == verdict.factor || std::find(verdict.jointly_with.begin(), verdict.jointly_with.end(), factor) != verdict.jointly_with.end());
            }
            const Bits all(n, true);
            const int repair = truth.level(all - needs.up(mask)), induce = truth.level(needs.down(mask));
            if (verdict.kind == VerdictKind::proven) {
                ++j.proven;
                bool holds = repair == 0 && induce == 1;
                if (!verdict.given.empty())
                    for (const auto& layer : truth.layers) {
                        bool inside = true;
                        for (const auto& set : layer) {
                            inside = inside && set.subset_of(mask);
                            // Part of another layer's cause as well: nothing of its own.
                            for (const auto& other : truth.layers)
                                for (const auto& theirs : other) inside = inside && (&other == &layer || !theirs.intersects(set));
                        }
                        holds = holds || inside;
                    }
                if (!truth.relevant().intersects(mask) || !holds) false_proven = true, mistake("proven: " + verdict.factor);
            }
            if (verdict.kind == VerdictKind::ruled_out && (repair != 1 || induce != 0 || (truth.relevant().intersects(mask) && !truth.threshold)))
                ++j.false_ruled_out, mistake("ruled out: " + verdict.factor);
        }
        if (false_proven) ++j.false_proven, mistake("proven, other sets");
    }
    return j;
}

}  // namespace testskew::attribute
