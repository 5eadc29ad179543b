#include "attribute/first_bad.hpp"

#include <cstddef>
#include <stdexcept>

namespace testskew::attribute {

FirstBad first_bad(int count, const std::vector<EntryResult>& log, int repeats) {
    if (count < 2) throw std::invalid_argument("first_bad: fewer than two entries");
    struct Seen {
        int F = 0, P = 0, U = 0;
    };
    std::vector<Seen> seen(static_cast<std::size_t>(count));
    for (const auto& [entry, result] : log) {
        if (entry < 0 || entry >= count) throw std::invalid_argument("first_bad: no such entry");
        auto& s = seen[static_cast<std::size_t>(entry)];
        ++(result == CellResult::F ? s.F : result == CellResult::P ? s.P : s.U);
    }
    const auto at = [&](int i) -> const Seen& { return seen[static_cast<std::size_t>(i)]; };
    FirstBad answer;
    int lo = 0, hi = count - 1;
    for (int i = 0; i < count; ++i) answer.contradicted = answer.contradicted || (at(i).F && at(i).P);
    answer.contradicted = answer.contradicted || at(0).F || at(count - 1).P;
    while (!answer.contradicted) {
        // The untried or decided entry nearest to the middle.
        int pick = -1;
        const int middle = lo + (hi - lo) / 2;
        for (int step = 0; step < hi - lo && pick < 0; ++step)
            for (const int candidate : {middle + step, middle - step})
                if (pick < 0 && candidate > lo && candidate < hi &&
                    (at(candidate).F || at(candidate).P || !at(candidate).U))
                    pick = candidate;
        if (pick < 0) break;
        if (!at(pick).F && !at(pick).P) {
            answer.next = {pick};
            return answer;
        }
        (at(pick).F ? hi : lo) = pick;
    }
    answer.last_good = lo;
    answer.first_bad = hi;
    if (answer.contradicted) return answer;
    for (int i = lo + 1; i < hi; ++i) answer.skipped.push_back(i);
    for (int i = 0; i < count; ++i)
        answer.contradicted = answer.contradicted || (i < lo && at(i).F) || (i > hi && at(i).P);
    if (answer.contradicted) return answer;
    // The boundary again, both sides at once. One that now gives nothing cannot be confirmed.
    if (at(hi).F < repeats && at(hi).U < repeats) answer.next.push_back(hi);
    if (at(lo).P < repeats && at(lo).U < repeats) answer.next.push_back(lo);
    answer.confirmed = answer.next.empty() && at(hi).F >= repeats && at(lo).P >= repeats;
    return answer;
}

}  // namespace testskew::attribute
