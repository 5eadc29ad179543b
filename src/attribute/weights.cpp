#include "attribute/weights.hpp"

namespace testskew::attribute {

namespace {

constexpr double equal_share = 0.5;
constexpr double suspected_share = 0.25;

}  // namespace

std::vector<double> weights(const Question& question, const ClusterQuestion& cluster) {
    const std::size_t size = question.deltas.size();
    std::vector<double> result(size, equal_share / static_cast<double>(size));
    const auto share_out = [&](const Bits& deltas, double share) {
        const auto members = deltas.members();
        for (const int d : members) result[static_cast<std::size_t>(d)] += share / static_cast<double>(members.size());
    };
    const double suspected = cluster.suspects.empty() ? 0 : suspected_share;
    for (const Bits& suspect : cluster.suspects)
        share_out(suspect, suspected / static_cast<double>(cluster.suspects.size()));
    const auto factors = factors_of(question);
    const auto prior = [&](const Bits& deltas) {
        return question.deltas[static_cast<std::size_t>(deltas.members().front())].prior;
    };
    double priors = 0;
    for (const auto& [factor, deltas] : factors) priors += prior(deltas);
    for (const auto& [factor, deltas] : factors)
        share_out(deltas, (1 - equal_share - suspected) * prior(deltas) / priors);
    return result;
}

}  // namespace testskew::attribute
