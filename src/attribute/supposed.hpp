#pragma once
#include <functional>

#include "attribute/engine.hpp"

namespace testskew::attribute {

/// The deltas that have their bad value in what the failing tests of an experiment see: without those that only other
/// tests bring, if it runs the failing tests alone.
Bits seen_by_tests(const Question& question, const Experiment& experiment);

/// What a session would show if each cluster failed exactly where `fails(number, bad)` says so: the number of the
/// cluster in the question, and the deltas that have their bad value in what its tests see.
Observation supposed(const Question& question, const Experiment& experiment,
                     const std::function<bool(std::size_t, const Bits&)>& fails);

}  // namespace testskew::attribute
