#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drill/bench.hpp"
#include "drill/suspects.hpp"
#include "drill/undo_search.hpp"

namespace testskew::drill {

/// The most modules and tests that are named on a command line, to run them without all others.
inline constexpr size_t most_culprits = 30;

/// A module or test that is suspected for the state that it leaves changed.
struct Pollution {
    sides::Side side;                   ///< on which it runs before the failing tests
    std::vector<std::string> culprits;  ///< node ids of modules or tests
    const sides::Collected* where;      ///< what this side collects
    bool needed = false;                ///< the tests pass only after it; otherwise they fail after it
};

/// Finds the lines of the culprits that matter. A line is named only after a session showed it: the tests give the
/// other result when just its change is undone.
class PollutingLines {
public:
    PollutingLines(Bench& bench, const DrilledCluster& drilled, Pollution pollution)
        : bench_(bench), drilled_(drilled), pollution_(std::move(pollution)) {}

    /// The places that were shown: none, one, or two of which each is enough.
    std::vector<CausePlace> find();
    /// Why something could not be looked for.
    const Obstacle& obstacle() const { return obstacle_; }

private:
    struct Observed {
        std::optional<Recording> recording;
        CellResult result = CellResult::nothing;
    };
    /// A suspect, and all nodes that change the same piece of state.
    struct Piece {
        Suspect suspect;
        std::vector<std::string> ids;
        bool each = false;  ///< sessions showed that the change of each node is enough
    };

    /// The result of the tests where the polluter runs, and where it does not.
    CellResult polluted() const { return pollution_.needed ? CellResult::passes : CellResult::fails; }
    CellResult clean() const { return pollution_.needed ? CellResult::fails : CellResult::passes; }

    std::vector<Piece> pieces_of(const Recording& recording) const;
    std::vector<CausePlace> shown_among(const std::vector<Piece>& pieces, bool fresh);
    std::optional<bool> undo(const std::vector<Piece>& pieces, const Undoing& undoing);
    Piece narrowed(const Piece& piece, UndoWhen when);
    std::vector<CausePlace> watch(const Piece& piece, UndoWhen when);
    /// A session that observes `what`.
    runner::SessionSpec observing(const std::string& what, const std::string& reason) const;
    runner::SessionSpec watching(const Piece& piece) const;
    Observed observed(runner::SessionOutcome outcome);
    Observed observe(runner::SessionSpec spec);
    /// Of each test of the culprits that is none of the failing ones: whether it failed.
    std::map<std::string, bool> outcomes_of_culprits(const Recording& recording) const;
    bool is_victim(const std::string& test) const;
    bool can_watch_ahead(const Piece& piece) const;
    Observed observe_and_watch(const runner::SessionSpec& session, const Piece& piece);

    Bench& bench_;
    const DrilledCluster& drilled_;
    Pollution pollution_;
    std::map<std::string, bool> culprits_as_they_are_;  ///< where nothing is undone
    bool whole_ = false;                     ///< all tests are run, and not only the culprits and the failing ones
    std::optional<Observed> watched_ahead_;  ///< the session that looks for the line of the best suspect
    Obstacle obstacle_;
};

}  // namespace testskew::drill
