#include "attribute/engine.hpp"

#include <algorithm>
#include <stdexcept>

#include "attribute/base_sessions.hpp"
#include "attribute/confirm_phase.hpp"
#include "attribute/finding.hpp"
#include "attribute/schedule.hpp"
#include "attribute/search_phase.hpp"
#include "attribute/suspect_phase.hpp"
#include "attribute/test_groups.hpp"

namespace testskew::attribute {

namespace {

/// One replay of the whole strategy on a log.
class Replay {
public:
    Replay(const Question& question, const Log& log, const Obstacle& stop) : s_(question, log, stop) {
        if (!s_.stop.any() && static_cast<int>(log.size()) >= question.options.budget)
            s_.stop = {ObstacleKind::budget_spent};
    }

    Step run() {
        BaseSessions base(s_);
        if (s_.q.deltas.empty() || std::none_of(s_.q.clusters.begin(), s_.q.clusters.end(),
                                                [](const auto& c) { return is_searchable(c.kind); })) {
            s_.cases = base.cases(groups_of(s_.q, s_.log, s_.log.size(), false, s_.wanted));
            return conclude();
        }
        if (!base.run() && !s_.stop.any()) return batch();
        for (int generation = 0; generation < most_generations; ++generation) {
            const auto next = run_generation(base, generation);
            if (next == Next::batch) return batch();
            if (next == Next::conclusion) break;
            s_.alone_allowed = !alone_failed();
        }
        return conclude();
    }

private:
    enum class Next { batch, conclusion, generation };

    Next run_generation(const BaseSessions& base, int generation) {
        const std::size_t entries = s_.entries_before(generation);
        const auto groups = groups_of(s_.q, s_.log, entries, s_.clash, s_.wanted);
        s_.cases = base.cases(groups);
        if (s_.want_more()) return Next::batch;
        s_.needs = Needs::learned(s_.q, s_.log, entries);
        s_.builds = Builds(s_.q, s_.log, entries, s_.needs);
        s_.builds.draw_explanations(Random(s_.q.seed * 1021 + entries));
        SuspectPhase(s_, generation, entries).run();
        if (s_.want_more()) return Next::batch;
        SearchPhase search(s_, entries);
        search.repeat_telling_builds();
        if (s_.want_more()) return Next::batch;
        search.run();
        if (s_.want_more()) return Next::batch;
        if (s_.q.options.quick) return Next::conclusion;
        ConfirmPhase confirmation(s_, generation);
        // The confirming sessions run all tests, so a cluster may turn out to be two clusters only now.
        const bool split =
            confirmation.is_begun() && groups_of(s_.q, s_.log, s_.log.size(), s_.clash, s_.wanted) != groups;
        const bool may_begin_again = generation + 1 < most_generations;
        if (s_.want_more()) return Next::batch;
        if (split && may_begin_again) return Next::generation;
        if (!confirmation.run()) return s_.want_more() ? Next::batch : Next::conclusion;
        confirmation.recheck();
        if (s_.want_more()) return Next::batch;
        return may_begin_again && (alone_failed() || claims_too_much()) ? Next::generation : Next::conclusion;
    }

    bool claims_too_much() const {
        return std::any_of(s_.cases.begin(), s_.cases.end(), [](const Case& c) { return c.too_much; });
    }

    bool alone_failed() const {
        return std::any_of(s_.cases.begin(), s_.cases.end(), [](const Case& c) { return c.alone_failed; });
    }

    /// The wanted experiments, in the order in which they are to run.
    Step batch() {
        const auto& options = s_.q.options;
        Step step;
        step.alone = s_.one_at_a_time || s_.clash || options.exclusive;
        step.parallel = at_a_time(options, step.alone);
        step.batch = std::move(s_.wanted.experiments);
        const auto room = static_cast<std::size_t>(std::max(0, options.budget - static_cast<int>(s_.log.size())));
        if (step.batch.size() > room) step.batch.resize(room);
        // The order of two sessions must not depend on what is expected of them. The base and confirming sessions are
        // in random order already.
        if (!step.batch.empty() && step.batch.front().phase != Phase::confirm &&
            step.batch.front().phase != Phase::base) {
            Random random(s_.q.seed * 131 + s_.log.size());
            random.shuffle(step.batch);
        }
        int number = 0;
        for (const auto& entry : s_.log) number = std::max(number, entry.experiment.batch + 1);
        for (std::size_t i = 0; i < step.batch.size(); ++i) {
            step.batch[i].id = static_cast<int>(s_.log.size() + i);
            step.batch[i].batch = number;
            step.batch[i].slot = static_cast<int>(i) % step.parallel;
        }
        return step;
    }

    Step conclude() const {
        Conclusion conclusion;
        conclusion.clash = s_.clash;
        conclusion.stopped = s_.stop;
        for (const auto& c : s_.cases) {
            const Knowledge knowledge = s_.know(c.group, s_.log.size());
            Case shown = c;
            if (knowledge.disagrees() && is_searchable(s_.kind(c))) shown.flaky = true;
            conclusion.findings.push_back(finding_of(s_.q, s_.needs, knowledge, shown));
        }
        number_problems(conclusion.findings);
        Step step;
        step.conclusion = std::move(conclusion);
        return step;
    }

    ReplayState s_;
};

}  // namespace

Step next(const Question& question, const Log& log, const Obstacle& stop) {
    for (const auto& entry : log)
        if (entry.experiment.bad.size() != question.deltas.size())
            throw std::invalid_argument("a session of another question");
    return Replay(question, log, stop).run();
}

}  // namespace testskew::attribute
