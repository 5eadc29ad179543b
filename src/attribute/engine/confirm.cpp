#include "attribute/engine/confirm.hpp"

#include <algorithm>
#include <set>

namespace testskew::attribute {

std::vector<std::pair<std::string, Bits>> factors_of(const Question& question) {
    std::vector<std::pair<std::string, Bits>> factors;
    for (std::size_t d = 0; d < question.deltas.size(); ++d) {
        auto it = std::find_if(factors.begin(), factors.end(), [&](const auto& f) { return f.first == question.deltas[d].factor; });
        if (it == factors.end()) it = factors.insert(it, {question.deltas[d].factor, Bits(question.deltas.size())});
        it->second.set(d);
    }
    return factors;
}

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

int next_copy(const std::vector<SeenHybrid>& seen, const Bits& bad) {
    int next = 0;
    for (const auto& hybrid : seen)
        if (hybrid.bad == bad) next = std::max(next, hybrid.copy + 1);
    return next;
}

bool few_hybrids(const Needs& needs, const Bits& floor) {
    constexpr std::size_t few = 8;
    std::set<Bits> found{needs.down(floor)};
    std::vector<Bits> open(found.begin(), found.end());
    while (!open.empty()) {
        const Bits from = open.back();
        open.pop_back();
        for (std::size_t d = 0; d < from.size(); ++d) {
            if (from.test(d)) continue;
            Bits more = from;
            more.set(d);
            more = needs.down(more);
            if (!found.insert(more).second) continue;
            if (found.size() > few) return false;
            open.push_back(more);
        }
    }
    return true;
}

namespace {

class Planner {
public:
    Planner(const Question& question, const Needs& needs, const std::vector<Claim>& claims, std::vector<std::vector<int>> done, const PlanOptions& options,
            Random random)
        : question_(question), needs_(needs), options_(options), random_(random), all_(Bits(question.deltas.size(), true)) {
        for (std::size_t i = 0; i < claims.size(); ++i) {
            // Clusters that share a hypothesis share its sessions.
            const auto same = std::find_if(claims_.begin(), claims_.end(), [&](const Claim* other) {
                return other->relevant == claims[i].relevant && other->floor == claims[i].floor && other->patterns.size() == claims[i].patterns.size() &&
                       std::equal(other->patterns.begin(), other->patterns.end(), claims[i].patterns.begin(),
                                  [](const Pattern& a, const Pattern& b) { return a.bad == b.bad && a.level == b.level; });
            });
            if (same == claims_.end()) {
                claims_.push_back(&claims[i]);
                done_.push_back(done[i]);
            } else {
                auto& earlier = done_[static_cast<std::size_t>(same - claims_.begin())];
                for (std::size_t p = 0; p < earlier.size(); ++p) earlier[p] = std::min(earlier[p], done[i][p]);
            }
        }
    }

    std::vector<PlannedSession> plan() {
        if (!options_.top_up) {
            const bool one = claims_.size() == 1;
            for (const auto* claim : claims_) held_cells(*claim);
            factor_cells(one && claims_.front()->patterns.size() == 2);
            if (one && question_.deltas.size() <= 3) every_hybrid();
            if (one) hard_cells();
            if (one) own_factor_cells(*claims_.front());
        }
        fill(!options_.top_up && claims_.size() > 1 ? 2 : 0);
        if (few_hybrids(needs_, claims_.front()->floor)) build_anew();
        mix();
        return std::move(planned_);
    }

private:
    /// A random order, drawn again where it follows what a failure of its own rhythm could follow: strict alternation, one slot, blocks.
    void mix() {
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
                good = good && equal >= 3 && changes >= 3 && in_slot[0][0] && in_slot[0][1] && in_slot[1][0] && in_slot[1][1];
            }
            if (good) return;
        }
    }

    /// No environment twice: what it fixed by chance once would be seen again.
    void build_anew() {
        auto seen = options_.seen;
        for (auto& session : planned_) {
            session.copy = next_copy(seen, session.bad);
            if (session.copy) session.reason += ", in an environment built anew";
            seen.push_back({session.bad, session.copy});
        }
    }

