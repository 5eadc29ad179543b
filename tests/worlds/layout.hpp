#pragma once
#include <set>
#include <string>

#include "attribute/random.hpp"
#include "worlds/world.hpp"

namespace testskew::worlds {

/// Lays out the differences of a world, and picks those that are to be the cause of something.
class Layout {
public:
    /// Both must outlive the layout, which fills the question and draws from `random`.
    Layout(attribute::Question& question, attribute::Random& random) : question_(question), random_(random) {}

    int size() const { return static_cast<int>(question_.deltas.size()); }
    Bits none() const { return Bits(question_.deltas.size()); }
    /// The deltas of one factor.
    Bits factor(Factor factor) const;

    /// Replaces the deltas by `least` to `most` new ones, which belong to `factors` to six factors.
    void lay_out(int factors, int least, int most = 100000);

    /// Forgets which deltas were taken, so that the next cluster may have the same.
    void start_cluster();

    /// Any one delta, whether it was taken or not.
    Bits one();

    enum class From { any, one_factor, different_factors };
    /// Takes `count` deltas that were not taken since start_cluster(). Lays out new ones if there are too few.
    Bits take(int count, From from);

private:
    /// The deltas of one attempt; too few if it did not succeed. With `strict`, takes no factor that was taken before.
    std::vector<int> attempt(int count, From from, bool strict, std::set<Factor>& factors);

    attribute::Question& question_;
    attribute::Random& random_;
    std::set<int> taken_;
    std::set<Factor> taken_factors_;
};

}  // namespace testskew::worlds
