#include "investigation/investigate.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "drill/drill.hpp"
#include "investigation/alone.hpp"
#include "investigation/log.hpp"
#include "investigation/study.hpp"
#include "trace/traced_sessions.hpp"
#include "util/text.hpp"

namespace testskew::investigation {
namespace {

using attribute::Experiment;
using attribute::Observation;
using Clock = std::chrono::steady_clock;

/// Hybrids may be slower than the sides, and hang where they are not: five times the slower base session and half a
/// minute.
std::chrono::milliseconds hybrid_timeout(const laboratory::Laboratory& laboratory, const Base& base) {
    const double slower = std::max(base.bad.seconds, base.good.seconds);
    return std::min(laboratory.options().timeout,
                    std::chrono::milliseconds(static_cast<long>(1000 * (5 * slower + 30))));
}

std::chrono::duration<double> default_budget(const Base& base) {
    return std::chrono::duration<double>(std::max(600.0, 10 * std::max(base.bad.seconds, base.good.seconds)));
}

class Investigation {
public:
    Investigation(laboratory::Laboratory& laboratory, const sides::SidePair& sides, const Base& base,
                  const InvestigationOptions& options)
        : laboratory_(laboratory),
          options_(options),
          study_(laboratory, sides, base),
          timeout_(hybrid_timeout(laboratory, base)),
          slower_(std::max(base.bad.seconds, base.good.seconds)),
          deadline_(Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                       options.budget.count() > 0 ? options.budget : default_budget(base))) {
        study_.question.options.repeats = options.repeats;
        study_.question.options.quick = options.quick;
        for (auto& known : open_log(options.log, study_.digest())) remember(std::move(known));
    }

    /// Looks into the causes that were shown, in sessions of its own, within the same budget.
    void drill_down(attribute::Conclusion& conclusion) {
        drill::DrillOptions options;
        options.quick = options_.quick;
        options.explain_plan = options_.explain_plan;
        options.deadline = deadline_;
        options.timeout = timeout_;
        options.session_seconds = slower_;
        options.stopped = stopped_;
        auto sessions = drill::drill_down(laboratory_, study_.factors(), study_.clusters(), conclusion,
                                          failing_alone(log_), options);
        sessions_.insert(sessions_.end(), std::make_move_iterator(sessions.begin()),
                         std::make_move_iterator(sessions.end()));
    }

    /// Looks closer at some failing tests, where there is time for it: what that shows is put beside the clusters.
    void look_closer(const sides::SidePair& sides, const Base& base, Comparison& comparison) {
        trace::TraceOptions options;
        options.timeout = timeout_;
        options.seconds = std::chrono::duration<double>(deadline_ - Clock::now()).count();
        options.explain_plan = options_.explain_plan;
        options.passes_alone = passing_alone(log_);
        if (!options_.observe || !stopped_.empty() || options.seconds <= 0) return;
        laboratory_.use_jobs(jobs_);
        auto sessions = trace::run_traced(laboratory_, sides, {base.bad, base.good}, options, comparison);
        sessions_.insert(sessions_.end(), std::make_move_iterator(sessions.begin()),
                         std::make_move_iterator(sessions.end()));
    }

    const std::vector<SessionSummary>& sessions() const { return sessions_; }
    const std::string& stopped() const { return stopped_; }

    attribute::Conclusion conclude() {
        while (true) {
            if (stopped_.empty() && Clock::now() > deadline_) stopped_ = "budget";
            attribute::Step step = attribute::next(study_.question, log_, stopped_);
            if (step.conclusion) return std::move(*step.conclusion);
            perform(step);
        }
    }

private:
    /// Runs a batch and takes down what it showed. A batch during which the user edited a file counts for nothing.
    void perform(const attribute::Step& step) {
        std::vector<LogEntry> entries(step.batch.size());
        std::vector<runner::SessionSpec> specs;
        std::vector<size_t> of_spec;
        for (size_t i = 0; i < step.batch.size(); ++i) {
            entries[i].entry.experiment = step.batch[i];
            auto spec = study_.session(step.batch[i]);
            if (!spec) {
                entries[i].entry.observation.built = false;
                continue;
            }
            if (const auto known = study_.known(step.batch[i])) {
                entries[i].entry.observation = *known;
                continue;
            }
            spec->timeout = timeout_;
            if (options_.explain_plan) laboratory_.status().note(fmt::format("{}: {}", spec->phase, spec->reason));
            of_spec.push_back(i);
            specs.push_back(std::move(*spec));
        }
        laboratory_.use_jobs(std::max(1, step.parallel));
        auto outcomes = laboratory_.run(specs);
        if (const auto note = laboratory_.edited(); !note.empty()) {
            stopped_ = "files changed: " + note;
            return;
        }
        for (size_t k = 0; k < outcomes.size(); ++k) {
            LogEntry& entry = entries[of_spec[k]];
            entry.entry.observation = study_.observe(entry.entry.experiment, outcomes[k]);
            entry.session = outcomes[k].summary;
            offline_ = offline_ || (outcomes[k].failure && outcomes[k].failure->network);
        }
        for (auto& entry : entries) {
            append_log(options_.log, entry);
            remember(std::move(entry));
        }
        if (offline_) stopped_ = "the package index could not be reached";
    }

