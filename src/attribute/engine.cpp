#include "attribute/engine.hpp"

#include <stdexcept>

#include "attribute/replay.hpp"

namespace testskew::attribute {

Step Replay::run() {
    if (q_.deltas.empty() ||
        std::none_of(q_.clusters.begin(), q_.clusters.end(), [](const auto& c) { return searchable(c.kind); })) {
        first_cases(subjects_of(q_, log_, log_.size(), false, wanted_));
        return conclude();
    }
    if (!base() && stop_.empty()) return batch();
    for (int generation = 0; generation < generations; ++generation) {
        const std::size_t entries = entries_before(generation);
        const auto subjects = subjects_of(q_, log_, entries, exclusive_, wanted_);
        first_cases(subjects);
        if (want_more()) return batch();
        needs_ = Needs::learned(q_, log_, entries);
        builds_ = Builds(q_, log_, entries, needs_);
        builds_.draw_explanations(Random(q_.seed * 1021 + entries));
        repeat_telling_builds();
        if (want_more()) return batch();
        search_all(entries);
        if (want_more()) return batch();
        if (q_.options.quick) break;
        if (!confirm(generation)) {
            if (want_more()) return batch();
            break;
        }
        recheck();
        if (want_more()) return batch();
        // Confirming runs all tests: a cluster may turn out to be two, and only now.
        const auto now = subjects_of(q_, log_, log_.size(), exclusive_, wanted_);
        if (want_more()) return batch();
        bool again = now != subjects;
        for (const auto& c : cases_) again = again || c.alone_failed;
        if (!again || generation + 1 == generations) break;
        alone_allowed_ = std::none_of(cases_.begin(), cases_.end(), [](const Case& c) { return c.alone_failed; });
    }
    return conclude();
}

std::size_t Replay::entries_before(int generation) const {
    for (std::size_t i = 0; i < log_.size(); ++i)
        if (log_[i].experiment.phase == "confirm" && log_[i].experiment.round >= generation * rounds_of_a_generation)
            return i;
    return log_.size();
}

Step Replay::batch() {
    Step step;
    step.parallel = batch_parallel_ ? batch_parallel_ : parallel_;
    int number = 0;
    for (const auto& entry : log_) number = std::max(number, entry.experiment.batch + 1);
    const auto room = static_cast<std::size_t>(std::max(0, q_.options.budget - static_cast<int>(log_.size())));
    step.batch = std::move(wanted_.experiments);
    if (step.batch.size() > room) step.batch.resize(room);
    // Which of two comes first must not follow what is expected of them; base and confirmation are in random order
    // already.
    if (!step.batch.empty() && step.batch.front().phase != "confirm" && step.batch.front().phase != "base") {
        Random random(q_.seed * 131 + log_.size());
        random.shuffle(step.batch);
    }
    for (std::size_t i = 0; i < step.batch.size(); ++i) {
        step.batch[i].id = static_cast<int>(log_.size() + i);
        step.batch[i].batch = number;
        step.batch[i].slot = static_cast<int>(i) % step.parallel;
    }
    return step;
}

Step Replay::conclude() {
    Conclusion conclusion;
    const Needs needs = Needs::learned(q_, log_, log_.size());
    conclusion.exclusive = exclusive_;
    conclusion.learned = needs.requirements();
    conclusion.stopped = stop_;
    for (const auto& c : cases_) {
        const Knowledge knowledge = know(c.subject, log_.size());
        Case shown = c;
        if (knowledge.disagrees() && searchable(kind(c))) shown.flaky = true;
        conclusion.findings.push_back(finding_of(q_, needs_, knowledge, shown));
    }
    number_problems(conclusion.findings);
    Step step;
    step.conclusion = std::move(conclusion);
    return step;
}

Step next(const Question& question, const Log& log, const std::string& stop) {
    for (const auto& entry : log)
        if (entry.experiment.assignment.size() != question.deltas.size())
            throw std::invalid_argument("a session of another question");
    return Replay(question, log, stop).run();
}

SessionSummary summarize(const Question& question, const Entry& entry) {
    SessionSummary summary;
    const auto& assignment = entry.experiment.assignment;
    const int good = assignment.count();
    const bool from_bad = 2 * good <= static_cast<int>(assignment.size());
    summary.id = "s" + std::to_string(entry.experiment.id + 1);
    summary.phase = entry.experiment.phase;
    summary.base = from_bad ? "bad" : "good";
    for (const int d : (from_bad ? assignment : ~assignment).members())
        summary.taken.push_back(
            {question.deltas[static_cast<std::size_t>(d)].factor, question.deltas[static_cast<std::size_t>(d)].name});
    for (const auto& [cluster, result] : entry.experiment.predicted) {
        const std::string now = result == CellResult::F ? "F" : result == CellResult::P ? "P" : "X";
        if (summary.predicted.empty())
            summary.predicted = now;
        else if (summary.predicted != now)
            summary.predicted = "by cluster";
    }
    for (const auto& seen : entry.observation.results)
        summary.results.emplace_back(seen.cluster, entry.observation.built ? seen.result : CellResult::U);
    summary.as_planned = entry.observation.built && entry.observation.as_planned &&
                         (!entry.observation.actual || *entry.observation.actual == assignment);
    summary.reason = entry.experiment.reason;
    return summary;
}

}  // namespace testskew::attribute
