#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/comparison.hpp"
#include "model/enums.hpp"
#include "model/outcomes.hpp"
#include "util/error.hpp"

/// Many legs compared at once (docs/matrix.md): what the recordings say, and the table that is made of it.
namespace testskew {

/// How the values of a fact are compared: releases have an order, words are the same or not, and of a digest only
/// digests under the same key say anything.
enum class FactKind { release, word, digest };

/// What a session was like in one respect: its Python, a package, a variable, an option, the operating system.
struct LegFact {
    Factor factor = Factor::host;
    std::string name;
    std::string value;   ///< "" of a digest
    std::string digest;  ///< of a variable: keyed, so that it says nothing unless the keys are the same
    FactKind kind = FactKind::word;
    /// False of what two recordings of one leg may differ in: the machine and what belongs to it.
    bool identity = true;
};

/// What came of one test in one session, as far as the table needs it.
enum class RunOutcome : std::uint8_t {
    absent,   ///< the session does not know it
    nothing,  ///< it did not run: skipped, deselected
    passed,   ///< its body ran and did not fail
    failed,
};

/// A failure in one session: of a test, or of a node that could not be collected.
struct RunFailure {
    std::uint32_t subject = 0;  ///< of MatrixInput::tests or MatrixInput::nodes
    std::uint32_t failure = 0;  ///< of MatrixInput::failures
    auto operator<=>(const RunFailure&) const = default;
};

/// One session of pytest of one recording.
struct MatrixRun {
    std::string name;  ///< of the leg, as its file says
    std::string file;
    int session = 1;
    std::string started, commit, machine, environ_key;
    std::string identity;  ///< what a copy of the recording has, too; "" if nothing tells it from others
    std::vector<LegFact> facts;
    bool packages_told = false;        ///< it came as far as saying what is installed
    std::vector<RunOutcome> outcomes;  ///< by the number of the test; what is beyond its end is absent
    std::vector<RunFailure> failed_tests, failed_nodes;
    std::vector<std::uint32_t> modules;  ///< of MatrixInput::nodes: those that were collected
    OutcomeCounts counts;
    std::string why = {};  ///< how it ended, if its tests alone do not say so

