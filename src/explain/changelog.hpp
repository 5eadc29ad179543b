#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/comparison.hpp"

/// What a package's own changelog says of a release. It is the package's word, and it is quoted as such.
namespace testskew::explain {

/// The entries that a changelog (reStructuredText, Markdown or plain) has of one release, each on one line. Empty if
/// the changelog does not tell of that release.
std::vector<std::string> changelog_entries(std::string_view changelog, std::string_view version);

/// The names by which an entry can be known to be about a failure, the most telling ones first: what an exception is
/// about, what its message quotes, the functions that it went through, and the names on the lines of the project.
struct TellingWords {
    std::vector<std::string> strong, weak;
};
TellingWords telling_words(const Cluster& cluster);

/// The entry that speaks most of these words; nullopt if none speaks of a strong one or of two weak ones.
std::optional<std::string> fitting_entry(const std::vector<std::string>& entries, const TellingWords& words);

}  // namespace testskew::explain
