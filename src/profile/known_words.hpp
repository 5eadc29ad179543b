#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Words of tests and of their configuration that only certain distributions understand.
namespace testskew::profile {

/// A word, and the distributions of which one is needed for it, separated by "|".
struct KnownWord {
    const char *word, *distributions;
    std::vector<std::string> any_of() const;
};

std::span<const KnownWord> known_options();   ///< options of pytest's command line, by their beginning
std::span<const KnownWord> known_keys();      ///< keys of pytest's configuration
std::span<const KnownWord> known_marks();     ///< NAME of pytest.mark.NAME
std::span<const KnownWord> known_fixtures();  ///< fixtures that a plugin gives
std::span<const KnownWord> known_modules();   ///< modules whose distribution has another name

/// The entry of a word; nullptr if the table has none.
const KnownWord* find_known(std::span<const KnownWord> table, std::string_view word);

}  // namespace testskew::profile
