#include "attribute/first_bad.hpp"

#include <algorithm>
#include <cstddef>
#include <stdexcept>

namespace testskew::attribute {

namespace {

/// How often an entry gave which result.
struct Seen {
    int fails = 0, passes = 0, nothing = 0;

    bool decided() const { return fails || passes; }
    bool can_be_tried() const { return decided() || !nothing; }
    bool contradictory() const { return fails && passes; }
};

std::vector<Seen> counted(int count, const std::vector<EntryResult>& log) {
    std::vector<Seen> seen(static_cast<std::size_t>(count));
    for (const auto& [entry, result] : log) {
        if (entry < 0 || entry >= count) throw std::invalid_argument("first_bad: no such entry");
        auto& s = seen[static_cast<std::size_t>(entry)];
        ++(result == CellResult::fails ? s.fails : result == CellResult::passes ? s.passes : s.nothing);
    }
    return seen;
}

/// The entry between the two that is nearest to the middle and can be tried; nullopt if there is none.
std::optional<int> nearest_to_middle(const std::vector<Seen>& seen, int low, int high) {
    const int middle = low + (high - low) / 2;
    for (int step = 0; step < high - low; ++step)
        for (const int entry : {middle + step, middle - step})
            if (entry > low && entry < high && seen[static_cast<std::size_t>(entry)].can_be_tried()) return entry;
    return std::nullopt;
}

/// True if a bad entry lies below the boundary, or a good one above it.
bool out_of_order(const std::vector<Seen>& seen, int last_good, int first_bad) {
    for (int i = 0; i < static_cast<int>(seen.size()); ++i) {
        const auto& s = seen[static_cast<std::size_t>(i)];
        if ((i < last_good && s.fails) || (i > first_bad && s.passes)) return true;
    }
    return false;
}

}  // namespace

FirstBad first_bad(int count, const std::vector<EntryResult>& log, int repeats) {
    if (count < 2) throw std::invalid_argument("first_bad: fewer than two entries");
    const auto seen = counted(count, log);
    const auto at = [&](int i) -> const Seen& { return seen[static_cast<std::size_t>(i)]; };
    FirstBad answer;
    int low = 0, high = count - 1;
    answer.contradicted = at(low).fails || at(high).passes ||
                          std::any_of(seen.begin(), seen.end(), [](const Seen& s) { return s.contradictory(); });
    while (!answer.contradicted) {
        const auto pick = nearest_to_middle(seen, low, high);
        if (!pick) break;
        if (!at(*pick).decided()) {
            answer.next = {*pick};
            return answer;
        }
        (at(*pick).fails ? high : low) = *pick;
    }
    answer.last_good = low;
    answer.first_bad = high;
    if (answer.contradicted) return answer;
    for (int i = low + 1; i < high; ++i) answer.skipped.push_back(i);
    answer.contradicted = out_of_order(seen, low, high);
    if (answer.contradicted) return answer;
    // Both sides of the boundary are tried again, at the same time. An entry that gave no result too often cannot be
    // confirmed.
    if (at(high).fails < repeats && at(high).nothing < repeats) answer.next.push_back(high);
    if (at(low).passes < repeats && at(low).nothing < repeats) answer.next.push_back(low);
    answer.confirmed = answer.next.empty() && at(high).fails >= repeats && at(low).passes >= repeats;
    return answer;
}

}  // namespace testskew::attribute
