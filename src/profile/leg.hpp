#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "profile/project.hpp"
#include "profile/settings.hpp"

/// A recording as a side: the leg that was recorded is set up again on this machine.
namespace testskew::profile {

/// The settings of the recording `asked`, as util/recording_name.hpp takes it apart, relative to the folder `from`;
/// nullopt if it names none. The notes of the settings say what of the leg is not known or cannot be had. Throws Error
/// (usage) if the file cannot be read or is no recording.
std::optional<Settings> leg_settings(const Project& project, const std::string& asked,
                                     const std::filesystem::path& from);

}  // namespace testskew::profile
