#pragma once
#include <string>
#include <vector>

#include "model/comparison.hpp"
#include "model/recording.hpp"

namespace testskew::compare {

/// Ids that fail on one side and that the other side did not collect: to be run there, with this side's selection,
/// before comparing.
struct Uncollected {
    std::vector<std::string> on_bad, on_good;  ///< what to run on that side
};
Uncollected uncollected(const Recording& bad, const Recording& good);

/// Pairs the tests of two recordings by id and clusters the failures by fingerprint. `extra_bad` and `extra_good` are
/// sessions of the ids that uncollected() named, looked up where a side's own recording does not have a test. The
/// clusters are numbered from 1: regressions first, then reverse, common and one-sided ones, the largest first. A test
/// that fails on both sides with different fingerprints is a regression with `good_error` set. Differences and
/// one-sided warnings are filled in; verdicts are not.
Comparison compare(const Recording& bad, const Recording& good, const Recording* extra_bad = nullptr,
                   const Recording* extra_good = nullptr);
inline Comparison compare(const RecordingPair& pair, const Recording* extra_bad = nullptr,
                          const Recording* extra_good = nullptr) {
    return compare(pair.bad, pair.good, extra_bad, extra_good);
}

}  // namespace testskew::compare
