#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The small closed sets of words that testskew works with. Each set is one enum, and the names of its values are what
/// files and reports show.
namespace testskew {

/// One way in which the two sides can differ.
enum class Factor { interpreter, packages, environ, files, selection, host };

/// What is done about exceptions that a test client hides behind an answer: they are attached to the failures, the
/// client is made to raise them (which changes outcomes), or they are not looked for.
enum class ServerExceptions { attach, raise, off };

/// Which of the two sides: the one whose failure is to be explained, or the one that it is compared with.
enum class SideName { bad, good };

/// Why a session was run: the step of the whole investigation that asked for it.
enum class Phase {
    base,
    one_sided,
    raise,
    isolate,
    suspect,
    search,
    minimality,
    hit,
    confirm,
    recheck,
    drill,
    observe,
    repeat
};

/// How the deltas of a cause belong together. `none`: no relation was found out.
enum class Relation { none, single, all_needed, any_enough, mixed, rate };

/// What a delta exchanges.
enum class DeltaKind {
    interpreter,
    package,
    variable,
    path,
    git,
    git_depth,
    git_tags,
    git_branch,
    installation,
    setup,
    option,
    invocation,
    targets,
    module,
    test,
    umask,
    terminal,
    user,
    cpus,
    limit,
    home
};

/// A kind of state that a module or test may leave changed, named as the probe names it (src/probe/state.py).
enum class StateKind {
    other,
    modules,
    environ,
    cwd,
    umask,
    attribute,
    container,
    builtins,
    sys_path,
    meta_path,
    path_hooks,
    locale,
    timezone,
    decimal,
    recursion_limit,
    signal,
    hooks,
    warnings,
    logging,
    thread
};

/// Why a factor has its verdict.
enum class VerdictReason {
    none,
    needed_not_enough,     ///< it is needed, but alone it does not bring the failure
    needed_other_failure,  ///< it is needed, and alone it causes another failure
    needed_untested,       ///< it is needed; whether it is enough could not be tested
    enough_not_needed,     ///< it is enough, but repairing it changes nothing
    enough_uncovers,       ///< it is enough, and repairing it uncovers another failure
    enough_untested,       ///< it is enough; whether it is needed could not be tested
    part_of_cause,         ///< alone it neither repairs nor induces, but it belongs to a set that fails
    search_incomplete,     ///< it neither repairs nor induces, and the search did not end
    neither,               ///< it neither repairs nor induces the failure
    both,                  ///< it repairs and induces the failure
    both_unconfirmed,      ///< it repairs and induces the failure, but no session confirmed it
    other_failure,         ///< only another failure was seen
    not_swappable,         ///< it could not be exchanged alone
    held,                  ///< it was held, because otherwise the good side does not run the tests
    not_tested,            ///< the sessions ended before it was tested
    contradicted,          ///< the confirming sessions contradict each other
    uncovers,              ///< it causes the failure, and repairing it uncovers another
    hidden,                ///< it causes a failure that hides behind this one
    together,              ///< it is proven together with others
    no_cause,              ///< no cause was shown
    as_noted               ///< the first caveat of the cluster says why
};

/// Why evidence points to a difference of the sides, before any session has tried it.
enum class SuspicionKind {
    changed,    ///< what the failure used is known to differ between the two versions
    asked,      ///< the failing side asked for it
    missing,    ///< the failing side looked for it in vain
    mentioned,  ///< the failure names it
    passed,     ///< the exception was raised in it
    state,      ///< it leaves something changed that the failure has to do with
    mock,       ///< a mock stands where the failing test has a value, and other tests ran before
    warned,     ///< on the other side it warned that what these tests do will not work any more
    symptom     ///< failures of this kind often follow it
};

/// The part of a name that an explanation is about.
enum class ApiKind {
    name,  ///< the whole name
    module,
    syntax,
    union_type,   ///< X | Y
    operation,    ///< an operator
    parameters,   ///< whether it takes certain parameters at all
    by_position,  ///< whether it takes them by position
    subscript,    ///< list[...]
    optional,     ///< whether it may be called without a certain parameter
    any_count,    ///< whether it takes any number of arguments
    deprecated,
    changelog,  ///< what the package's own changelog says of a release
    behaviour   ///< what it does, in words
};

/// The releases that have a behaviour, counted from one of them: since it, up to it, or only in it.
enum class ApiSpan { since, up_to, in };

/// What a line of the project does by which a failure comes: it has the code that an explanation tells of, makes a file
/// whose mode differs, or looks for a file in vain on the failing side.
enum class TouchKind { code, makes, looks_for };

/// What could not be shown or found out.
enum class CaveatKind {
    none,
    fails_alike,     ///< the tests fail on both sides in the same way
    reversed,        ///< the tests fail on the good side only
    no_difference,   ///< the sides do not differ in anything that was looked at
    good_fails_too,  ///< the tests fail on the good side in another way
    no_bad_result,   ///< no session of the bad side gave a result
    no_good_result,
    never_run_fails,   ///< the good side never ran the test, and it fails there too
    never_run,         ///< the good side does not run the test
    many,              ///< many deltas of many factors matter together
    contradictory,     ///< no set of deltas fails each time
    search_ended,      ///< the sessions ended before the search did
    few_environments,  ///< there are too few different environments to tell the cause from chance
    flaky,             ///< the same session gave different results
    flaky_builds,      ///< environments of the same content gave different results
    random_order,      ///< a plugin draws the order of the tests for each session of a side
    refuted,           ///< the confirming sessions contradict the suspected cause
    one_direction,     ///< the cause can be exchanged in one direction only
    gone_along,        ///< the cause cannot be had without something of another factor
    layers_unknown,    ///< what is behind the failure could not be followed to the end
    unconfirmed,
    side_by_side,   ///< it fails only while another session runs
    first_release,  ///< the first release of a package that fails is not known
    first_python,
    paths,           ///< it is not known which paths in a folder matter
    any_path,        ///< some paths in a folder are enough, and so are the others
    line,            ///< the line that pollutes was not looked for
    delta,           ///< a delta could not be looked into
    no_change,       ///< no change of a package was found in what the failure touched
    package_changes  ///< it was not looked up what changed in a package
};

/// Why a side has no result of its own for tests that fail on the other side.
enum class NoResultKind {
    none,               ///< it has one, or it is not known why there is none
    never_run,          ///< it never ran these tests
    skipped,            ///< it skips them
    expected_failure,   ///< it expects them to fail (xfail)
    ended_before,       ///< the session ended before them
    deselected,         ///< it deselects them
    collection_failed,  ///< it ran no test, as it could not collect all of them
    not_again           ///< the recorded failure did not come again when its side was set up anew
};

/// What came of an attempt to install a side's packages.
enum class InstallTrial { untried, installs, fails };

/// What is in the way of finding something out.
enum class ObstacleKind {
    none,
    budget_spent,
    budget_small,   ///< what is left of the budget is not enough
    files_changed,  ///< the project's files were edited meanwhile
    no_index,       ///< the package index could not be reached
    stopped,        ///< something else ended the sessions
    contradiction,  ///< the sessions contradict each other
    unconfirmed,    ///< it could not be confirmed
    many_sessions,  ///< it would take too many sessions
    untried,        ///< releases in between could not be tried
    failed          ///< an error, which `text` tells
};

/// The role of a factor in a failure that it does not explain alone. `none` means that neither was shown.
enum class Role { none, needed, enough };

/// The result of one cluster in one session ("Same failure" in docs/fingerprints.md): its failure came, its tests
/// passed, another failure came, or nothing can be said.
enum class CellResult { fails, passes, other, nothing };

/// When in a session something happened, in pytest's words. `unknown`: pytest itself cannot say, because a worker has
/// died.
enum class TestPhase { none, session, collect, setup, call, teardown, unknown };

/// What collecting one module, package or folder gave.
enum class CollectOutcome { passed, failed, skipped };

/// The outcome of one phase of a test, as pytest reports it; `rerun` comes from pytest-rerunfailures. `none`: a word
/// that is not known, of some other plugin.
enum class PhaseOutcome { none, passed, failed, skipped, rerun, error };

std::string to_string(Factor factor);           ///< "interpreter", "packages", ...
std::string to_string(ServerExceptions what);   ///< "attach", "raise", "off"
std::string to_string(SideName side);           ///< "bad", "good"
std::string to_string(Phase phase);             ///< "base", "one-sided", ...
std::string to_string(Relation relation);       ///< "", "single", "all-needed", ...
std::string to_string(Role role);               ///< "", "needed", "enough"
std::string to_string(CellResult result);       ///< the letter
std::string to_string(TestPhase phase);         ///< "", "setup", ...; "???" for unknown, as pytest has it
std::string to_string(CollectOutcome outcome);  ///< "passed", "failed", "skipped"
std::string to_string(PhaseOutcome outcome);    ///< "", "passed", ...
std::string to_string(DeltaKind kind);          ///< "interpreter", "package", ...
std::string to_string(StateKind kind);          ///< "sys.modules", "environ", ... as the probe has it; "" for other
std::string to_string(InstallTrial trial);      ///< "untried", "installs", "fails"
/// This one and the next five are for run.json; reports make sentences of them.
std::string to_string(NoResultKind kind);
std::string to_string(VerdictReason reason);
std::string to_string(SuspicionKind kind);
std::string to_string(ApiKind kind);
std::string to_string(ApiSpan span);
std::string to_string(TouchKind kind);
std::string to_string(CaveatKind kind);
std::string to_string(ObstacleKind kind);

/// The names of several factors.
std::vector<std::string> to_strings(const std::vector<Factor>& factors);

/// The letter that tables and files have for a result: F, P, X or U.
char letter(CellResult result);

/// The result that has this letter; nullopt if there is none.
std::optional<CellResult> cell_result_of(char letter);

/// The value whose to_string() is `name`; nullopt if there is none. It exists for each enum of this file.
template <typename Enum>
std::optional<Enum> find_value(std::string_view name);

/// The same for names that must be known. Throws Error ("no factor is called 'colour'") for any other name.
template <typename Enum>
Enum from_string(std::string_view name);

/// The other side.
constexpr SideName other(SideName side) { return side == SideName::bad ? SideName::good : SideName::bad; }

}  // namespace testskew
