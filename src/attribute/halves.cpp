#include "attribute/halves.hpp"

#include <cmath>

namespace testskew::attribute {

namespace {

double entropy(double part, double whole) {
    if (part <= 0 || part >= whole) return 0;
    const double p = part / whole;
    return -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

/// True if every result of the cluster is as it would be if `atom` were its single cause.
bool fits(const SearchContext& c, const Bits& atom) {
    for (const auto& run : c.knowledge.runs())
        if (run.alone == c.alone && run.result != CellResult::nothing &&
            (run.result == CellResult::fails) != atom.subset_of(run.bad))
            return false;
    return true;
}

/// A cluster with more than one candidate for its cause.
struct Open {
    int cluster_id = 0;
    std::vector<std::vector<Bits>> parts;  ///< the candidates, divided by the sessions that are planned already

    /// Returns `sum` plus the bits of information that a session with these deltas bad is expected to give. Each part
    /// is added to the sum by itself, so that the rounding, and with it the choice between two halves, never changes.
    double with_gain(double sum, const Bits& bad) const {
        double whole = 0;
        for (const auto& part : parts) whole += static_cast<double>(part.size());
        for (const auto& part : parts) {
            double inside = 0;
            for (const auto& atom : part) inside += atom.subset_of(bad);
            sum += entropy(inside, static_cast<double>(part.size())) * static_cast<double>(part.size()) / whole;
        }
        return sum;
    }

    void part_by(const Bits& bad) {
        std::vector<std::vector<Bits>> finer;
        for (const auto& part : parts) {
            std::vector<Bits> inside, outside;
            for (const auto& atom : part) (atom.subset_of(bad) ? inside : outside).push_back(atom);
            if (!inside.empty()) finer.push_back(std::move(inside));
            if (!outside.empty()) finer.push_back(std::move(outside));
        }
        parts = std::move(finer);
    }
};

std::vector<Open> open_clusters(const std::vector<SearchContext>& clusters, const std::vector<Bits>& atoms) {
    std::vector<Open> open;
    for (const auto& context : clusters) {
        std::vector<Bits> candidates;
        for (const auto& atom : atoms)
            if (fits(context, atom)) candidates.push_back(atom);
        const int id = context.question.clusters[static_cast<std::size_t>(context.cluster)].id;
        if (candidates.size() > 1) open.push_back({id, {std::move(candidates)}});
    }
    return open;
}

/// Draws some random halves that were not run yet. Returns the one that tells most, and how much it tells, in bits.
std::pair<Bits, double> best_half(const SearchContext& context, const std::vector<Bits>& atoms,
                                  const std::vector<Open>& open, Random& random) {
    Bits best;
    double best_gain = 0;
    for (int attempt = 0; attempt < 24; ++attempt) {
        Bits bad(context.question.deltas.size());
        for (const auto& atom : atoms)
            if (random.next() & 1) bad |= atom;
        bad = context.needs.down(bad);
        if (context.knowledge.find(bad, context.alone)) continue;
        double gain = 0;
        for (const auto& cluster : open) gain = cluster.with_gain(gain, bad);
        if (gain > best_gain) best_gain = gain, best = bad;
    }
    return {best, best_gain};
}

}  // namespace

void shared_halves(const std::vector<SearchContext>& clusters, Random random, int asked) {
    if (clusters.size() < 2) return;
    const auto& first = clusters.front();
    const auto atoms = atoms_of(first.question, first.needs, first.universe, false);
    if (asked > std::log2(static_cast<double>(atoms.size())) + 8) return;
    auto open = open_clusters(clusters, atoms);
    for (int slot = 0; slot < first.question.options.slots && !open.empty(); ++slot) {
        const auto [half, gain] = best_half(first, atoms, open, random);
        // A second session is planned only if it tells much. Otherwise it is better to wait for the answer of the first
        // one.
        if (gain < (slot ? 0.5 : 1e-9)) break;
        for (auto& cluster : open) {
            first.wanted.want(half, Phase::search, first.alone, 1, 0, cluster.cluster_id,
                              "one half of the differences, for all clusters at once");
            cluster.part_by(half);
        }
    }
    if (!first.wanted.experiments.empty()) throw Pending{};
}

}  // namespace testskew::attribute
