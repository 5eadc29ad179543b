#pragma once
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// Ids that fail on one side and that the other side did not collect.
struct Uncollected {
    std::vector<std::string> on_bad, on_good;  ///< what this side has to run, with the other side's selection
};
/// What has to be run before the two recordings can be compared.
Uncollected uncollected(const Recording& bad, const Recording& good);

/// Pairs the tests of two recordings by id and clusters the failures by fingerprint. `extra_bad` and `extra_good` are
/// recordings of sessions with the ids that uncollected() named. They tell of tests that a side's own recording does
/// not have. The clusters are numbered from 1: regressions first, then reverse, common and one-sided ones, the largest
/// first. A test that fails on both sides with different fingerprints is a regression with `good_error` set.
/// Differences and one-sided warnings are filled in; verdicts are not.
Comparison compare(const Recording& bad, const Recording& good, const Recording* extra_bad = nullptr,
                   const Recording* extra_good = nullptr);
/// The same for a pair of recordings.
inline Comparison compare(const RecordingPair& pair, const Recording* extra_bad = nullptr,
                          const Recording* extra_good = nullptr) {
    return compare(pair.bad, pair.good, extra_bad, extra_good);
}

}  // namespace testskew::compare
