#pragma once
#include <algorithm>
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
    Factor factor = Factor::interpreter;
    VerdictKind kind = VerdictKind::unproven;
    Cell repair, induce;
    double p = 1;  ///< of the one-sided Fisher's exact test over the confirming sessions
    Role role = Role::none;
    std::vector<std::string> given;    ///< the deltas that have to be repaired before this one is proven (layers)
    std::vector<Factor> jointly_with;  ///< the factors without which this one cannot be swapped (a weld)
    bool context_dependent = false;
    VerdictReason reason = VerdictReason::none;
};

/// A delta by its name.
struct DeltaName {
    Factor factor = Factor::interpreter;
    std::string delta;
};

/// Something that a module or test leaves changed in the state of the process.
struct CauseDeed {
    StateKind kind = StateKind::other;
    std::string name;                          ///< of what is changed: "app.store", "TZ", "app.money:Rates.usd"
    std::optional<std::string> before, after;  ///< a few words each; nullopt: it was not there
    /// True if it is done while the module is collected, false if `test` does it.
    bool collected = false;
    std::string test;  ///< for example "test_export"; "" if the module as a whole does it

    bool operator==(const CauseDeed&) const = default;
};
/// What a line does by which a failure comes, as far as that was seen.
struct CauseTouch {
    TouchKind kind = TouchKind::code;
    std::string name;       ///< of the file; the statement if kind is code
    std::string bad, good;  ///< the modes that a file has on each side

    bool operator==(const CauseTouch&) const = default;
};
/// A line of the project, or a whole file if `line` is 0, from which a failure comes.
struct CausePlace {
    std::string path;
    int line = 0;
    std::optional<CauseDeed> deed = {};  ///< what is done there, if that is known
    /// The file that the line called and that changes the state; "" if the line itself changes it.
    std::string through = {};
    int through_line = 0;
    /// True if a session showed the deed: with just this change undone, the failing tests gave the other side's result.
    bool shown = false;
    std::optional<CauseTouch> touch = {};  ///< instead of a deed

    bool operator==(const CausePlace&) const = default;
};
/// What a module or test that runs on one side only does to the failing tests.
struct CausePollution {
    bool needed = false;                ///< the tests pass only after it; otherwise they fail after it
    CausePlace place;                   ///< the line that changes the state; without line and deed if none was shown
    int tests = 0;                      ///< how many tests fail
    std::string test;                   ///< the id of the failing test, if it is only one
    std::vector<CausePlace> also = {};  ///< other lines, each of which is enough without that at `place`
    std::string culprit = {};           ///< the test that does it, if it is one, and none of its lines was shown
};
/// One difference of the two sides that belongs to a cause. What the engine does not know of it is filled in when the
/// cause is looked into.
struct CauseDelta {
    int index = 0;  ///< its place among the deltas of the two sides
    Factor factor = Factor::interpreter;
    std::string name;
    DeltaKind kind = DeltaKind::interpreter;
    /// The values as a report shows them; never those of a variable, which may be secret.
    std::optional<std::string> bad, good;
    bool opened = false;                      ///< the drill-down looked inside it
    bool told = true;                         ///< if false, it says no more than the other deltas of its set
    std::vector<std::string> paths;           ///< the paths that matter inside a folder that one side lacks
    std::optional<CausePollution> pollution;  ///< only for a piece of the selection
};
/// A minimal failing set.
struct CauseSet {
    std::vector<CauseDelta> deltas;
    bool welded = false;  ///< the deltas can only be exchanged together, so nothing shows which of them is the cause
    std::vector<std::vector<int>> blocks = {};  ///< the same of a part of them, by CauseDelta::index
};
/// A package in whose versions the sides differ.
struct CausePackage {
    std::string name, bad, good, first_bad;
    std::string last_good = {};  ///< the release next to `first_bad` that passes; "" if that is not known
    std::map<std::string, std::string> released =
        {};                  ///< version -> the day on which it came out ("2024-08-27"), as far as that is known
    bool otherwise = false;  ///< `first_bad` fails in another way than `bad`, so another change may begin there

    bool behind = false;        ///< it belongs to a failure that hides behind this one
    bool bad_is_newer = true;   ///< if false, `first_bad` is the last release that fails
    bool fails_before = false;  ///< `last_good` fails, too, by the failure that hides behind this one

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
    bool shown = true;  ///< if false, the value may be secret, and `text` is empty
};
/// A variable of the environment that differs between the sides. Its value is nullopt on the side that does not set it.
struct CauseVariable {
    std::string name;
    std::optional<CauseValue> bad, good;
    bool behind = false;  ///< it belongs to a failure that hides behind this one
};
/// The interpreters of the sides; all are minor versions.
struct CauseInterpreter {
    std::string bad, good, first_bad;
    bool behind = false;         ///< it belongs to a failure that hides behind this one
    std::string last_good = {};  ///< the version next to `first_bad` that passes; "" if that is not known
    std::string bad_build = {}, good_build = {};  ///< two builds of one minor version: their versions, or their paths
    bool builds_by_path = false;
};
/// The part of a name that one side has and the other does not, or that behaves differently there.
struct ApiPart {
    ApiKind kind = ApiKind::name;
    std::vector<std::string> names = {};  ///< of the parameters, the operator, or the version that begins to warn
    bool by_platform = false;             ///< it depends on the platform and on how Python was built
    std::string patch = {};               ///< the patch release of an older version that has it too; "" if none has
    ApiSpan span = ApiSpan::since;        ///< of a behaviour
    std::string release = {}, text = {};  ///< only for a behaviour: which release has it, and what it is

