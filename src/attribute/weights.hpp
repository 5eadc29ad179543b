#pragma once
#include <vector>

#include "attribute/question.hpp"

namespace testskew::attribute {

/// How likely each delta is to be the cause of a cluster, as far as is known before it is searched for; the sum is 1.
/// A search that halves by these instead of by number asks for fewer sessions where they are right (Huffman, "A method
/// for the construction of minimum-redundancy codes", 1952). Half of the whole is shared equally, so that where they
/// are wrong it asks for one more at most. The rest is shared by the factors, according to their priors, and if
/// evidence points to deltas, by these too.
std::vector<double> weights(const Question& question, const ClusterQuestion& cluster);

}  // namespace testskew::attribute
