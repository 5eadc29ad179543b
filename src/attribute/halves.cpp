#include <cmath>

#include "attribute/search.hpp"

namespace testskew::attribute {

namespace {

double entropy(double part, double whole) {
    if (part <= 0 || part >= whole) return 0;
    const double p = part / whole;
    return -p * std::log2(p) - (1 - p) * std::log2(1 - p);
}

/// The deltas that agree with every result of a cluster, were there a single cause.
std::vector<Bits> candidates(const SearchContext& c, const std::vector<Bits>& atoms) {
    std::vector<Bits> result;
    for (const auto& atom : atoms) {
        bool fits = true;
        for (const auto& run : c.knowledge.runs())
            if (run.alone == c.alone && run.result != CellResult::U &&
                (run.result == CellResult::F) != atom.subset_of(run.bad)) {
                fits = false;
                break;
            }
        if (fits) result.push_back(atom);
    }
    return result;
}

}  // namespace

void shared_halves(const std::vector<SearchContext>& clusters, Random random, int asked) {
    if (clusters.size() < 2) return;
    const auto& first = clusters.front();
    const auto atoms = atoms_of(first.question, first.needs, first.universe, false);
    if (asked > std::log2(static_cast<double>(atoms.size())) + 8) return;
    struct Open {
        const SearchContext* context;
        std::vector<std::vector<Bits>> parts;  ///< the candidates, by what is already planned
    };
    std::vector<Open> open;
    for (const auto& context : clusters) {
        auto list = candidates(context, atoms);
        if (list.size() > 1) open.push_back({&context, {std::move(list)}});
    }
    for (int slot = 0; slot < first.question.options.slots && !open.empty(); ++slot) {
        Bits best;
        double best_gain = 0;
        for (int attempt = 0; attempt < 24; ++attempt) {
            Bits bad(first.question.deltas.size());
            for (const auto& atom : atoms)
                if (random.next() & 1) bad |= atom;
            bad = first.needs.down(bad);
            if (first.knowledge.find(bad, first.alone)) continue;
            double gain = 0;
            for (const auto& cluster : open) {
                double whole = 0;
                for (const auto& part : cluster.parts) whole += static_cast<double>(part.size());
                for (const auto& part : cluster.parts) {
                    double inside = 0;
                    for (const auto& atom : part) inside += atom.subset_of(bad);
                    gain +=
                        entropy(inside, static_cast<double>(part.size())) * static_cast<double>(part.size()) / whole;
                }
            }
            if (gain > best_gain) best_gain = gain, best = bad;
        }
        // The second slot only where it would tell much: else the answer of the first is worth waiting for.
        if (best_gain < (slot ? 0.5 : 1e-9)) break;
        for (const auto& cluster : open)
            first.wanted.want(best, "search", first.alone, 1, 0,
                              first.question.clusters[static_cast<std::size_t>(cluster.context->cluster)].id,
                              "one half of the differences, for all clusters at once");
        for (auto& cluster : open) {
            std::vector<std::vector<Bits>> parts;
            for (const auto& part : cluster.parts) {
                std::vector<Bits> inside, outside;
                for (const auto& atom : part) (atom.subset_of(best) ? inside : outside).push_back(atom);
                if (!inside.empty()) parts.push_back(std::move(inside));
                if (!outside.empty()) parts.push_back(std::move(outside));
            }
            cluster.parts = std::move(parts);
        }
    }
    if (!first.wanted.experiments.empty()) throw Pending{};
}

}  // namespace testskew::attribute
