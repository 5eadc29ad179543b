#include "attribute/planner.hpp"

namespace testskew::attribute {

void Planner::mix() {
    for (int attempt = 0; attempt < 60; ++attempt) {
        random_.shuffle(planned_);
        bool good = true;
        for (const auto* claim : claims_) {
            int equal = 0, changes = 0, in_slot[2][2] = {};
            bool last = false;
            for (std::size_t i = 0; i < planned_.size(); ++i) {
                const bool fails = claim->story->predict(planned_[i].bad) == 1;
                if (i) ++(fails == last ? equal : changes);
                ++in_slot[i % 2][fails];
                last = fails;
            }
            good =
                good && equal >= 3 && changes >= 3 && in_slot[0][0] && in_slot[0][1] && in_slot[1][0] && in_slot[1][1];
        }
        if (good) return;
    }
}

int Planner::deficit(std::size_t c) const {
    int sum = 0;
    for (std::size_t p = 0; p < done_[c].size(); ++p) sum += std::max(0, options_.repeats - done_[c][p]);
    return sum;
}

int Planner::score(const Bits& bad) const {
    int sum = 0;
    for (std::size_t c = 0; c < claims_.size(); ++c) {
        if (!claims_[c]->floor.subset_of(bad)) continue;
        const Bits relevant = bad & claims_[c]->relevant;
        for (std::size_t p = 0; p < claims_[c]->patterns.size(); ++p)
            if (claims_[c]->patterns[p].bad == relevant) sum += 2 * std::max(0, options_.repeats - done_[c][p]) - 1;
    }
    return sum;
}

std::optional<Bits> Planner::around(std::size_t c, std::size_t p) {
    const Claim& claim = *claims_[c];
    Bits bad(question_.deltas.size());
    // Where builds failed already: few changes to a side that builds, so that little can clash.
    const bool careful = !needs_.empty() && (random_.next() & 3);
    // One claim: a repair is told hardest where nearly all else is bad, an induced failure where nearly all else is
    // good.
    const bool hard = claims_.size() == 1;
    const bool mostly_bad = hard ? claim.patterns[p].level == 0 : random_.next() & 1;
    const int size = static_cast<int>(question_.deltas.size());
    for (int d = 0; d < size; ++d)
        bad.set(static_cast<std::size_t>(d),
                hard || careful ? (random_.below(hard ? std::min(32, 2 + size / 2) : 8) == 0) != mostly_bad
                                : random_.next() & 1);
    bad = ((bad - claim.relevant) | claim.patterns[p].bad | claim.floor) -
          (needs_.up(claim.relevant - claim.patterns[p].bad) - claim.floor);
    bad = needs_.down(bad);
    if (!((bad & claim.relevant) == claim.patterns[p].bad)) return std::nullopt;
    return bad;
}

std::optional<Bits> Planner::pick(std::size_t c, std::size_t p, const std::optional<Bits>& complement) {
    std::optional<Bits> best;
    int best_score = -1000000;
    const auto consider = [&](const Bits& bad, int bonus) {
        int s = score(bad) * 4 + bonus;
        // Repeated only where no other hybrid exists.
        for (const auto& session : planned_)
            if (session.bad == bad) s -= 1000;
        if (seen(bad)) s -= 300;
        if (s > best_score) best_score = s, best = bad;
    };
    // With single causes a hybrid and its complement tell each of them good once and bad once.
    if (complement) consider(*complement, 3);
    for (int attempt = 0; attempt < 24; ++attempt) {
        if (const auto bad = around(c, p)) consider(*bad, 0);
        if (best_score >= 0 && attempt >= 7 && claims_.size() == 1) break;
    }
    return best;
}

void Planner::hard_cells() {
    const Claim& claim = *claims_.front();
    for (std::size_t p = 0; p < claim.patterns.size(); ++p)
        for (int i = 0; claim.patterns[p].level == 0 && i < 2; ++i)
            if (const auto bad = pick(0, p, std::nullopt)) {
                count(*bad);
                planned_.push_back({*bad, "repaired, with nearly all else bad"});
            }
}

void Planner::fill(int at_least) {
    const int most = 4 * options_.repeats * static_cast<int>(claims_.size()) + 40;
    std::optional<Bits> complement;
    for (int made = 0; made < most; ++made) {
        std::size_t worst = 0, pattern = 0;
        int gap = 0;
        for (std::size_t c = 0; c < claims_.size(); ++c)
            for (std::size_t p = 0; p < done_[c].size(); ++p)
                if (const int g = options_.repeats - done_[c][p]; g > gap) gap = g, worst = c, pattern = p;
        if (gap == 0 && made >= at_least) return;
        const auto best = pick(worst, pattern, complement);
        complement.reset();
        if (!best) {
            done_[worst][pattern] = options_.repeats;  // cannot be had: the claim stays unconfirmed
            continue;
        }
        if (claims_.size() > 1) complement = needs_.down((all_ - *best) | claims_[worst]->floor);
        count(*best);
        planned_.push_back({*best, claims_.size() == 1 ? "the claim among other differences, chosen at random"
                                                       : "all claims at once among differences chosen at random"});
    }
}

}  // namespace testskew::attribute
