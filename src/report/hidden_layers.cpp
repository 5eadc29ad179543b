#include "report/hidden_layers.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/api_words.hpp"
#include "report/cause_words.hpp"
#include "report/once.hpp"
#include "report/part_words.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

template <typename Part>
const Part* part_named(const std::vector<Part>& parts, const std::string& name) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
    return found == parts.end() ? nullptr : &*found;
}

/// What the sides have of one difference that belongs to a hidden failure.
std::string words_of(const DeltaName& delta, const Cause& cause, const SideNames& names) {
    if (delta.factor == Factor::interpreter && cause.interpreter) return interpreter_words(*cause.interpreter, names);
    if (delta.factor == Factor::packages)
        if (const auto* package = part_named(cause.packages, delta.delta)) return package_words(*package, names);
    if (delta.factor == Factor::environ)
        if (const auto* variable = part_named(cause.variables, delta.delta)) return variable_words(*variable, names);
    return "it follows " + delta.delta;
}

/// The failure of one layer: that of the first cluster of the problem in which it was seen.
const Failure* failure_of(const Problem& problem, std::size_t layer) {
    for (const Cluster* cluster : problem.clusters)
        if (layer < cluster->behind.size()) {
            const Failure& failure = cluster->behind[layer];
            if (!failure.type.empty() || !failure.message.empty()) return &failure;
        }
    return nullptr;
}

/// The verdict on the factors of a layer: the weakest one. A factor that the first failure follows, too, has the
/// verdict on that one, which says nothing of what is behind it.
std::optional<VerdictKind> verdict_of(const ClusterAttribution& found, const std::vector<Factor>& factors) {
    std::optional<VerdictKind> weakest;
    for (const Factor factor : factors) {
        const auto verdict = std::find_if(found.verdicts.begin(), found.verdicts.end(),
                                          [&](const Verdict& one) { return one.factor == factor; });
        const auto of_first = [&](const CauseSet& set) {
            return std::any_of(set.deltas.begin(), set.deltas.end(),
                               [&](const CauseDelta& delta) { return delta.factor == factor; });
        };
        const auto& sets = found.cause->sets;
        if (verdict == found.verdicts.end() || std::any_of(sets.begin(), sets.end(), of_first)) return std::nullopt;
        weakest = std::max(weakest.value_or(verdict->kind), verdict->kind);
    }
    return weakest;
}

/// Which of the problem's tests have that failure behind the first one.
std::string among_words(const Report& report, const Problem& problem, std::size_t layer) {
    long tests = 0;
    for (const Cluster* cluster : problem.clusters) {
        const ClusterAttribution* found = attribution_of(report, cluster->id);
        if (found && found->cause && layer < found->cause->layers.size())
            tests += static_cast<long>(cluster->tests.size());
    }
    return tests < problem.tests() ? fmt::format(" in {} of {} tests", tests, problem.tests()) : "";
}

}  // namespace

std::vector<HiddenLayer> hidden_layers(const Report& report, const Problem& problem) {
    std::vector<HiddenLayer> result;
    if (!problem.found || !problem.found->cause || !problem.found->cause->looked_into) return result;
    const Cause& cause = *problem.found->cause;
    const SideNames names = names_of(report);
    for (std::size_t i = 0; i < cause.layers.size(); ++i) {
        HiddenLayer& layer = result.emplace_back();
        layer.name = fmt::format("{}{}", problem.number, static_cast<char>('b' + std::min<std::size_t>(i, 24)));
        layer.failure = failure_of(problem, i);
        std::vector<std::string> words;
        for (const DeltaName& delta : cause.layers[i].deltas) {
            add_once(words, words_of(delta, cause, names));
            append_once(layer.factors, delta.factor);
        }
        layer.verdict = verdict_of(*problem.found, layer.factors);
        layer.cause = join(words, "; ");
        layer.evidence = evidence_of_layer(report, problem, cause.layers[i]);
        layer.among = among_words(report, problem, i);
        layer.lines = api_lines(cause.layers[i].api, names);
        for (const DeltaName& delta : cause.layers[i].deltas)
            if (const auto* package = part_named(cause.packages, delta.delta))
                add_once(layer.lines, release_line(*package));
    }
    return result;
}

}  // namespace testskew::report
