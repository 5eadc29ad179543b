#include "attribute/session_order.hpp"

#include <algorithm>

namespace testskew::attribute {

namespace {

/// True if a flaky failure with a rhythm of its own is unlikely to give the results that the claim predicts in this
/// order.
bool is_mixed(const std::vector<PlannedSession>& sessions, const Claim& claim) {
    int equal = 0, changes = 0, in_slot[2][2] = {};
    bool last = false;
    for (std::size_t i = 0; i < sessions.size(); ++i) {
        const bool fails = claim.story->predict(sessions[i].bad) == 1;
        if (i) ++(fails == last ? equal : changes);
        ++in_slot[i % 2][fails];
        last = fails;
    }
    return equal >= 3 && changes >= 3 && in_slot[0][0] && in_slot[0][1] && in_slot[1][0] && in_slot[1][1];
}

}  // namespace

void shuffle_sessions(std::vector<PlannedSession>& sessions, const std::vector<const Claim*>& claims, Random& random) {
    for (int attempt = 0; attempt < 60; ++attempt) {
        random.shuffle(sessions);
        if (std::all_of(claims.begin(), claims.end(), [&](const Claim* claim) { return is_mixed(sessions, *claim); }))
            return;
    }
}

}  // namespace testskew::attribute
