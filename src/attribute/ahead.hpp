#pragma once
#include <vector>

#include "attribute/engine.hpp"

namespace testskew::attribute {

/// How many slots have to be idle before anything is run ahead. One session beside another makes that one slower, and
/// with two slots the guesses are wrong too often to pay for that (docs/cluster.md has the figures).
inline constexpr std::size_t least_idle = 2;

/// Experiments that the engine is likely to ask for after those of `step`, the likeliest first, at most `most`: what
/// runs in slots that would be idle while the sessions of `step` do. None if `most` is below least_idle.
///
/// They are found by asking the engine itself what it would want next for each outcome that a single cause of each
/// cluster would give. So they only pay for time with sessions. Whether the engine then asks for such a session does
/// not depend on how it came out, as it is chosen before its result is looked at: an answer that is known already is as
/// good as one of a session that is run now, and one that is not asked for is never looked at. (To give the engine all
/// results that there are was tried: it then sees sessions that its own search would not have chosen, and in worlds in
/// which one difference guards another it found the right sets less often.)
std::vector<Experiment> ahead(const Question& question, const Log& log, const Step& step, std::size_t most);

/// True if the session of one experiment is also that of the other: the same mixture in the same environment runs the
/// same tests.
bool same_session(const Experiment& one, const Experiment& other);

}  // namespace testskew::attribute