    bool seen(const Bits& bad) const {
        return std::any_of(options_.seen.begin(), options_.seen.end(), [&](const SeenHybrid& hybrid) { return hybrid.bad == bad; });
    }

    void add(const Bits& bad, const std::string& reason) {
        for (const auto& session : planned_)
            if (session.bad == bad) return;
        count(bad);
        planned_.push_back({bad, reason});
    }

    void count(const Bits& bad) {
        for (std::size_t c = 0; c < claims_.size(); ++c) {
            if (!claims_[c]->floor.subset_of(bad)) continue;
            const Bits relevant = bad & claims_[c]->relevant;
            for (std::size_t p = 0; p < claims_[c]->patterns.size(); ++p) done_[c][p] += claims_[c]->patterns[p].bad == relevant;
        }
    }

    /// What must be swapped along with an element, swapped without it.
    void held_cells(const Claim& claim) {
        if (needs_.empty()) return;
        for (const auto& layer : claim.story->layers)
            for (const auto& set : layer.sets)
                for (const auto& element : set) {
                    const Bits dependants = needs_.up(element) - element, needed = needs_.down(element) - element;
                    if (dependants.any() && !needs_.up(dependants).intersects(element))
                        add(all_ - (needs_.up(dependants) - claim.floor), "only what needs the suspect is repaired");
                    if (needed.any() && !needs_.down(needed).intersects(element)) add(needs_.down(claim.floor | needed), "only what the suspect needs is induced");
                }
    }

    void factor_cells(bool only_others) {
        const Bits& floor = claims_.front()->floor;
        for (const auto& [name, mask] : factors_of(question_)) {
            if (mask.subset_of(floor) || (only_others && mask.intersects(claims_.front()->relevant))) continue;
            cells_of(name, mask, floor);
        }
    }

    void cells_of(const std::string& name, const Bits& mask, const Bits& floor) {
        add(all_ - (needs_.up(mask) - floor), "the bad side with " + name + " from the good one");
        add(needs_.down(floor | mask), "the good side with " + name + " from the bad one");
    }

    /// A single cause's own factor, as long as there is room among the sessions that are needed anyway.
    void own_factor_cells(const Claim& claim) {
        if (claim.patterns.size() != 2 || !deficit(0)) return;
        for (const auto& [name, mask] : factors_of(question_))
            if (claim.relevant.subset_of(mask)) cells_of(name, mask, claim.floor);
    }

    int deficit(std::size_t c) const {
        int sum = 0;
        for (std::size_t p = 0; p < done_[c].size(); ++p) sum += std::max(0, options_.repeats - done_[c][p]);
        return sum;
    }

    int score(const Bits& bad) const {
        int sum = 0;
        for (std::size_t c = 0; c < claims_.size(); ++c) {
            if (!claims_[c]->floor.subset_of(bad)) continue;
            const Bits relevant = bad & claims_[c]->relevant;
            for (std::size_t p = 0; p < claims_[c]->patterns.size(); ++p)
                if (claims_[c]->patterns[p].bad == relevant) sum += 2 * std::max(0, options_.repeats - done_[c][p]) - 1;
        }
        return sum;
    }

    /// A random context around one pattern of one claim; nullopt where what needs what forbids it.
    std::optional<Bits> around(std::size_t c, std::size_t p) {
        const Claim& claim = *claims_[c];
        Bits bad(question_.deltas.size());
        // Where builds failed already: few changes to a side that builds, so that little can clash.
        const bool careful = !needs_.empty() && (random_.next() & 3);
        // One claim: a repair is told hardest where nearly all else is bad, an induced failure where nearly all else is good.
        const bool hard = claims_.size() == 1;
        const bool mostly_bad = hard ? claim.patterns[p].level == 0 : random_.next() & 1;
        const int size = static_cast<int>(question_.deltas.size());
        for (int d = 0; d < size; ++d)
            bad.set(static_cast<std::size_t>(d), hard || careful ? (random_.below(hard ? std::min(32, 2 + size / 2) : 8) == 0) != mostly_bad : random_.next() & 1);
        bad = ((bad - claim.relevant) | claim.patterns[p].bad | claim.floor) - (needs_.up(claim.relevant - claim.patterns[p].bad) - claim.floor);
        bad = needs_.down(bad);
        if (!((bad & claim.relevant) == claim.patterns[p].bad)) return std::nullopt;
        return bad;
    }

