#include "drill/undo_search.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace testskew::drill {
namespace {

constexpr size_t most_together = 2;  // of changes that are each enough, more than two are not told
constexpr size_t most_alone = 4;     // suspects that are tried alone
constexpr size_t most_at_end = 200;  // suspects that one session undoes
constexpr size_t most_by_line = 20;  // each of them is looked at after every line

class UndoSearch {
public:
    UndoSearch(size_t count, const UndoSearchOptions& options, const TryUndoing& try_undoing)
        : count_(count), options_(options), try_(try_undoing) {}

    std::optional<Undoing> find() {
        if (!count_) return std::nullopt;
        for (const auto when : {UndoWhen::line, UndoWhen::end})
            if (works({0}, when)) return Undoing{{0}, when};
        if (options_.quick) return std::nullopt;
        for (const auto when : {UndoWhen::line, UndoWhen::end, UndoWhen::end_forgetting}) {
            if (when == UndoWhen::end_forgetting && !options_.forgetting) continue;
            const auto all = best(when == UndoWhen::line ? most_by_line : most_at_end);
            if (!works(all, when)) continue;
            // If it is enough that modules are imported anew, nothing is shown of the changes.
            if (when == UndoWhen::end_forgetting && works({}, when)) return std::nullopt;
            if (auto found = fewest(all, when)) return found;
        }
        // Undoing all of them may do harm of its own.
        for (size_t next = 1; next < std::min(count_, most_alone); ++next)
            if (works({next}, UndoWhen::line)) return Undoing{{next}, UndoWhen::line};
        return std::nullopt;
    }

private:
    std::vector<size_t> best(size_t most) const {
        std::vector<size_t> result(std::min(count_, most));
        std::iota(result.begin(), result.end(), size_t{0});
        return result;
    }

    bool works(std::vector<size_t> suspects, UndoWhen when) {
        std::sort(suspects.begin(), suspects.end());
        Undoing undoing{std::move(suspects), when};
        const auto known = known_.find(undoing);
        if (known != known_.end()) return known->second;
        if (stopped_) return false;
        const auto result = try_(undoing);
        stopped_ = !result;
        if (result) known_.emplace(std::move(undoing), *result);
        return result.value_or(false);
    }

    /// Delta debugging as the engine does it: the last change of the shortest prefix that works is needed; with that
    /// one held, again. (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002.)
    std::optional<Undoing> fewest(std::vector<size_t> pool, UndoWhen when) {
        std::vector<size_t> chosen;
        while (chosen.size() < most_together && !pool.empty() && !stopped_) {
            const size_t last = shortest_prefix(pool, chosen, when) - 1;
            const size_t needed = pool[last];
            chosen.push_back(needed);
            pool.resize(last);
            if (works({needed}, when)) return Undoing{{needed}, when};
            if (chosen.size() > 1 && works(chosen, when)) {
                std::sort(chosen.begin(), chosen.end());
                return Undoing{chosen, when};
            }
        }
        return std::nullopt;
    }

    /// The length of the shortest prefix of the pool that works together with `chosen`; the whole pool does.
    size_t shortest_prefix(const std::vector<size_t>& pool, const std::vector<size_t>& chosen, UndoWhen when) {
        const auto prefix_works = [&](size_t length) {
            std::vector<size_t> suspects(pool.begin(), pool.begin() + static_cast<std::ptrdiff_t>(length));
            suspects.insert(suspects.end(), chosen.begin(), chosen.end());
            return works(std::move(suspects), when);
        };
        // The best suspects come first, so the steps begin small.
        size_t fails = 0, passes = pool.size();
        for (size_t length = 1; length < passes; length *= 2) {
            if (prefix_works(length)) {
                passes = length;
                break;
            }
            fails = length;
        }
        while (passes - fails > 1) {
            const size_t middle = fails + (passes - fails) / 2;
            (prefix_works(middle) ? passes : fails) = middle;
        }
        return passes;
    }

    size_t count_;
    const UndoSearchOptions& options_;
    const TryUndoing& try_;
    std::map<Undoing, bool> known_;
    bool stopped_ = false;
};

}  // namespace

std::optional<Undoing> find_undoing(size_t count, const UndoSearchOptions& options, const TryUndoing& try_undoing) {
    return UndoSearch(count, options, try_undoing).find();
}

}  // namespace testskew::drill
