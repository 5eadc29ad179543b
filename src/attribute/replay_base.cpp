#include "attribute/replay.hpp"

namespace testskew::attribute {

const Entry* Replay::base_entry(int round, int index) const {
    for (const auto& entry : log_)
        if (entry.experiment.phase == "base" && entry.experiment.round == round && entry.experiment.index == index)
            return &entry;
    return nullptr;
}

bool Replay::base_round(int round, int pairs, const char* reason) {
    std::vector<int> order;
    for (int i = 0; i < 2 * pairs; ++i) order.push_back(i);
    Random random(q_.seed * 31 + static_cast<std::uint64_t>(round));
    random.shuffle(order);
    bool complete = true;
    for (const int index : order) {
        if (base_entry(round, index)) continue;
        complete = false;
        for (const auto& cluster : q_.clusters)
            wanted_.want(index % 2 ? none_ : all_, "base", false, round, index, cluster.id, reason);
    }
    return complete;
}

CellResult Replay::base_result(const Subject& subject, int round, int index) const {
    const Entry* entry = base_entry(round, index);
    if (!entry || (!entry->observation.as_planned && !entry->observation.actual)) return CellResult::U;
    if (entry->observation.actual && !(*entry->observation.actual == entry->experiment.assignment))
        return CellResult::U;
    const std::string* identity;
    return result_of(entry->observation, q_, subject, &identity);
}

bool Replay::base() {
    if (!base_round(0, 1, "the two sides, side by side")) return false;
    batch_parallel_ = 1;
    if (!base_round(1, 1, "the two sides again, each alone")) return false;
    // Different side by side, as expected alone: perhaps they share a port or a database.
    bool suspect = false;
    for (std::size_t c = 0; c < q_.clusters.size(); ++c) {
        if (!searchable(q_.clusters[c].kind)) continue;
        const Subject subject{static_cast<int>(c), {}, false};
        const bool alone = base_result(subject, 1, 0) == CellResult::F && base_result(subject, 1, 1) == CellResult::P;
        const bool beside = base_result(subject, 0, 0) == CellResult::F && base_result(subject, 0, 1) == CellResult::P;
        suspect = suspect || (alone && !beside);
    }
    if (suspect && !q_.options.exclusive) {
        if (!base_round(2, 2, "differed side by side: again, each alone")) return false;
        for (std::size_t c = 0; c < q_.clusters.size(); ++c) {
            if (!searchable(q_.clusters[c].kind)) continue;
            const Subject subject{static_cast<int>(c), {}, false};
            bool agree = true, differed = false;
            for (int i = 0; i < 2; ++i)
                agree = agree && base_result(subject, 1, i) == (i ? CellResult::P : CellResult::F);
            for (int i = 0; i < 4; ++i)
                agree = agree && base_result(subject, 2, i) == (i % 2 ? CellResult::P : CellResult::F);
            for (int i = 0; i < 2; ++i) differed = differed || base_result(subject, 0, i) != base_result(subject, 1, i);
            exclusive_ = exclusive_ || (agree && differed);
        }
    }
    if (exclusive_) parallel_ = 1;
    batch_parallel_ = 0;
    return true;
}

void Replay::first_cases(const std::vector<Subject>& subjects) {
    cases_.clear();
    for (const auto& subject : subjects) {
        Case c;
        c.subject = subject;
        c.flaky = subject.flaky;
        c.story.floor = none_;
        switch (kind(c)) {
            case ClusterKind::common:
                c.note = "fails on both sides in the same way: it follows none of the differences";
                break;
            case ClusterKind::reverse:
                c.note = "fails on the good side and passes on the bad one: swap the sides to attribute it";
                break;
            case ClusterKind::flaky: c.flaky = true; break;
            default: base_case(c);
        }
        cases_.push_back(std::move(c));
    }
}

void Replay::base_case(Case& c) const {
    if (q_.deltas.empty()) {
        c.note = "the two sides do not differ in anything that was looked at";
        return;
    }
    const bool one_sided = kind(c) == ClusterKind::one_sided;
    bool bad_fails = false, good_passes = false, beside_failed = false;
    for (int round = 0; round < 3; ++round)
        for (int i = 0; i < (round == 2 ? 4 : 2); ++i) {
            if (exclusive_ && round == 0) continue;
            const CellResult result = base_result(c.subject, round, i);
            if (i % 2 == 0) {
                bad_fails = bad_fails || result == CellResult::F;
                beside_failed = beside_failed || (round == 0 && result == CellResult::F);
                if (result == CellResult::P || result == CellResult::X) c.flaky = true;
            } else {
                good_passes = good_passes || result == CellResult::P;
                if (result == CellResult::F) c.flaky = true;
                if (result == CellResult::X) c.note = "fails on the good side too, in another way";
            }
        }
    if (c.flaky) {
        c.only_side_by_side = beside_failed && base_result(c.subject, 1, 0) == CellResult::P &&
                              base_result(c.subject, 2, 0) != CellResult::F;
        if (good_passes && !c.note.empty()) c.note.clear();
        return;
    }
    if (good_passes && !c.note.empty()) c.flaky = true, c.note.clear();
    if (!bad_fails && c.note.empty()) c.note = "the bad side's sessions gave no result";
    if (!good_passes && c.note.empty() && !one_sided) c.note = "the good side's sessions gave no result";
}

}  // namespace testskew::attribute
