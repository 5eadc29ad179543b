#include "attribute/claim.hpp"

#include <algorithm>

namespace testskew::attribute {

Claim claim_of(const Question& question, const Needs& needs, int cluster, const Story& story) {
    const std::size_t n = question.deltas.size();
    Claim claim{cluster, &story, story.alone ? Bits(n) : story.floor, story.relevant(n), {}};
    const auto add = [&](Bits bad) {
        bad = needs.down(bad | claim.floor) & claim.relevant;
        for (const auto& pattern : claim.patterns)
            if (pattern.bad == bad) return;
        claim.patterns.push_back({bad, story.predict(bad)});
    };
    for (const auto& layer : story.layers) {
        Bits own(n);
        for (const auto& set : layer.sets) own |= united(set, n);
        for (const auto& set : layer.sets) add(united(set, n));
        for (const auto& hit : layer.hits) add(own - needs.up(united(hit, n)));
    }
    return claim;
}

Confirmation evaluate(const Claim& claim, const std::vector<const Run*>& runs, int repeats) {
    const auto besides = failures_besides(*claim.story, runs);
    Confirmation confirmation;
    confirmation.agreed.resize(claim.patterns.size());
    for (const auto* run : runs) {
        if (!claim.floor.subset_of(run->bad) || !claim.story->speaks_of(run->bad)) continue;
        const int level = level_of(*run, *claim.story);
        if (level == level_nothing) continue;
        const int predicted = claim.story->predict(run->bad);
        if (level == level_other && (predicted == 0 || besides.count(*run->identity))) {
            confirmation.masked.push_back(run);
            continue;
        }
        if (predicted == 1)
            ++(level == 1 ? confirmation.fail_fail : confirmation.fail_other);
        else
            ++(level == 1 ? confirmation.pass_fail : confirmation.pass_other);
        if (level != predicted) {
            confirmation.contradicting.push_back(run);
            continue;
        }
        if (std::none_of(confirmation.agreeing.begin(), confirmation.agreeing.end(),
                         [&](const Run* other) { return other->bad == run->bad && other->copy == run->copy; }))
            ++confirmation.environments;
        if (std::none_of(confirmation.agreeing.begin(), confirmation.agreeing.end(),
                         [&](const Run* other) { return other->bad == run->bad; }))
            ++confirmation.hybrids;
        confirmation.agreeing.push_back(run);
        const Bits relevant = run->bad & claim.relevant;
        for (std::size_t p = 0; p < claim.patterns.size(); ++p)
            confirmation.agreed[p] += claim.patterns[p].bad == relevant;
    }
    confirmation.confirmed =
        confirmation.contradicting.empty() && !claim.patterns.empty() &&
        std::all_of(confirmation.agreed.begin(), confirmation.agreed.end(), [&](int n) { return n >= repeats; });
    return confirmation;
}

}  // namespace testskew::attribute
