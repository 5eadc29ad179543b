#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "attribute/question.hpp"

namespace testskew::accuracy {

/// What was measured on the worlds of one kind.
struct Row {
    std::string kind;
    bool chance = false;    ///< chance takes part in the failures
    bool has_cause = true;  ///< there is something to be found
    int worlds = 0;
    std::uint64_t seed = 0;
    int right = 0, shown = 0, proven = 0, false_proven = 0, false_ruled_out = 0;  ///< worlds
    double mean_sessions = 0;
    int p95_sessions = 0;
    double mean_rounds = 0;  ///< of sessions that run side by side, as many at a time as there are slots
    int p95_rounds = 0;
    double clairvoyant = 0;  ///< the sessions, compared with those that somebody who knows the truth would need
    double seconds = 0;
    std::uint64_t example = 0;  ///< the seed of a world that came out wrong, for --explain
    std::string what;           ///< what is wrong there, with '!' if it is false; empty if nothing was wrong

    double percent(int number) const { return 100.0 * number / worlds; }
};

/// Plays the engine against `worlds` worlds of that kind. The same seed gives the same row. With `evidence`, every
/// cluster has suspects, which are right with this chance (worlds/evidence.hpp).
Row measure(const std::string& kind, int worlds, std::uint64_t seed, const attribute::Options& options,
            const std::optional<double>& evidence);

}  // namespace testskew::accuracy
