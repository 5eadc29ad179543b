#include "attribute/planner.hpp"

#include <algorithm>

#include "attribute/hybrid_picker.hpp"
#include "attribute/session_order.hpp"

namespace testskew::attribute {

namespace {

class Planner {
public:
    Planner(const Question& question, const Needs& needs, const std::vector<Claim>& claims,
            const std::vector<std::vector<int>>& done, const PlanOptions& options, Random random)
        : question_(question),
          needs_(needs),
          options_(options),
          random_(random),
          coverage_(claims, done, options.repeats),
          picker_(question, needs, coverage_, options.seen, planned_, random_),
          all_(question.deltas.size(), true) {}

    std::vector<PlannedSession> plan() {
        const bool single = coverage_.single();
        if (!options_.top_up) {
            for (const auto* claim : coverage_.claims()) held_cells(*claim);
            factor_cells(single && first().patterns.size() == 2);
            if (single && question_.deltas.size() <= 3) every_hybrid();
            if (single) hard_cells();
            if (single) own_factor_cells();
        }
        fill(!options_.top_up && !single ? 2 : 0);
        if (few_hybrids(needs_, first().floor)) build_anew();
        shuffle_sessions(planned_, coverage_.claims(), question_, random_);
        return std::move(planned_);
    }

private:
    const Claim& first() const { return *coverage_.claims().front(); }

    /// Plans a session, even if the hybrid is planned already.
    void add_again(const Bits& bad, const std::string& reason) {
        coverage_.count(bad);
        planned_.push_back({bad, reason, 0});
    }

    /// Plans a session, unless the hybrid is planned already or was run as foretold.
    void add(const Bits& bad, const std::string& reason) {
        if (std::find(options_.foretold.begin(), options_.foretold.end(), bad) != options_.foretold.end()) return;
        for (const auto& session : planned_)
            if (session.bad == bad) return;
        add_again(bad, reason);
    }

    /// Gives each session that repeats a hybrid an environment of its own. In the same environment, whatever its build
    /// decided by chance would be seen again.
    void build_anew() {
        auto seen = options_.seen;
        for (auto& session : planned_) {
            session.copy = next_copy(seen, session.bad);
            if (session.copy) session.reason += ", in an environment built anew";
            seen.push_back({session.bad, session.copy});
        }
    }

    /// Plans the cells in which the suspect stays as it is, and only what has to be swapped along with it is swapped.
    void held_cells(const Claim& claim) {
        if (needs_.empty()) return;
        for (const auto& layer : claim.story->layers)
            for (const auto& set : layer.sets)
                for (const auto& element : set) {
                    const Bits dependants = needs_.up(element) - element, needed = needs_.down(element) - element;
                    if (dependants.any() && !needs_.up(dependants).intersects(element))
                        add(all_ - (needs_.up(dependants) - claim.floor), "only what needs the suspect is repaired");
                    if (needed.any() && !needs_.down(needed).intersects(element))
                        add(needs_.down(claim.floor | needed), "only what the suspect needs is induced");
                }
    }

    /// Plans the repair and the induce of each factor. With `only_others`, leaves out the factors that the claim names.
    void factor_cells(bool only_others) {
        for (const auto& [factor, mask] : factors_of(question_))
            if (!mask.subset_of(first().floor) && !(only_others && mask.intersects(first().relevant)))
                cells_of(factor, mask);
    }

    void cells_of(Factor factor, const Bits& mask) {
        const Bits& floor = first().floor;
        const std::string name = to_string(factor);
        add(all_ - (needs_.up(mask) - floor), "the bad side with " + name + " from the good one");
        add(needs_.down(floor | mask), "the good side with " + name + " from the bad one");
    }

    /// Plans the cells of a single cause's own factor, as long as there is room among the sessions that are needed
    /// anyway.
    void own_factor_cells() {
        if (first().patterns.size() != 2 || !coverage_.deficit(0)) return;
        for (const auto& [factor, mask] : factors_of(question_))
            if (first().relevant.subset_of(mask)) cells_of(factor, mask);
    }

    /// Three deltas have at most eight hybrids. All of them are run, so that the claim says no more than was seen.
    void every_hybrid() {
        const std::size_t n = question_.deltas.size();
        for (unsigned code = 0; code < 1U << n; ++code) {
            Bits bad(n);
            for (std::size_t d = 0; d < n; ++d) bad.set(d, code >> d & 1);
            if (needs_.down(bad) != bad || !first().floor.subset_of(bad)) continue;
            if (!picker_.was_seen(bad)) add(bad, "one of the few hybrids that were not run yet");
        }
    }

    /// Plans each repair twice in the hybrids that are hardest for it: a second cause that the search missed by chance
    /// shows there.
    void hard_cells() {
        for (std::size_t p = 0; p < first().patterns.size(); ++p)
            for (int i = 0; first().patterns[p].level == 0 && i < 2; ++i)
                if (const auto bad = picker_.pick(0, p, std::nullopt))
                    add_again(*bad, "repaired, with nearly all else bad");
    }

    /// Plans the sessions that the patterns still lack, and no fewer than `at_least`.
    void fill(int at_least) {
        const std::string reason = coverage_.single() ? "the claim among other differences, chosen at random"
                                                      : "all claims at once among differences chosen at random";
        const int most = 4 * options_.repeats * static_cast<int>(coverage_.claims().size()) + 40;
        std::optional<Bits> complement;
        for (int made = 0; made < most; ++made) {
            const auto [at, gap] = coverage_.worst();
            if (gap == 0 && made >= at_least) return;
            const auto best = picker_.pick(at.first, at.second, complement);
            complement.reset();
            if (!best) {
                coverage_.give_up(at.first, at.second);
                continue;
            }
            if (!coverage_.single()) complement = needs_.down((all_ - *best) | coverage_.claims()[at.first]->floor);
            add_again(*best, reason);
        }
    }

    const Question& question_;
    const Needs& needs_;
    const PlanOptions& options_;
    Random random_;
    Coverage coverage_;
    std::vector<PlannedSession> planned_;
    HybridPicker picker_;
    Bits all_;
};

}  // namespace

std::vector<PlannedSession> plan_confirmation(const Question& question, const Needs& needs,
                                              const std::vector<Claim>& claims,
                                              const std::vector<std::vector<int>>& done, const PlanOptions& options,
                                              Random random) {
    if (claims.empty()) return {};
    return Planner(question, needs, claims, done, options, random).plan();
}

}  // namespace testskew::attribute
