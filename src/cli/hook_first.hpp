#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "cli/hook_place.hpp"
#include "hook/order.hpp"
#include "model/profile.hpp"

namespace testskew::cli {

/// The test modules of a checkout, and those of them that come first.
class FirstModules {
public:
    /// `project` is the project in the checkout. `changed` are paths relative to the top of the work tree, `failed` ids
    /// of tests that failed last.
    FirstModules(const HookPlace& place, const std::filesystem::path& project, const std::vector<std::string>& changed,
                 const std::vector<std::string>& failed);

    /// The modules that a profile runs before all others; none if all tests run at once: because nothing is known to
    /// come first, because more than half would, because its targets are no paths, or because all of them took less
    /// than ten seconds the last time. `whole_seconds` is what they took, 0 if that is not known.
    std::vector<std::string> of(const Profile& profile, double whole_seconds) const;

private:
    std::filesystem::path project_;
    std::vector<std::string> all_, first_;
};

}  // namespace testskew::cli