    /// The best of some contexts around a pattern: it tells most about all claims, and is new.
    std::optional<Bits> pick(std::size_t c, std::size_t p, const std::optional<Bits>& complement) {
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

    /// Of three deltas there are eight hybrids at most: all of them, so that the claim says no more than what was run.
    void every_hybrid() {
        const std::size_t n = question_.deltas.size();
        for (unsigned code = 0; code < 1U << n; ++code) {
            Bits bad(n);
            for (std::size_t d = 0; d < n; ++d) bad.set(d, code >> d & 1);
            if (!(needs_.down(bad) == bad) || !claims_.front()->floor.subset_of(bad)) continue;
            if (!seen(bad)) add(bad, "one of the few hybrids that were not run yet");
        }
    }

    /// Each repair twice where it is told hardest: a second cause that the search missed by chance shows here.
    void hard_cells() {
        const Claim& claim = *claims_.front();
        for (std::size_t p = 0; p < claim.patterns.size(); ++p)
            for (int i = 0; claim.patterns[p].level == 0 && i < 2; ++i)
                if (const auto bad = pick(0, p, std::nullopt)) {
                    count(*bad);
                    planned_.push_back({*bad, "repaired, with nearly all else bad"});
                }
    }

    void fill(int at_least) {
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
                done_[worst][pattern] = options_.repeats;   // cannot be had: the claim stays unconfirmed
                continue;
            }
            if (claims_.size() > 1) complement = needs_.down((all_ - *best) | claims_[worst]->floor);
            count(*best);
            planned_.push_back({*best, claims_.size() == 1 ? "the claim among other differences, chosen at random"
                                                           : "all claims at once among differences chosen at random"});
        }
    }

    const Question& question_;
    const Needs& needs_;
    const PlanOptions& options_;
    Random random_;
    Bits all_;
    std::vector<const Claim*> claims_;
    std::vector<std::vector<int>> done_;
    std::vector<PlannedSession> planned_;
};

}  // namespace

std::vector<PlannedSession> plan_confirmation(const Question& question, const Needs& needs, const std::vector<Claim>& claims,
                                              const std::vector<std::vector<int>>& done, const PlanOptions& options, Random random) {
    if (claims.empty()) return {};
    return Planner(question, needs, claims, done, options, random).plan();
}

Outcome evaluate(const Claim& claim, const std::vector<const Run*>& runs, int repeats) {
    Outcome outcome;
    outcome.agreed.resize(claim.patterns.size());
    for (const auto* run : runs) {
        if (!claim.floor.subset_of(run->bad) || !claim.story->speaks_of(run->bad)) continue;
        const int level = level_of(*run, *claim.story);
        if (level == -2) continue;
        const int predicted = claim.story->predict(run->bad);
        (predicted == 1 ? (level == 1 ? outcome.fail_fail : outcome.fail_other) : (level == 1 ? outcome.pass_fail : outcome.pass_other)) += 1;
        if (level != predicted) {
            outcome.contradicting.push_back(run);
            continue;
        }
        if (std::none_of(outcome.agreeing.begin(), outcome.agreeing.end(), [&](const Run* other) { return other->bad == run->bad && other->copy == run->copy; }))
            ++outcome.environments;
        outcome.agreeing.push_back(run);
        const Bits relevant = run->bad & claim.relevant;
        for (std::size_t p = 0; p < claim.patterns.size(); ++p) outcome.agreed[p] += claim.patterns[p].bad == relevant;
    }
    outcome.confirmed = outcome.contradicting.empty() && !claim.patterns.empty() &&
                        std::all_of(outcome.agreed.begin(), outcome.agreed.end(), [&](int n) { return n >= repeats; });
    return outcome;
}

}  // namespace testskew::attribute
