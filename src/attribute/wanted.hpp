#pragma once
#include <string>
#include <vector>

#include "attribute/experiment.hpp"

namespace testskew::attribute {

/// Thrown if the strategy needs a result that the log does not have. The session is in Wanted by then, and the strategy
/// is replayed once the log has its result.
struct Pending {};

/// The experiments to be run next, each once, no matter how many clusters ask for it.
class Wanted {
public:
    /// The log must outlive the object.
    explicit Wanted(const Log& log) : log_(log) {}

    /// Wants the session with `bad` at their bad value for the cluster with that id, and returns it. A hybrid that is
    /// wanted again in the same role is the same session.
    Experiment& want(const Bits& bad, Phase phase, bool alone, int round, int index, int cluster,
                     const std::string& reason, int copy = 0);

    std::vector<Experiment> experiments;

private:
    const Log& log_;
};

}  // namespace testskew::attribute