    bool operator==(const ApiPart&) const = default;
};
/// A part of a library that one side has and the other does not.
struct CauseApi {
    std::string name;
    ApiPart what;
    std::string since, until, instead;
    /// The package whose releases `since` and `until` are; "" if they are versions of Python.
    std::string package = {};
    /// Where the exception that showed it was swallowed, for example "app/dispatch.py:6"; "" if the failure itself
    /// showed it.
    std::string swallowed_at = {};

    /// True if both tell of the same part of the same name.
    bool tells_of(const CauseApi& other) const { return name == other.name && what == other.what; }
};

/// What brings a failure that hides behind the one of the cause. The failure itself is Cluster::behind.
struct CauseLayer {
    std::vector<DeltaName> deltas;
    std::vector<CauseApi> api = {};
};

/// What a cluster's failure was shown to follow.
struct Cause {
    std::vector<Factor> factors;
    VerdictKind verdict = VerdictKind::unproven;
    Relation relation = Relation::none;
    bool many = false;         ///< many deltas of its factors matter, too many to name them
    bool looked_into = false;  ///< the deltas of `sets` and the parts below are filled in as far as they are known
    std::vector<CauseSet> sets;
    std::vector<CauseLayer> layers;  ///< of the failures that hide behind this one, outermost first
    /// What has to come from the same side wherever the cause is induced (`along_bad`) or repaired (`along_good`), as
    /// it cannot be installed otherwise.
    std::vector<DeltaName> along_bad, along_good;
    std::vector<CausePlace> at;
    std::vector<CausePackage> packages;
    std::vector<CauseVariable> variables;
    std::vector<std::string> files;
    std::optional<CauseInterpreter> interpreter;
    int sessions = 0;      ///< confirming sessions that agreed
    int environments = 0;  ///< the number of distinct environments of these sessions
    int mixes = 0;         ///< the number of distinct mixes of the two sides among them
    std::vector<CauseApi> api;

    /// True if the failure follows this factor, alone or with others.
    bool follows(Factor factor) const { return std::find(factors.begin(), factors.end(), factor) != factors.end(); }
};

/// Why something inside a cause was not found out. `none`: nothing was in the way.
struct Obstacle {
    ObstacleKind kind = ObstacleKind::none;
    std::string text = {};                  ///< a message about it, for example that of an error
    std::vector<std::string> untried = {};  ///< releases that could not be tried
    int count = 0;                          ///< how many could not be tried, if they have no names
    int compiled = 0;                       ///< how many of them would have to be compiled, which would take too long

    bool any() const { return kind != ObstacleKind::none; }
    bool operator==(const Obstacle&) const = default;
};

/// Something that could not be shown or found out about a cluster.
struct Caveat {
    CaveatKind kind = CaveatKind::none;
    std::vector<std::string> names = {};  ///< the names of the deltas, the package or the folder that it is about
    Obstacle why = {};

    bool operator==(const Caveat&) const = default;
};

/// Adds a caveat, unless it says nothing or is there already.
void add_caveat(std::vector<Caveat>& caveats, Caveat caveat);

/// What was found out about one cluster.
struct ClusterAttribution {
    int cluster = 0;
    int problem = 0;  ///< the number of its problem; the clusters of one problem share one shown cause
    bool flaky = false;
    std::vector<Verdict> verdicts;
    std::optional<Cause> cause;
    std::vector<Caveat> caveats;  ///< why nothing, or no more than this, was shown
};

/// What is known of a cluster's failure although no experiment has shown its cause: changes between the two sides that
/// fit the failure. It is evidence, never a verdict.
struct UntestedExplanation {
    int cluster = 0;
    std::vector<CauseApi> api;
};

/// Differences of the sides that evidence points to, before any session has tried them. It orders the search, and is
/// never part of a verdict.
struct Suspicion {
    int cluster = 0;
    std::vector<DeltaName> deltas;  ///< suspected together
    SuspicionKind why = SuspicionKind::mentioned;
    std::string what;  ///< the name that changed, was asked for, looked for or mentioned
    std::string path;  ///< where that was, as far as it is known
    int line = 0;
};

/// What a session is run for, as the report tells it.
struct SessionPurpose {
    Phase phase = Phase::base;
    SideName from = SideName::bad;  ///< the side from which everything but `taken` comes
    std::vector<DeltaName> taken;   ///< what comes from the other side
    std::string predicted;          ///< "", "F", "P"
    std::string reason;             ///< why it is run (--explain-plan)

    /// This part of a plan or a summary, to be copied as a whole.
    SessionPurpose& purpose() { return *this; }
    const SessionPurpose& purpose() const { return *this; }
};

/// One session, as the report lists it.
struct SessionSummary : SessionPurpose {
    std::string id;
    std::vector<std::pair<int, CellResult>> results;  ///< by cluster
    bool as_planned = true;
    std::vector<std::string> command;
    std::string environment;  ///< "e3"
    std::string recording;    ///< relative to the run folder
    double seconds = 0;
};

/// What the experiments of a run found out.
struct Attribution {
    bool done = false;  ///< if false, none of the differences was tested
    std::vector<ClusterAttribution> clusters;
    std::vector<UntestedExplanation> untested;
    std::vector<Suspicion> suspicions;  ///< of each cluster, the likeliest first
    std::vector<SessionSummary> sessions;
    Obstacle stopped;  ///< why it ended early
    /// Sessions disagreed side by side and agreed alone, so no two ran together afterwards.
    bool one_at_a_time = false;
};

}  // namespace testskew
