#pragma once
#include <functional>
#include <vector>

#include "attribute/run_ahead.hpp"
#include "investigation/batch.hpp"

namespace testskew::investigation {

/// Runs the steps of the engine, and in idle slots what it is likely to ask for after them (attribute/ahead.hpp).
class AheadSessions {
public:
    /// Runs the experiments of a step and, in slots that are idle meanwhile, others.
    using RunBatch =
        std::function<BatchResult(const attribute::Step& step, const std::vector<attribute::Experiment>& ahead)>;

    /// What the sessions of a step showed, in the order of its experiments. What was run ahead is taken from there, and
    /// `run_batch` runs the others, if there are any; if `run_ahead` is true, with sessions that may be asked for next.
    BatchResult run(const attribute::Question& question, const attribute::Log& log, const attribute::Step& step,
                    bool run_ahead, const RunBatch& run_batch);

    /// The summaries of the sessions that nothing was asked of, for the report.
    std::vector<SessionSummary> unused() const;

    /// Forgets all, as the files have changed since.
    void clear() { kept_.clear(); }

private:
    attribute::RunAhead<LoggedSession> kept_;
};

}  // namespace testskew::investigation
