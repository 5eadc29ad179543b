#pragma once
#include <boost/dynamic_bitset.hpp>
#include <vector>

#include "matrix/facts.hpp"

namespace testskew::matrix {

/// Some of the legs.
using LegSet = boost::dynamic_bitset<>;

/// A condition on one column: a range of ranks, or everything else, or that there is none.
struct Test {
    std::size_t column = 0;
    Rank low = 1, high = latest;  ///< what is there and in this range
    bool negated = false;         ///< everything but this range, and what is not there
    bool absent = false;          ///< that it is not there
    MatrixCondition condition;    ///< the same for readers
    int order = 0;                ///< the most natural ones first

    /// Whether a leg with that rank meets the condition. The rank must not be `unknown`.
    bool met(Rank rank) const;
};

/// The shortest release that lies above `below` and not above `value`: "2.3" for 2.2.6 and 2.3.1.
std::string boundary(const std::string& below, const std::string& value);

/// The conditions that all legs of `all` meet and that some of `others` do not, of the columns that are known of all of
/// them. The narrowest of each kind and column.
std::vector<Test> common_tests(const std::vector<Column>& columns, const LegSet& all, const LegSet& others);

/// Every condition of these columns that some of the legs meet and others do not.
std::vector<Test> all_tests(const std::vector<Column>& columns, const LegSet& legs);

/// The legs of `legs` that meet the condition.
LegSet meeting(const Test& test, const std::vector<Column>& columns, const LegSet& legs);

}  // namespace testskew::matrix
