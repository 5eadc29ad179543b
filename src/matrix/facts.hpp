#pragma once
#include <limits>
#include <string>
#include <vector>

#include "model/matrix.hpp"

/// The facts of many legs as columns of numbers, so that conditions on them are quick.
namespace testskew::matrix {

/// What a leg has in a column: the rank of its value among all values, from 1 on, or one of these.
using Rank = int;
constexpr Rank none = -1;                                 ///< the leg has no such thing
constexpr Rank unknown = -2;                              ///< its recordings do not say
constexpr Rank earliest = 0;                              ///< before all values; only of legs that are thought of
constexpr Rank latest = std::numeric_limits<int>::max();  ///< after all values; the same

/// One fact of all legs.
struct Column {
    Factor factor = Factor::host;
    std::string name;
    bool ordered = false;             ///< the values are releases
    bool hidden = false;              ///< the values are digests, which are not shown
    std::vector<std::string> values;  ///< each once, in order; rank 1 is the first
    std::vector<Rank> ranks;          ///< of each leg
    bool identity = true;             ///< LegFact::identity

    const std::string& value(Rank rank) const { return values[static_cast<std::size_t>(rank - 1)]; }
};

/// The columns of these runs, one row for each run, in the order of how telling they are: the interpreter, packages,
/// selection, variables, the operating system, the files, the machine. Values of variables that cannot be compared
/// count as there or not there.
std::vector<Column> columns(const std::vector<MatrixRun>& runs);

/// Where a column stands among others: less comes first.
int telling(const Column& column);

}  // namespace testskew::matrix
