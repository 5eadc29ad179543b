#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"

namespace testskew {

enum class VerdictKind { proven, supported, interaction, ruled_out, unproven, untestable };

/// How many sessions gave which result.
struct Cell {
    int F = 0, P = 0, X = 0, U = 0;
    int sessions() const { return F + P + X + U; }
};

/// What the experiments say of one factor, for one cluster.
struct Verdict {
    std::string factor;
    VerdictKind kind = VerdictKind::unproven;
    Cell repair, induce;
    double p = 1;  ///< of Fisher's exact test, one-sided, over the confirming sessions
    Role role = Role::none;
    std::vector<std::string> given;         ///< the factors that have to be repaired before this one is proven (layers)
    std::vector<std::string> jointly_with;  ///< the factors without which this one cannot be swapped (a weld)
    bool context_dependent = false;
    std::string reason;        ///< one clause for people
    bool unexplained = false;  ///< `reason` says no more than that no cause was shown
};

/// A line of the project, or a whole file if `line` is 0, from which a failure comes.
struct CausePlace {
    std::string path;
    int line = 0;
    std::string what;  ///< "puts a MagicMock into sys.modules['webdashboard.store'] when it is collected"
};
/// A package in whose versions the sides differ.
struct CausePackage {
    std::string name, bad, good, first_bad;
    std::string last_good = {};  ///< the release next to `first_bad` that passes; "" if that is not known
    std::map<std::string, std::string> released =
        {};                  ///< version -> the day on which it came out, "2024-08-27", of those that are known
    bool otherwise = false;  ///< `first_bad` fails in another way than `bad`, so another change may begin there

    bool behind = false;  ///< it belongs to a failure that hides behind this one

    /// True if the two neighbouring releases are known between which this failure begins.
    bool narrowed() const { return !first_bad.empty() && !last_good.empty() && !otherwise; }
    /// The nearest two releases of which one passes and the other fails in this way. These are the releases of the two
    /// sides if no nearer ones are known.
    const std::string& passing() const { return narrowed() ? last_good : good; }
    const std::string& failing() const { return narrowed() ? first_bad : bad; }
};
/// The value of a variable on one side.
struct CauseValue {
    std::string text;
    bool shown = true;  ///< false: the value is for nobody's eyes, and `text` is empty
};
/// A variable of the environment that the sides do not set alike; nullopt on the side that does not set it.
struct CauseVariable {
    std::string name;
    std::optional<CauseValue> bad, good;
    bool behind = false;  ///< it belongs to a failure that hides behind this one
};
/// The interpreters of the sides; all are minor versions.
struct CauseInterpreter {
    std::string bad, good, first_bad;
    bool behind = false;  ///< it belongs to a failure that hides behind this one
};
/// A part of a library that one side has and the other does not.
struct CauseApi {
    std::string name, what, since, until, instead;
    std::string package = {};  ///< of whose releases `since` and `until` are; "": of Python's versions
};

/// What a cluster's failure was shown to follow.
struct Cause {
    std::vector<std::string> factors;
    VerdictKind verdict = VerdictKind::unproven;
    Relation relation = Relation::none;
    std::string summary;  ///< one sentence
    bool summary_tells_parts =
        false;                        ///< it tells the places, packages, variables, files, interpreter and layers below
    bool summary_tells_sets = false;  ///< it names the deltas of `sets` and tells how they belong together
    std::vector<std::vector<std::string>> sets;  ///< minimal failing sets of deltas, by name
    std::vector<std::string> layers;
    std::vector<CausePlace> at;
    std::vector<CausePackage> packages;
    std::vector<CauseVariable> variables;
    std::vector<std::string> files;
    std::optional<CauseInterpreter> interpreter;
    int sessions = 0;      ///< confirming sessions that agreed
    int environments = 0;  ///< in how many distinct hybrids
    std::vector<CauseApi> api;
};

/// What was found out about one cluster.
struct ClusterAttribution {
    int cluster = 0;
    int problem = 0;  ///< clusters of one problem share one shown cause
    bool flaky = false;
    std::vector<Verdict> verdicts;
    std::optional<Cause> cause;
    std::string note;  ///< why nothing was shown
};

/// A delta as a session's plan names it.
struct DeltaName {
    std::string factor, delta;
};

/// One session, as the report lists it.
struct SessionSummary {
    std::string id;
    Phase phase = Phase::base;
    SideName from = SideName::bad;                    ///< the side that all but `taken` comes from
    std::vector<DeltaName> taken;                     ///< what came from the other side
    std::string predicted;                            ///< "", "F", "P"
    std::vector<std::pair<int, CellResult>> results;  ///< by cluster
    bool as_planned = true;
    std::vector<std::string> command;
    std::string environment;  ///< "e3"
    std::string recording;    ///< relative to the run folder
    double seconds = 0;
    std::string reason;  ///< why it was run (--explain-plan)
};

struct Attribution {
    bool done = false;  ///< false: none of the differences was tested
    std::vector<ClusterAttribution> clusters;
    std::vector<SessionSummary> sessions;
    std::string stopped;         ///< "budget", "interrupted", "files changed", ...
    bool one_at_a_time = false;  ///< sessions disagreed side by side and agreed alone: no two ran together afterwards
};

}  // namespace testskew
