#pragma once
#include <optional>
#include <string>
#include <string_view>

/// The small closed sets of words that testskew is about: each is one enum here, and its names are what files and
/// reports show.
namespace testskew {

/// One way in which the two sides can differ.
enum class Factor { interpreter, packages, environ, files, selection, host };

/// Which of the two sides: the one whose failure is to be explained, or the one that it is compared with.
enum class SideName { bad, good };

/// Why a session was run: the step of the whole investigation that asked for it.
enum class Phase { base, one_sided, raise, isolate, search, minimality, hit, confirm, recheck, drill, observe, repeat };

/// How the deltas of a cause belong together. `none`: no relation was found out.
enum class Relation { none, single, all_needed, any_enough, mixed, rate };

/// What a factor is for a failure that it does not explain alone. `none`: neither was shown.
enum class Role { none, needed, enough };

/// The result of one cluster in one session ("Same failure" in docs/fingerprints.md): its failure came, its tests
/// passed, another failure came, or nothing can be said.
enum class CellResult { fails, passes, other, nothing };

/// What collecting one module, package or folder gave.
enum class CollectOutcome { passed, failed, skipped };

std::string to_string(Factor factor);           ///< "interpreter", "packages", ...
std::string to_string(SideName side);           ///< "bad", "good"
std::string to_string(Phase phase);             ///< "base", "one-sided", ...
std::string to_string(Relation relation);       ///< "", "single", "all-needed", ...
std::string to_string(Role role);               ///< "", "needed", "enough"
std::string to_string(CellResult result);       ///< the letter
std::string to_string(CollectOutcome outcome);  ///< "passed", "failed", "skipped"

/// The letter that tables and files have for a result: F, P, X or U.
char letter(CellResult result);

/// The result of such a letter; nullopt if no result has it.
std::optional<CellResult> cell_result_of(char letter);

/// The value that to_string names so; nullopt if none is. For each enum of this file.
template <typename Enum>
std::optional<Enum> find_value(std::string_view name);

/// The same, for names that must be known. Throws Error ("no factor is called 'colour'").
template <typename Enum>
Enum from_string(std::string_view name);

/// The other side.
constexpr SideName other(SideName side) { return side == SideName::bad ? SideName::good : SideName::bad; }

}  // namespace testskew
