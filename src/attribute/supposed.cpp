#include "attribute/supposed.hpp"

namespace testskew::attribute {

Bits seen_by_tests(const Question& question, const Experiment& experiment) {
    Bits bad = experiment.bad;
    for (std::size_t d = 0; experiment.alone && d < question.deltas.size(); ++d)
        if (question.deltas[d].context) bad.set(d, false);
    return bad;
}

Observation supposed(const Question& question, const Experiment& experiment,
                     const std::function<bool(std::size_t, const Bits&)>& fails) {
    const Bits bad = seen_by_tests(question, experiment);
    Observation observation;
    for (std::size_t c = 0; c < question.clusters.size(); ++c)
        observation.results.push_back(
            {question.clusters[c].id, fails(c, bad) ? CellResult::fails : CellResult::passes, "", ""});
    return observation;
}

}  // namespace testskew::attribute
