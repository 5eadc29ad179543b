#pragma once
#include <algorithm>
#include <optional>

#include "attribute/confirm.hpp"

namespace testskew::attribute {

/// Plans the sessions of a confirmation. What every claim and factor gets stands in planner.cpp, how hybrids are chosen
/// for the rest in planner_pick.cpp.
class Planner {
public:
    Planner(const Question& question, const Needs& needs, const std::vector<Claim>& claims,
            std::vector<std::vector<int>> done, const PlanOptions& options, Random random)
        : question_(question),
          needs_(needs),
          options_(options),
          random_(random),
          all_(Bits(question.deltas.size(), true)) {
        for (std::size_t i = 0; i < claims.size(); ++i) {
            // Clusters that share a hypothesis share its sessions.
            const auto same = std::find_if(claims_.begin(), claims_.end(), [&](const Claim* other) {
                return other->relevant == claims[i].relevant && other->floor == claims[i].floor &&
                       other->patterns.size() == claims[i].patterns.size() &&
                       std::equal(
                           other->patterns.begin(), other->patterns.end(), claims[i].patterns.begin(),
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

    std::vector<PlannedSession> plan();

private:
    /// A random order, drawn again where it follows what a failure of its own rhythm could follow: strict alternation,
    /// one slot, blocks.
    void mix();

    /// No environment twice: what it fixed by chance once would be seen again.
    void build_anew();

    bool seen(const Bits& bad) const;

    void add(const Bits& bad, const std::string& reason);

    void count(const Bits& bad);

    /// What must be swapped along with an element, swapped without it.
    void held_cells(const Claim& claim);

    void factor_cells(bool only_others);

    void cells_of(const std::string& name, const Bits& mask, const Bits& floor);

    /// A single cause's own factor, as long as there is room among the sessions that are needed anyway.
    void own_factor_cells(const Claim& claim);

    int deficit(std::size_t c) const;

    int score(const Bits& bad) const;

    /// A random context around one pattern of one claim; nullopt where what needs what forbids it.
    std::optional<Bits> around(std::size_t c, std::size_t p);

    /// The best of some contexts around a pattern: it tells most about all claims, and is new.
    std::optional<Bits> pick(std::size_t c, std::size_t p, const std::optional<Bits>& complement);

    /// Of three deltas there are eight hybrids at most: all of them, so that the claim says no more than what was run.
    void every_hybrid();

    /// Each repair twice where it is told hardest: a second cause that the search missed by chance shows here.
    void hard_cells();

    void fill(int at_least);

    const Question& question_;
    const Needs& needs_;
    const PlanOptions& options_;
    Random random_;
    Bits all_;
    std::vector<const Claim*> claims_;
    std::vector<std::vector<int>> done_;
    std::vector<PlannedSession> planned_;
};

}  // namespace testskew::attribute
