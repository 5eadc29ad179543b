#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/profile.hpp"
#include "sides/collected.hpp"
#include "sides/options_units.hpp"

namespace testskew::sides {

/// The differences between the selections of the two sides. Each piece can be swapped alone.
struct SelectionDifferences {
    Selection bad, good;
    Collected bad_collected, good_collected;
    std::vector<OptionDifference> options;
    bool invocation = false;  ///< one side starts `pytest` and the other one `python -m pytest`
    /// The targets are written differently: they decide which conftest files are loaded early, and the order of the
    /// modules.
    bool targets = false;
    std::vector<std::string> modules;  ///< modules that only one side collected
    /// Tests that only one side selected, in a module of both, if a target names single tests.
    std::vector<std::string> tests;

    /// The number of bits that mixed_selection takes: options, invocation, targets, modules, tests, in this order.
    size_t count() const { return options.size() + invocation + targets + modules.size() + tests.size(); }
};

/// Compares two selections by what their sessions collected. If their targets are written the same, modules and tests
/// are no differences: if the sessions collected different ones, something else caused it (a file, a plugin).
SelectionDifferences selection_differences(const Selection& bad, const Collected& bad_collected, const Selection& good,
                                           const Collected& good_collected);

/// The selection of a hybrid. Modules and tests are left out by --ignore and --deselect and added as targets, never by
/// -k, so that targets and options stay as their side wrote them. nullopt if nothing would be left to collect.
std::optional<Selection> mixed_selection(const SelectionDifferences& differences, const std::vector<bool>& take_good);

/// pytest ends a session at once if something cannot be collected. With this option it runs what it has collected.
inline constexpr const char* go_on_collecting = "--continue-on-collection-errors";

/// Adds that option to the selection, unless it has it.
void go_on_after_collection_errors(Selection& selection);

/// The number of tests that represent a cluster in a session that need not run all of them.
inline constexpr size_t representatives = 3;

/// The same selection with only these tests as targets, so that the failing tests run alone.
Selection isolated_selection(const Selection& selection, const std::vector<std::string>& ids,
                             const Collected& collected);

}  // namespace testskew::sides
