#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/attribution.hpp"
#include "sides/factors.hpp"
#include "util/secrets.hpp"

namespace testskew::drill {

/// The names of the two sides.
struct SideNames {
    std::string bad, good;
};

/// What a report may show of a variable's value; nullopt if the variable is not set. The value is not shown if the name
/// looks secret, if it is long or holds a secret, or if it is that of the shell (`inherited`) and the variable is no
/// setting that is well known (TZ, LANG, PYTHON*).
std::optional<CauseValue> shown_value(const std::string& name, const std::optional<std::string>& value,
                                      const std::optional<std::string>& inherited, const Secrets& secrets);

/// One sentence for one delta of a cause: "TZ is 'EST5EDT' in ci and 'UTC' in local". For what is found by drilling
/// there are others below.
std::string sentence(const sides::SwapDelta& delta, const SideNames& names);

/// "httpx 0.28.0 is the first release that fails (0.28.1 in ci, 0.27.2 in local)"; if the bad side has the older
/// one: "... is the last release that fails".
std::string sentence(const CausePackage& package, bool bad_is_newer, const SideNames& names, bool otherwise = false);

/// "Python 3.11 fails and 3.12 passes with the same packages". `neighbour` is the minor version next to the first bad
/// one that passes.
std::string sentence(const CauseInterpreter& interpreter, const std::string& neighbour, const SideNames& names);

/// "X is set in local and not in ci".
std::string sentence(const CauseVariable& variable, const SideNames& names);

/// The sentences of all minimal sets as one: one set of one delta is its sentence; several deltas are needed together;
/// of several sets each is enough. Places that all do the same are said once.
std::string joined(const std::vector<std::vector<std::string>>& sets);

/// "1.1, 1.2, 1.3 and 4 more in between could not be tried: they would have to be compiled, which takes too long".
/// `would_compile` are those for which that is why.
std::string not_tried(const std::vector<std::string>& versions, const std::vector<int>& skipped,
                      const std::set<int>& would_compile);

/// "a", "a and b", "a, b and c".
std::string enumerated(const std::vector<std::string>& words);

}  // namespace testskew::drill
