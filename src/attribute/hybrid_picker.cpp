#include "attribute/hybrid_picker.hpp"

#include <algorithm>

namespace testskew::attribute {

bool HybridPicker::was_seen(const Bits& bad) const {
    return std::any_of(seen_.begin(), seen_.end(), [&](const SeenHybrid& hybrid) { return hybrid.bad == bad; });
}

std::optional<Bits> HybridPicker::around(std::size_t c, std::size_t p) {
    const Claim& claim = *coverage_.claims()[c];
    const Pattern& pattern = claim.patterns[p];
    const int size = static_cast<int>(question_.deltas.size());
    // If something is known to need something else, most attempts make only a few changes to a side, which is known to
    // build, so that little can clash.
    const bool careful = !needs_.empty() && (random_.next() & 3);
    // For a single claim, a repair is tested hardest if nearly everything else is bad, and an induced failure if nearly
    // everything else is good.
    const bool hard = coverage_.single();
    const bool mostly_bad = hard ? pattern.level == 0 : random_.next() & 1;
    const int one_in = hard ? std::min(32, 2 + size / 2) : 8;
    Bits bad(question_.deltas.size());
    for (int d = 0; d < size; ++d)
        bad.set(static_cast<std::size_t>(d),
                hard || careful ? (random_.below(one_in) == 0) != mostly_bad : random_.next() & 1);
    bad =
        ((bad - claim.relevant) | pattern.bad | claim.floor) - (needs_.up(claim.relevant - pattern.bad) - claim.floor);
    bad = needs_.down(bad);
    if ((bad & claim.relevant) != pattern.bad) return std::nullopt;
    return bad;
}

std::optional<Bits> HybridPicker::pick(std::size_t claim, std::size_t pattern, const std::optional<Bits>& complement) {
    std::optional<Bits> best;
    int best_score = -1000000;
    const auto consider = [&](const Bits& bad, int bonus) {
        int score = coverage_.score(bad) * 4 + bonus;
        // A hybrid is repeated only if there is no other one.
        for (const auto& session : planned_)
            if (session.bad == bad) score -= 1000;
        if (was_seen(bad)) score -= 300;
        if (score > best_score) best_score = score, best = bad;
    };
    // If each cause is a single delta, a hybrid and its complement show each of them once good and once bad.
    if (complement) consider(*complement, 3);
    for (int attempt = 0; attempt < 24; ++attempt) {
        if (const auto bad = around(claim, pattern)) consider(*bad, 0);
        if (best_score >= 0 && attempt >= 7 && coverage_.single()) break;
    }
    return best;
}

}  // namespace testskew::attribute
