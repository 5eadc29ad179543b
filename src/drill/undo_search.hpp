#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace testskew::drill {

/// When a session undoes a change: right after the line that makes it, at the end of its module or test, or then and
/// with the project's modules forgotten that were imported meanwhile and may hold what was changed.
enum class UndoWhen { line, end, end_forgetting };

/// Changes that one session undoes, as indices of the suspects in ascending order.
struct Undoing {
    std::vector<size_t> suspects;
    UndoWhen when = UndoWhen::line;

    auto operator<=>(const Undoing&) const = default;
};

/// Runs a session that undoes these changes. Returns whether the tests give the other side's result in it, or nullopt
/// if no session can be run any more.
using TryUndoing = std::function<std::optional<bool>(const Undoing&)>;

struct UndoSearchOptions {
    bool quick = false;       ///< only the first suspect is tried
    bool forgetting = false;  ///< there are modules that can be forgotten
};

/// Finds one change of `count` suspects (the best first) whose undoing brings the other side's result, or two of which
/// each is enough, so that both have to be undone. What it returns was tried in a session just so. The best suspect is
/// tried alone first; then all of them together, and if that helps, the fewest of them are searched for by halving;
/// else the next few alone. Returns nullopt if no session showed any.
std::optional<Undoing> find_undoing(size_t count, const UndoSearchOptions& options, const TryUndoing& try_undoing);

}  // namespace testskew::drill
