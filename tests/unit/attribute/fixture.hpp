// The parts that the tests of the engine share: small questions, sets and log entries.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "attribute/experiment.hpp"

namespace testskew::attribute {

/// The set of these deltas.
inline Bits set_of(std::size_t size, const std::vector<int>& members) {
    Bits bits(size);
    for (const int d : members) bits.set(static_cast<std::size_t>(d));
    return bits;
}

/// A question with the given number of deltas of each factor. The deltas are named after their factor.
inline Question question_of(const std::vector<std::pair<Factor, int>>& factors, int clusters = 1) {
    Question q;
    for (const auto& [factor, count] : factors)
        for (int i = 0; i < count; ++i) q.deltas.push_back({factor, to_string(factor) + std::to_string(i)});
    for (int c = 1; c <= clusters; ++c) q.clusters.push_back({c, 1});
    return q;
}

/// A session with these deltas bad, which has no result yet.
inline LogEntry session(const Bits& bad, Phase phase = Phase::search) {
    LogEntry entry;
    entry.experiment.bad = bad;
    entry.experiment.phase = phase;
    return entry;
}

/// A session with these deltas bad, and its result for cluster 1.
inline LogEntry session(const Bits& bad, CellResult result, const std::string& identity = {},
                        Phase phase = Phase::search) {
    LogEntry entry = session(bad, phase);
    entry.observation.results.push_back({1, result, identity, {}});
    return entry;
}

}  // namespace testskew::attribute
