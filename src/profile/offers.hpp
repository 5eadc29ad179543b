#pragma once
#include <set>
#include <string>
#include <vector>

#include "profile/named_groups.hpp"
#include "profile/needs.hpp"

namespace testskew::profile {

/// An extra, group or file that is installed because the tests need something that only it has.
struct TakenOffer {
    NamedGroup group;
    std::string note;  ///< "the extra qa is installed, too: --cov in the addopts of pyproject.toml needs pytest-cov"
};

/// Which of the offers the tests need. `provided` are the normalised names of what is installed anyway. The offer that
/// meets most of the needs comes first. Sets for documentation, linting and the like count only for pytest's plugins.
std::vector<TakenOffer> needed_offers(const std::vector<NamedGroup>& offers, const std::vector<Need>& needs,
                                      std::set<std::string> provided);

}  // namespace testskew::profile
