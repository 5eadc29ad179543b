#include "attribute/finding.hpp"

#include <algorithm>

#include "attribute/factor_verdicts.hpp"
#include "attribute/shown_cause.hpp"

namespace testskew::attribute {

namespace {

CaveatKind flaky_caveat(const Knowledge& knowledge) {
    return knowledge.disagrees() && !knowledge.disagrees(true) ? CaveatKind::flaky_builds : CaveatKind::flaky;
}

/// Writes the sets, the layers and the welds.
void write_sets(const CaseView& view, Finding& finding) {
    const Story& story = view.c.story;
    finding.many = story.many || story.factor_level;
    for (std::size_t i = 0; i < story.layers.size(); ++i) {
        if (i > 0 && story.layers[i].sets.empty()) continue;  // the search ended before it knew what this one follows
        std::vector<std::vector<int>> of_layer;
        if (!story.factor_level)
            for (const auto& set : story.layers[i].sets) {
                of_layer.push_back(united(set, view.n).members());
                for (const auto& element : set)
                    if (element.count() > 1) finding.welds.push_back(element.members());
            }
        if (i == 0) {
            finding.sets = std::move(of_layer);
        } else {
            finding.layers.push_back(std::move(of_layer));
            finding.behind.push_back(story.layers[i].identity);
        }
    }
}

/// True if what hides behind the failure of one of them begins like what hides behind that of the other, or is the
/// same: of tests that all stop at one place, some go on further than others once that is mended.
bool same_layers(const Finding& a, const Finding& b) {
    const auto common = static_cast<std::ptrdiff_t>(std::min(a.layers.size(), b.layers.size()));
    return std::equal(a.layers.begin(), a.layers.begin() + common, b.layers.begin());
}

bool same_cause(const Finding& a, const Finding& b) {
    const auto &mine = a.attribution.cause, &other = b.attribution.cause;
    return mine && other && mine->factors == other->factors && mine->verdict == other->verdict && a.sets == b.sets &&
           same_layers(a, b);
}

}  // namespace

Finding finding_of(const Question& question, const Needs& needs, const Knowledge& knowledge, const Case& c) {
    const CaseView view(question, needs, knowledge, c);
    const FactorVerdicts verdicts(view);
    Finding finding;
    auto& attribution = finding.attribution;
    attribution.cluster = question.clusters[static_cast<std::size_t>(c.group.cluster)].id;
    add_caveat(attribution.caveats, {c.caveat});
    attribution.flaky = c.flaky;
    finding.tests = c.group.tests;
    finding.only_side_by_side = c.only_side_by_side;
    finding.confirmed = view.confirmed;
    write_sets(view, finding);
    if (c.flaky) {
        if (attribution.caveats.empty()) add_caveat(attribution.caveats, {flaky_caveat(knowledge)});
    } else if (!view.has_claim) {
        attribution.verdicts = verdicts.without_claim();
        if (attribution.caveats.empty()) add_caveat(attribution.caveats, {c.story.caveat});
    } else {
        finding.context_dependent = c.context_dependent;
        attribution.verdicts = verdicts.of_claim();
        write_cause(view, attribution);
    }
    return finding;
}

void number_problems(std::vector<Finding>& findings) {
    int problems = 0;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        auto& mine = findings[i].attribution;
        if (!mine.cause) continue;
        for (int problem = 1; problem <= problems && !mine.problem; ++problem)
            if (std::all_of(findings.begin(), findings.begin() + static_cast<std::ptrdiff_t>(i),
                            [&](const Finding& one) {
                                return one.attribution.problem != problem || same_cause(one, findings[i]);
                            }))
                mine.problem = problem;
        if (!mine.problem) mine.problem = ++problems;
    }
}

}  // namespace testskew::attribute