    /// A session without the result of any test, and without a failure that kept the tests from running.
    bool empty() const;
};

/// Everything that many recordings say. Texts that they share are there once.
struct MatrixInput {
    std::vector<std::string> tests;  ///< node ids
    std::vector<std::string> nodes;  ///< modules, folders, `whole_collection_id`, `whole_session_id`
    struct Known {
        Fingerprint fingerprint;
        Failure error;
    };
    std::vector<Known> failures;
    std::vector<MatrixRun> runs;
};

/// Why the results of a leg say nothing about a failure, or that they do.
enum class LegUse { evidence, other_commit, no_tests };

/// A leg: the recordings that were made of the same commit and agree in every fact that makes a leg.
struct MatrixLeg {
    std::string name;  ///< no two legs have the same one
    std::vector<std::string> files;
    std::string commit;  ///< "" if it is not known
    LegUse use = LegUse::evidence;
    OutcomeCounts counts;  ///< of its first recording
    std::string why = {};
    std::size_t group = 0;                           ///< of MatrixReport::groups
    std::vector<std::optional<std::string>> values;  ///< of MatrixReport::columns; nullopt where it has none
    std::size_t runs = 1;                            ///< how many recordings of it there are
};

/// Something in which the legs differ, as it stands in the table.
struct MatrixColumn {
    Factor factor = Factor::interpreter;
    std::string name;
};

/// What a condition says of a value. `later` and `earlier`: than all that were recorded, of a leg that is not there.
enum class ConditionKind { is, is_not, at_least, below, present, absent, later, earlier };

/// A condition that each leg meets or does not meet.
struct MatrixCondition {
    Factor factor = Factor::interpreter;
    std::string name;
    ConditionKind kind = ConditionKind::is;
    std::string value;       ///< "" for present and absent
    std::string as_in = {};  ///< the name of a leg with that value, where the value itself is not known
    bool operator==(const MatrixCondition&) const = default;
};

/// Legs that stand beside each other in the table.
struct MatrixGroup {
    LegUse use = LegUse::evidence;
    std::optional<MatrixCondition> is;  ///< what they have in common; nullopt if the legs are not divided
};

/// All of these conditions together.
using Conjunction = std::vector<MatrixCondition>;

/// A description of the legs in which something fails: any of these conjunctions is met. It describes what was
/// recorded, and is no verdict.
struct MatrixDescription {
    std::vector<Conjunction> any;
    bool operator==(const MatrixDescription&) const = default;
};

/// A leg that would tell descriptions apart which are true of the same recorded legs.
struct TellingLeg {
    std::size_t like = 0;                       ///< of MatrixReport::legs
    std::vector<MatrixCondition> changed = {};  ///< what it would have otherwise; empty: that leg itself, once more
    std::vector<std::size_t> fails = {};        ///< descriptions that say that it fails
    std::vector<std::size_t> passes = {};       ///< and those that say that it passes
};

/// The failing and the passing leg that differ in least.
struct NearestPair {
    std::size_t bad = 0, good = 0;  ///< of MatrixReport::legs
    std::size_t differences = 0;    ///< in so many facts that make a leg
};

/// What is known of the legs in which a failure shows.
enum class DescribedAs {
    exact,       ///< a conjunction that is true of the failing legs and of no passing one
    either,      ///< two conjunctions, of which one is true of each failing leg and none of a passing one
    near,        ///< the best conjunction is true of all failing legs, and of some passing ones
    nowhere,     ///< nothing that was recorded is common to the failing legs and missing in a passing one
    everywhere,  ///< there is no passing leg
    unsteady,    ///< no leg fails in all of its recordings
    aside,       ///< it shows in no leg that is evidence
};

/// What came of a failure's tests in one leg. Letters as the table shows them.
enum class LegResult {
    fails,    ///< F: in this way
    passes,   ///< .
    other,    ///< o: they fail there, in another way
    nothing,  ///< -: none of them ran there
    flaky,    ///< ~: it fails in some recordings of the leg, and not in others
};

/// A cell of the table.
struct MatrixCell {
    LegResult result = LegResult::nothing;
    int failed = 0, ran = 0;             ///< tests of the failure: in the first recording that fails, else the first
    int runs_failed = 0, runs_ran = 0;   ///< recordings of the leg
    double rate_low = 0, rate_high = 1;  ///< of a flaky one: the interval of its rate, with 95 %
};

/// The condition with which the rate of a flaky failure differs most surely. It is no verdict.
struct MatrixRate {
    MatrixCondition condition;
    int failed_with = 0, runs_with = 0, failed_without = 0, runs_without = 0;
    double p = 1, corrected = 1;  ///< by Fisher's exact test; with Holm's correction for all that was tried
    std::size_t tried = 0;
    bool follows() const { return corrected <= 0.05; }
};

/// A row of the table: failures with one fingerprint, and the legs in which they show.
struct MatrixCluster {
    int number = 0;  ///< from 1 on
    Fingerprint fingerprint;
    Failure error;
    std::vector<std::string> tests;
    std::vector<MatrixCell> cells;                             ///< one for each leg
    std::vector<std::size_t> failing, passing;                 ///< legs that are evidence
    std::size_t flaky = 0, other = 0, nothing = 0, aside = 0;  ///< how many legs are none; aside: of other commits
    DescribedAs described = DescribedAs::everywhere;
    bool greedy = false;  ///< the search was cut: a shorter description may exist
    std::vector<MatrixDescription> descriptions = {};
    std::size_t more = 0;                   ///< how many equally short descriptions are not told
    std::vector<std::size_t> wrongly = {};  ///< of `near`: passing legs of which the description is true as well
    std::optional<TellingLeg> telling = {};
    std::optional<NearestPair> nearest = {};
    std::optional<MatrixRate> rate = {};  ///< of a failure that is flaky in a leg
};

/// What one call of `testskew compare` with many recordings found. Every format is made from this.
struct MatrixReport {
    std::vector<MatrixLeg> legs;  ///< grouped by what they differ in; those that are no evidence come last
    std::vector<MatrixGroup> groups;
    std::vector<MatrixColumn> columns;  ///< what the legs differ in, the most telling first
    std::vector<MatrixCluster> clusters;
    std::string commit;  ///< of the legs that are evidence; "" if it is not known
    int commits = 1;     ///< how many commits the recordings are of
    std::size_t tests = 0;
    std::size_t recordings = 0;
    std::size_t failed = 0;           ///< legs that are evidence and in which something fails
    std::size_t most_conditions = 0;  ///< how many conditions a description may have
    int new_outcomes = 0;             ///< tests that ran in one leg and were skipped in another one, without a failure
    /// In what legs of the same name and commit differ, and how many names have several legs.
    std::vector<MatrixColumn> apart;
    std::size_t apart_names = 0;
    std::vector<std::string> missing;  ///< legs that are planned and have no recording
    std::size_t planned = 0;           ///< how many legs the plan has; 0 without one
    std::vector<std::string> notes;
    double seconds = 0;
    ExitCode exit_code = ExitCode::ok;
};

}  // namespace testskew
