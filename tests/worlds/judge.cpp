#include "worlds/judge.hpp"

#include <algorithm>

#include "worlds/rules.hpp"

namespace testskew::worlds {

namespace {

using attribute::Finding;
using Sets = std::vector<std::vector<int>>;

Sets sorted(Sets sets) {
    std::sort(sets.begin(), sets.end());
    return sets;
}

Sets sorted(const std::vector<Bits>& sets) {
    Sets result;
    for (const auto& set : sets) result.push_back(set.members());
    return sorted(result);
}

class Judge {
public:
    Judge(const World& world, const Game& game)
        : world_(world), game_(game), rules_(world), n_(world.question.deltas.size()) {}

    Judgement judge() {
        result_.sessions = game_.sessions;
        if (world_.truths.empty())
            for (const auto& finding : game_.conclusion.findings) nothing_to_find(finding);
        for (std::size_t c = 0; c < world_.truths.size(); ++c) cluster(c);
        return result_;
    }

private:
    void mistake(const std::string& what) {
        if (result_.what.empty()) result_.what = what;
    }

    /// Judges a finding if the failure follows none of the deltas: every cause is wrong, and everything proven is
    /// false.
    void nothing_to_find(const Finding& finding) {
        const auto& cause = finding.attribution.cause;
        bool proven = cause && cause->verdict == VerdictKind::proven;
        for (const auto& verdict : finding.attribution.verdicts) proven = proven || verdict.kind == VerdictKind::proven;
        result_.false_proven += proven;
        result_.proven += proven;
        if (cause) result_.right = false, mistake("a cause of what has none");
    }

    void cluster(std::size_t c) {
        const Truth& truth = world_.truths[c];
        std::vector<const Finding*> findings;
        for (const auto& finding : game_.conclusion.findings)
            if (finding.attribution.cluster == world_.question.clusters[c].id) findings.push_back(&finding);
        if (findings.size() != 1) {
            result_.right = result_.shown = false;
            mistake("not one finding");
            return;
        }
        const Finding& finding = *findings.front();
        const auto& cause = finding.attribution.cause;
        const bool same = names_the_truth(truth, finding);
        if (!same) result_.right = false, mistake("other sets");
        if (!cause || (!finding.confirmed && !finding.context_dependent)) result_.shown = false;
        bool false_proven = cause && cause->verdict == VerdictKind::proven && !same && false_cause(truth, finding);
        for (const auto& verdict : finding.attribution.verdicts)
            if (!holds(truth, verdict)) false_proven = true;
        if (false_proven) ++result_.false_proven, mistake("proven, other sets");
    }

    /// True if the finding has exactly the true sets, in every layer.
    bool names_the_truth(const Truth& truth, const Finding& finding) const {
        if (truth.threshold) return finding.many;
        if (sorted(finding.sets) != sorted(with_inseparable(truth.layers[0]))) return false;
        if (finding.layers.size() + 1 != truth.layers.size()) return false;
        for (std::size_t l = 1; l < truth.layers.size(); ++l)
            if (sorted(finding.layers[l - 1]) != sorted(truth.layers[l])) return false;
        return true;
    }

    /// The sets with everything added that cannot be built apart from their deltas, because it cannot be told apart
    /// from them either.
    std::vector<Bits> with_inseparable(std::vector<Bits> sets) const {
        for (auto& set : sets)
            for (const int d : set.members())
                for (std::size_t other = 0; other < n_; ++other)
                    if (rules_.inseparable(static_cast<std::size_t>(d), other)) set.set(other);
        return sets;
    }

    /// True if it is wrong to call this finding proven. The finding has other sets than the truth.
    bool false_cause(const Truth& truth, const Finding& finding) const {
        if (world_.names_reason) return !finding.many;
        // If failed builds name no reason, a block of deltas is right as long as it contains the cause.
        Bits named(n_);
        for (const auto& set : finding.sets)
            for (const int d : set) named.set(static_cast<std::size_t>(d));
        return !truth.relevant().subset_of(named);
    }

    /// The deltas of the verdict's factor and of those that it is proven together with.
    Bits deltas_of(const Verdict& verdict) const {
        const auto& together = verdict.jointly_with;
        Bits mask(n_);
        for (std::size_t d = 0; d < n_; ++d) {
            const Factor factor = world_.question.deltas[d].factor;
            const bool joint = std::find(together.begin(), together.end(), factor) != together.end();
            mask.set(d, factor == verdict.factor || joint);
        }
        return mask;
    }

    /// False if the verdict is "proven" and wrong. Counts a wrong "ruled out".
    bool holds(const Truth& truth, const Verdict& verdict) {
        const Bits mask = deltas_of(verdict);
        const bool repairs = truth.level(rules_.repaired(mask)) == 0;
        const bool still_fails = truth.level(rules_.repaired(mask)) == 1;
        const int induced = truth.level(rules_.induced(mask));
        const bool takes_part = truth.relevant().intersects(mask);
        if (verdict.kind == VerdictKind::ruled_out)
            if (!still_fails || induced != 0 || (takes_part && !truth.threshold))
                ++result_.false_ruled_out, mistake("ruled out: " + to_string(verdict.factor));
        if (verdict.kind != VerdictKind::proven) return true;
        ++result_.proven;
        const bool causes = (repairs && induced == 1) || (!verdict.given.empty() && holds_a_layer(truth, mask));
        if (takes_part && causes) return true;
        mistake("proven: " + to_string(verdict.factor));
        return false;
    }

    /// True if the whole cause of one layer lies within `mask`, and none of it is part of another layer's cause.
    static bool holds_a_layer(const Truth& truth, const Bits& mask) {
        for (const auto& layer : truth.layers) {
            const bool own = std::all_of(layer.begin(), layer.end(), [&](const Bits& set) {
                return set.subset_of(mask) && !shared(truth, layer, set);
            });
            if (own) return true;
        }
        return false;
    }

    static bool shared(const Truth& truth, const std::vector<Bits>& layer, const Bits& set) {
        for (const auto& other : truth.layers)
            for (const auto& theirs : other)
                if (&other != &layer && theirs.intersects(set)) return true;
        return false;
    }

    const World& world_;
    const Game& game_;
    const Rules rules_;
    const std::size_t n_;
    Judgement result_;
};

}  // namespace

Judgement judge(const World& world, const Game& game) { return Judge(world, game).judge(); }

}  // namespace testskew::worlds
