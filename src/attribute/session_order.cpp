#include "attribute/session_order.hpp"

#include <algorithm>

#include "attribute/schedule.hpp"

namespace testskew::attribute {

namespace {

constexpr int most_attempts = 60, most_orders = 12;

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

/// When the last of the sessions ends. The constant stands for what every session takes, however little it runs.
double end_of(const std::vector<PlannedSession>& sessions, const Question& question) {
    std::vector<double> seconds;
    for (const auto& session : sessions) seconds.push_back(1 + price(question, session.bad));
    return makespan(seconds, at_a_time(question.options, question.options.exclusive));
}

/// Draws an order that is mixed for every claim. The last one that was drawn is taken if there is none.
void draw(std::vector<PlannedSession>& sessions, const std::vector<const Claim*>& claims, Random& random) {
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        random.shuffle(sessions);
        if (std::all_of(claims.begin(), claims.end(), [&](const Claim* claim) { return is_mixed(sessions, *claim); }))
            return;
    }
}

}  // namespace

void shuffle_sessions(std::vector<PlannedSession>& sessions, const std::vector<const Claim*>& claims,
                      const Question& question, Random& random) {
    draw(sessions, claims, random);
    const bool differ = std::any_of(question.deltas.begin(), question.deltas.end(),
                                    [](const Delta& delta) { return delta.seconds != 0; });
    for (int order = 1; differ && order < most_orders; ++order) {
        auto other = sessions;
        draw(other, claims, random);
        if (end_of(other, question) < end_of(sessions, question)) sessions = std::move(other);
    }
}

}  // namespace testskew::attribute
