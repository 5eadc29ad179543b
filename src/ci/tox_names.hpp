#pragma once
#include <string>
#include <vector>

#include "ci/walk.hpp"

/// Which of tox's environments a leg means.
namespace testskew::ci {

/// The environments that tox-gh-actions and tox-gh choose for the runner's Python; empty if neither is configured.
/// `ini` is the text of the configuration, `all` what it declares.
std::vector<std::string> names_for_version(const std::string& ini, const Here& here,
                                           const std::vector<std::string>& all);

/// Of several environments: the one of the runner's own Python, else all with the newest one first.
std::vector<std::string> likeliest(std::vector<std::string> names, const std::string& version);

}  // namespace testskew::ci
