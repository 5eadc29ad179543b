#include "worlds/evidence.hpp"

#include "attribute/random.hpp"

namespace testskew::worlds {

namespace {

using attribute::Random;

Bits one_of(const std::vector<int>& members, std::size_t size, Random& random) {
    Bits one(size);
    if (!members.empty())
        one.set(static_cast<std::size_t>(
            members[static_cast<std::size_t>(random.below(static_cast<int>(members.size())))]));
    return one;
}

/// A set of the truth, often exactly, else one delta of it, or the set with another delta.
Bits pointing_to(const Truth& truth, std::size_t size, Random& random) {
    if (truth.layers.empty() || truth.layers.front().empty()) return one_of(truth.relevant().members(), size, random);
    const auto& sets = truth.layers.front();
    const Bits set = sets[static_cast<std::size_t>(random.below(static_cast<int>(sets.size())))];
    switch (random.below(5)) {
        case 0: return one_of(set.members(), size, random);
        case 1: return set | one_of(Bits(size, true).members(), size, random);
        default: return set;
    }
}

}  // namespace

void add_evidence(World& world, double right, std::uint64_t seed) {
    Random random(seed * 0x9e3779b97f4a7c15ULL + 5);
    const std::size_t size = world.question.deltas.size();
    const Bits all(size, true);
    for (std::size_t c = 0; c < world.question.clusters.size(); ++c) {
        auto& suspects = world.question.clusters[c].suspects;
        const bool has_truth = c < world.truths.size();
        const bool is_right = random.uniform() < right;
        const Bits elsewhere = has_truth ? all - world.truths[c].relevant() : all;
        suspects.push_back(has_truth && is_right ? pointing_to(world.truths[c], size, random)
                                                 : one_of(elsewhere.members(), size, random));
        suspects.push_back(one_of(all.members(), size, random));
        std::erase_if(suspects, [](const Bits& suspect) { return !suspect.any(); });
    }
}

}  // namespace testskew::worlds