    void remember(LogEntry entry) {
        SessionSummary summary = attribute::summarize(study_.question, entry.entry);
        summary.id = entry.session.id;
        summary.command = entry.session.command;
        summary.environment = entry.session.environment;
        summary.recording = entry.session.recording;
        summary.seconds = entry.session.seconds;
        if (!summary.id.empty()) sessions_.push_back(std::move(summary));
        study_.learn(entry.entry.observation);
        log_.push_back(std::move(entry.entry));
    }

    laboratory::Laboratory& laboratory_;
    InvestigationOptions options_;
    Study study_;
    std::chrono::milliseconds timeout_;
    double slower_;  ///< seconds of the slower base session
    Clock::time_point deadline_;
    attribute::Log log_;
    std::vector<SessionSummary> sessions_;
    std::string stopped_;
    bool offline_ = false;
    int jobs_ = laboratory_.options().jobs;
};

/// The comparison with each part of a cluster that follows a cause of its own as a cluster, and the findings under
/// their numbers.
Comparison split_clusters(Comparison comparison, const attribute::Conclusion& conclusion, Attribution& attribution) {
    int next = 0;
    for (const auto& cluster : comparison.clusters) next = std::max(next, cluster.id);
    for (const auto& finding : conclusion.findings) {
        ClusterAttribution found = finding.attribution;
        const auto whole = std::find_if(comparison.clusters.begin(), comparison.clusters.end(),
                                        [&](const Cluster& c) { return c.id == found.cluster; });
        if (whole == comparison.clusters.end()) continue;
        if (!finding.tests.empty() && finding.tests.size() < whole->tests.size()) {
            Cluster part = *whole;
            part.id = found.cluster = ++next;
            part.tests.clear();
            for (const int index : finding.tests) part.tests.push_back(whole->tests.at(static_cast<size_t>(index)));
            comparison.clusters.push_back(std::move(part));
        }
        if (found.flaky)
            for (auto& cluster : comparison.clusters)
                if (cluster.id == found.cluster) cluster.kind = ClusterKind::flaky;
        attribution.clusters.push_back(std::move(found));
    }
    // A cluster all of whose tests went into parts is no cluster any more.
    const auto dissolved = [&](const Cluster& cluster) {
        return std::none_of(attribution.clusters.begin(), attribution.clusters.end(),
                            [&](const ClusterAttribution& a) { return a.cluster == cluster.id; });
    };
    comparison.clusters.erase(std::remove_if(comparison.clusters.begin(), comparison.clusters.end(), dissolved),
                              comparison.clusters.end());
    return comparison;
}

}  // namespace

InvestigationResult investigate(laboratory::Laboratory& laboratory, const sides::SidePair& sides, const Base& base,
                                const InvestigationOptions& options) {
    InvestigationResult result;
    Investigation investigation(laboratory, sides, base, options);
    attribute::Conclusion conclusion = investigation.conclude();
    investigation.drill_down(conclusion);
    Attribution& attribution = result.attribution;
    attribution.done = true;
    attribution.stopped = conclusion.stopped;
    result.comparison = split_clusters(base.comparison, conclusion, attribution);
    investigation.look_closer(sides, base, result.comparison);
    attribution.sessions = base.sessions;
    attribution.sessions.insert(attribution.sessions.end(), investigation.sessions().begin(),
                                investigation.sessions().end());
    return result;
}

}  // namespace testskew::investigation
