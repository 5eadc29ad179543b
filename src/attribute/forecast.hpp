#pragma once
#include "attribute/engine.hpp"

namespace testskew::attribute {

/// What is about to come, if nothing surprises.
struct Forecast {
    int sessions = 0;
    double seconds = 0;  ///< of wall time
};

/// What the engine will still ask for after `log`: it is played on with invented results, in which each failure follows
/// its first suspect, or one difference in the middle of the list where evidence points nowhere. A session takes
/// `least` seconds and what its tests take (Delta::seconds). The first two sessions, which compared the sides, are not
/// counted. This is an estimate for those who wait: a failure that follows several differences, or nothing, takes more.
Forecast forecast(const Question& question, Log log, double least);

}  // namespace testskew::attribute
