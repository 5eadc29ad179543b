#pragma once
#include "model/enums.hpp"
#include "model/rate.hpp"

/// A sequential test of whether a failure comes more often on one side than on the other.
namespace testskew::attribute {

/// The probability of saying that two equal rates differ, at most, however often one looks and whenever one stops.
inline constexpr double rate_error = 0.05;

/// The bounds of a true rate of which `failed` of `sessions` were seen, which hold at every look at once with an error
/// of at most rate_error: all rates against which the mixture of Krichevsky and Trofimov is less than 1 / rate_error
/// times as likely (Robbins, Statistical methods related to the law of the iterated logarithm, 1970).
SideRate rate_of(int failed, int sessions);

/// How much likelier it is to see a failure in `one` pairs on one side alone, and in `other` pairs on the other side
/// alone, if the rates differ than if they do not.
///
/// Where the sides make no difference, each of the two sessions of such a pair was as likely to be the failing one: a
/// fair coin, also where the two disturb each other, or where the rate drifts. The e-value bets on a coin of unknown
/// bias, by the mixture of Krichevsky and Trofimov (The performance of universal encoding, 1981). It is below 20 at
/// all looks with a probability of 95 % if the coin is fair (Ville, 1939).
double rate_evidence(int one, int other);

/// Adds a pair of sessions, and says what all pairs show by now, but for the bounds of the rates. A pair counts if both
/// sessions gave a result: the failure came (`fails`), or its tests passed (`passes`).
void add_pair(RateComparison& rates, CellResult bad, CellResult good);

/// Works out the bounds of both rates.
void set_bounds(RateComparison& rates);

}  // namespace testskew::attribute
