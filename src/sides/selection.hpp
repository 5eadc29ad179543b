#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"
#include "sides/collected.hpp"
#include "sides/options_units.hpp"

namespace testskew::sides {

/// In what the selections of the two sides differ, each piece of which can be swapped alone.
struct SelectionDifferences {
    Selection bad, good;
    Collected bad_collected, good_collected;
    std::vector<OptionDifference> options;
    bool invocation = false;  ///< pytest against python -m pytest
    bool targets = false;     ///< the targets as they are written: which conftest files are early, the order of modules
    std::vector<std::string> modules;  ///< collected by one side only
    std::vector<std::string> tests;  ///< selected by one side only, in a module of both, if a target names single tests

    /// How many bits mixed_selection takes: options, invocation, targets, modules, tests, in this order.
    size_t count() const { return options.size() + invocation + targets + modules.size() + tests.size(); }
};

/// Compares two selections by what their sessions collected. If their targets are written the same, no module and no
/// test is a difference: that other ones were collected follows from something else (a file, a plugin).
SelectionDifferences selection_differences(const Selection& bad, const Collected& bad_collected, const Selection& good,
                                           const Collected& good_collected);

/// The selection of a hybrid. Modules and tests are left out by --ignore and --deselect and added as targets, never by
/// -k, so that targets and options stay as their side wrote them. nullopt if nothing would be left to collect.
std::optional<Selection> mixed_selection(const SelectionDifferences& differences, const std::vector<bool>& take_good);

/// How many tests of a cluster stand for it in a session that need not run all of them.
inline constexpr size_t representatives = 3;

/// The same selection with single tests as targets: the failing tests alone.
Selection isolated_selection(const Selection& selection, const std::vector<std::string>& ids,
                             const Collected& collected);

}  // namespace testskew::sides
