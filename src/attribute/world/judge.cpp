#include <algorithm>

#include "attribute/engine/needs.hpp"
#include "attribute/world/world.hpp"

namespace testskew::attribute {

namespace {

std::vector<std::vector<int>> sorted_sets(const std::vector<Bits>& sets) {
    std::vector<std::vector<int>> result;
    for (const auto& set : sets) result.push_back(set.members());
    std::sort(result.begin(), result.end());
    return result;
}

}  // namespace

Judgement judge(const World& world, const Game& game) {
    Judgement j;
    j.sessions = static_cast<int>(game.log.size());
    const std::size_t n = world.question.deltas.size();
    Needs needs(n);
    for (const auto& requirement : world.requirements) needs.add(requirement);
    const auto mistake = [&](const std::string& what) {
        if (j.what.empty()) j.what = what;
    };
    if (world.truths.empty()) {
        for (const auto& finding : game.conclusion.findings) {
            bool proven = finding.attribution.cause && finding.attribution.cause->verdict == VerdictKind::proven;
            for (const auto& verdict : finding.attribution.verdicts)
                proven = proven || verdict.kind == VerdictKind::proven;
            j.false_proven += proven;
            j.proven += proven;
            if (finding.attribution.cause) j.right = false, mistake("a cause of what has none");
        }
        return j;
    }
    for (std::size_t c = 0; c < world.truths.size(); ++c) {
        const Truth& truth = world.truths[c];
        std::vector<const Finding*> findings;
        for (const auto& finding : game.conclusion.findings)
            if (finding.attribution.cluster == static_cast<int>(c) + 1) findings.push_back(&finding);
        if (findings.size() != 1) {
            j.right = j.shown = false;
            mistake("not one finding");
            continue;
        }
        const Finding& finding = *findings.front();
        const auto& a = finding.attribution;
        bool same = true;
        if (truth.threshold) {
            same = finding.many;
        } else {
            // What cannot be built apart cannot be told apart.
            const auto welded = [&](std::vector<Bits> sets) {
                for (auto& set : sets)
                    for (const int d : set.members()) {
                        Bits one(n);
                        one.set(static_cast<std::size_t>(d));
                        for (std::size_t e = 0; e < n; ++e) {
                            Bits other(n);
                            other.set(e);
                            if (needs.down(one).test(e) && needs.down(other).test(static_cast<std::size_t>(d)))
                                set.set(e);
                        }
                    }
                return sorted_sets(sets);
            };
            const auto sorted = [](std::vector<std::vector<int>> sets) {
                std::sort(sets.begin(), sets.end());
                return sets;
            };
            same = sorted(finding.sets) ==
                       (world.requirements.empty() ? sorted_sets(truth.layers[0]) : welded(truth.layers[0])) &&
                   finding.layers.size() + 1 == truth.layers.size();
            for (std::size_t l = 1; same && l < truth.layers.size(); ++l)
                same = sorted(finding.layers[l - 1]) == sorted_sets(truth.layers[l]);
        }
        if (!same) j.right = false, mistake("other sets");
        if (!a.cause || (!finding.confirmed && !finding.context_dependent)) j.shown = false;
        bool false_proven =
            a.cause && a.cause->verdict == VerdictKind::proven && !same && !finding.many && world.names_reason;
        if (a.cause && a.cause->verdict == VerdictKind::proven && !same && !world.names_reason) {
            // A block is right where it holds the cause.
            Bits named(n);
            for (const auto& set : finding.sets)
                for (const int d : set) named.set(static_cast<std::size_t>(d));
            false_proven = !truth.relevant().subset_of(named);
        }
        for (const auto& verdict : a.verdicts) {
            Bits mask(n);
            for (std::size_t d = 0; d < n; ++d) {
                const auto& factor = world.question.deltas[d].factor;
                mask.set(d, factor == verdict.factor ||
                                std::find(verdict.jointly_with.begin(), verdict.jointly_with.end(), factor) !=
                                    verdict.jointly_with.end());
            }
            const Bits all(n, true);
            const int repair = truth.level(all - needs.up(mask)), induce = truth.level(needs.down(mask));
            if (verdict.kind == VerdictKind::proven) {
                ++j.proven;
                bool holds = repair == 0 && induce == 1;
                if (!verdict.given.empty())
                    for (const auto& layer : truth.layers) {
                        bool inside = true;
                        for (const auto& set : layer) {
                            inside = inside && set.subset_of(mask);
                            // Part of another layer's cause as well: nothing of its own.
                            for (const auto& other : truth.layers)
                                for (const auto& theirs : other)
                                    inside = inside && (&other == &layer || !theirs.intersects(set));
                        }
                        holds = holds || inside;
                    }
                if (!truth.relevant().intersects(mask) || !holds)
                    false_proven = true, mistake("proven: " + verdict.factor);
            }
            if (verdict.kind == VerdictKind::ruled_out &&
                (repair != 1 || induce != 0 || (truth.relevant().intersects(mask) && !truth.threshold)))
                ++j.false_ruled_out, mistake("ruled out: " + verdict.factor);
        }
        if (false_proven) ++j.false_proven, mistake("proven, other sets");
    }
    return j;
}

}  // namespace testskew::attribute
