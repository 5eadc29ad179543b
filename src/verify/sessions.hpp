#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compare/side_view.hpp"
#include "verify/judge.hpp"
#include "verify/verify.hpp"

namespace testskew::verify {

/// The recordings of one side: now, and with the change undone.
struct Seen {
    std::vector<std::unique_ptr<Recording>> alone, whole;            ///< now
    std::vector<std::unique_ptr<Recording>> then_alone, then_whole;  ///< with the change undone
};

/// Which of the four kinds of session a session is.
using Kind = std::vector<std::unique_ptr<Recording>> Seen::*;

/// Asks for sessions of the sides and keeps what they recorded.
class Sessions {
public:
    Sessions(runner::SessionRunner& runner, const Question& question)
        : runner_(runner), question_(question), seen_(question.sides.size()) {}

    /// Plans a session of a side. With `ids` only these tests run.
    void plan(std::size_t side, Kind kind, const std::vector<std::string>& ids, const std::string& reason);
    /// Runs what was planned. Throws Error if the whole selection of a side could not be started.
    void run();

    const Seen& of(std::size_t side) const { return seen_[side]; }
    /// The first session of the whole selection of a side, which must have run.
    const Recording& whole(std::size_t side) const { return *seen_[side].whole.front(); }
    /// What these sessions of a side said of the tests of a problem.
    Sightings sightings(std::size_t side, const Problem& problem, const std::vector<Kind>& kinds) const;
    /// What these sessions of a side said of one test: whether it fails or passes.
    std::vector<Sighting> results(std::size_t side, const std::string& id, const std::vector<Kind>& kinds) const;

private:
    struct Planned {
        std::size_t side;
        Kind kind;
        runner::SessionSpec spec;
        bool named;
    };
    runner::SessionRunner& runner_;
    const Question& question_;
    std::vector<Seen> seen_;
    std::vector<Planned> planned_;
};

/// The tests of a problem, each once, without those that no node id names.
std::vector<std::string> ids_of(const Problem& problem);

/// How a test fails in a session, in one line; "" if it does not.
std::string error_of(const Recording& recording, const std::string& id);

/// Whether the tests of a problem can be run without the others.
bool runs_alone(const Problem& problem);

}  // namespace testskew::verify
