#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "profile/settings.hpp"

/// What the command line changes of a side: --bad-with "click<8.2", --good-env TZ=UTC, --files tracked.
namespace testskew::profile {

/// The values of each key in the order in which they were given. The keys are those of change_keys().
using Changes = std::map<std::string, std::vector<std::string>>;

/// One key of the changes, for the help: {"with", "REQUIREMENT", "a requirement more, or another one of a package"}.
struct ChangeKey {
    std::string name, value, help;
};

/// Every key that a change may have.
const std::vector<ChangeKey>& change_keys();

/// Adds all of `other` behind what is there.
void add_changes(Changes& changes, const Changes& other);

/// Changes the settings of a side, whose `extends` was followed. Relative paths are relative to the folder `from`.
/// `with` gets the lines of Profile::with. `prefix` begins the name of each option in messages, "--bad-". Throws
/// Error (usage) for an impossible value.
void apply_changes(const Changes& changes, const std::filesystem::path& from, const std::string& prefix,
                   Settings& settings, std::vector<std::string>& with);

}  // namespace testskew::profile
