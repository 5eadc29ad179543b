#include "attribute/world/world.hpp"

namespace testskew::attribute {

int Truth::level(const Bits& bad) const {
    if (threshold) return (bad & pool).count() >= threshold ? 1 : 0;
    if (blocked_by.any() && blocked_by.subset_of(bad) && !unless.subset_of(bad)) return 0;
    for (std::size_t i = 0; i < layers.size(); ++i)
        for (const auto& set : layers[i])
            if (set.subset_of(bad)) return static_cast<int>(i) + 1;
    return 0;
}

Bits Truth::relevant() const {
    Bits result = pool;
    for (const auto& layer : layers)
        for (const auto& set : layer) result |= set;
    return result;
}

const std::vector<std::string>& world_kinds() {
    static const std::vector<std::string> kinds{"single",
                                                "tiny",
                                                "conj2 same",
                                                "conj2 across",
                                                "conj3 same",
                                                "conj3 across",
                                                "red2 same",
                                                "red2 across",
                                                "red3 same",
                                                "red4 same",
                                                "layers2 same",
                                                "layers2 across",
                                                "layers3 across",
                                                "other failure alone same",
                                                "other failure alone across",
                                                "(a and b) or c same",
                                                "(a and b) or c across",
                                                "a and (b or c) same",
                                                "a and (b or c) across",
                                                "guard same",
                                                "guard across",
                                                "threshold",
                                                "clusters 2",
                                                "clusters 8",
                                                "clusters 32",
                                                "clusters 8 mixed",
                                                "unbuildable 1",
                                                "unbuildable 3",
                                                "unbuildable 6",
                                                "unbuildable 12",
                                                "unbuildable 25",
                                                "unbuildable 1 unnamed",
                                                "unbuildable 3 unnamed",
                                                "unbuildable 6 unnamed",
                                                "welded",
                                                "flaky iid .5",
                                                "flaky iid any rate",
                                                "flaky iid .5 x 8",
                                                "flaky alternating",
                                                "flaky slot",
                                                "flaky concurrent",
                                                "flaky sticky",
                                                "flaky environment .2",
                                                "flaky environment .02",
                                                "flaky environment .2 few",
                                                "flaky environment .02 few",
                                                "flaky environment .2 fewest",
                                                "flaky environment .02 fewest",
                                                "flaky content .2 fewest",
                                                "flaky content .02 fewest",
                                                "flaky caused .9",
                                                "flaky caused .7",
                                                "flaky caused any rate",
                                                "flaky caused .9 conj2",
                                                "flaky caused .9 red2"};
    return kinds;
}

}  // namespace testskew::attribute
