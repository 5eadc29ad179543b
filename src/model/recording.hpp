#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/enums.hpp"
#include "model/interpreter.hpp"
#include "model/profile.hpp"

namespace testskew {

enum class Outcome { passed, failed, error, skipped, xfailed, xpassed, crashed, timed_out, not_run };

/// One frame of a traceback. `path` is relative to the project for the project's own files; other paths look like
/// "<site>/starlette/routing.py" or "<stdlib>/asyncio/tasks.py".
struct Frame {
    std::string path;
    int line = 0;
    std::string function;
    std::string source;    ///< the source line without the blanks around it; "" if it is not known
    bool project = false;  ///< a file of the project
};

/// The part of a library that an exception is about, as the probe found it in the frame that raised.
struct Subject {
    std::string name;    ///< "shutil.rmtree", "pathlib.Path", "datetime", "builtins"
    std::string member;  ///< "attribute walk", "module", "parameter onexc", "required mode", "arguments 2 3" (takes,
                         ///< given), "deprecated"
    std::string expression;  ///< the expression that ran: "rm(path, onexc=report)"
    std::string kind;        ///< "l" for the standard library, "s" for a package, "?" for a module that does not exist
};

/// One exception of a chain.
struct ExceptionRecord {
    std::string type;  ///< the qualified name, in which "builtins" is left out ("TypeError", "httpx.ConnectError")
    std::string message;
    std::vector<Frame> frames;  ///< the outermost call comes first, the place that raised comes last
    std::string link;           ///< its relation to the one before it in the chain: "", "cause", "context", "group"
    bool cut = false;           ///< frames, message or chain were capped
    std::optional<Subject> subject;
};

/// The exception that was raised, then those from which it was raised. The chain is empty if there was no exception.
using ExceptionChain = std::vector<ExceptionRecord>;

/// An HTTP request of a test to the tested program.
struct Request {
    std::string method, path;
    int status = 0;  ///< 0 if no answer was seen
};

/// An exception that the tested program answered, handled or swallowed where a test could not see it.
struct ServerException {
    ExceptionChain chain;
    std::optional<Request> request;
    std::optional<Frame> handled_at;  ///< where it was handled, if that is known
    std::string hook;                 ///< who saw it: "starlette.testclient", "httpx.ASGITransport", ...
    TestPhase phase = TestPhase::none;
    bool raised = false;  ///< the client was made to raise it (--server-exceptions raise)
    /// Only for the hook "trace": the file of the library that swallowed it, if the project's code did not.
    std::string by;
};

/// One phase of a test: setup, call or teardown.
struct PhaseRecord {
    TestPhase phase = TestPhase::none;
    PhaseOutcome outcome = PhaseOutcome::none;
    double seconds = 0;
    ExceptionChain chain;
    std::string message;  ///< pytest's own one-line message (reprcrash); it is shown, but never part of a fingerprint
    std::string skip_reason;
    std::string path;  ///< where the test is defined, if the phase failed; "" if that is not known
    int line = 0;
    std::string out, err, log;          ///< captured output, capped
    std::vector<std::string> subtests;  ///< failed subtests: "msg (kwargs)"
};

/// One test of a session.
struct TestRecord {
    std::string id;  ///< node id
    Outcome outcome = Outcome::not_run;
    double seconds = 0;
    std::string worker;               ///< "" or "gw0"
    std::vector<PhaseRecord> phases;  ///< those of the last attempt that say more than "passed"
    std::vector<ServerException> server_exceptions;
    int reruns = 0;  ///< the number of attempts before the last one; only the last one counts
};

/// What collecting one node gave.
struct CollectRecord {
    std::string id;  ///< node id of a module, package or directory
    CollectOutcome outcome = CollectOutcome::passed;
    ExceptionChain chain;
    std::string message;  ///< the text of pytest's longrepr, capped
};

/// A warning that was given during a session.
struct WarningRecord {
    std::string category, message, path;
    int line = 0;
    std::string when;  ///< config, collect, runtest
    std::string test;  ///< node id or ""
    /// Recorded by a traced session when it was given; pytest's own report of it may be there as well.
    bool traced = false;
};

/// What the probe did not keep of a test because there was too much.
struct CutRecord {
    std::string test;
    /// What was cut. "monitoring": swallowed exceptions of the test; "trace": those of a traced test; "events": what a
    /// trace shows of it; "warnings": those of a traced test. What a cluster keeps has its limits too, and then the
    /// test is "": "lookups": variables, files and modules that were not found; "exceptions": those that only one side
    /// swallowed; "untraced": the cluster was not traced.
    std::string hook;
    int left_out = 0;      ///< how many were not written down, if that is known
    bool stopped = false;  ///< there was so much that nothing more was looked at
};

/// A variable, file or module that was looked for and not found.
struct MissingLookup {
    std::string kind;  ///< "environ", "file", "module"
    std::string name;
    Frame at;
    std::string test;
};

/// A file or folder that the project's code made in a traced test, with the mode that it had afterwards.
struct MadeFile {
    std::string name;  ///< relative to the project; its last part alone if it lies elsewhere
    std::string mode;  ///< in octal: "600"
    Frame at;          ///< the line of the project that made it, itself or through the standard library
    std::string test;
};

/// A write that the sandbox of the session refused (--sandbox).
struct RefusedWrite {
    std::string path;
    std::string test;  ///< the test or the module that was collected then; "" if there was none
};

/// One piece of the process's state that a module or test left changed (observed sessions only). It never holds the
/// values of variables.
struct StateChange {
    StateKind kind = StateKind::other;
    std::string name;                          ///< of kind `other`, with the probe's own word for the kind before it
    std::optional<std::string> before, after;  ///< a few words each; nullopt if it did not exist
    bool project = false;                      ///< it is state of a module of the project
};

/// What collecting one module, or running one test, left changed.
struct StateRecord {
    std::string at;  ///< collect, test
    std::string id;
    std::vector<StateChange> changed;
    int fresh = 0;  ///< how many other modules of the project it imported first
};

/// A piece of state by its kind and name.
struct StatePiece {
    StateKind kind = StateKind::other;
    std::string name;

    bool operator==(const StatePiece&) const = default;
};

/// What a failing test has to do with (only in a session observed with "state").
struct ReachRecord {
    std::string id;
    std::vector<StatePiece> held;     ///< changes whose new values the frames of the traceback hold or name
    std::vector<StatePiece> reached;  ///< changes that their code names, or the functions that are called there
    bool mock = false;                ///< a mock is among what they hold or name
};

/// A change that was undone while or after `id` ran, which is a module or a test.
struct UndoneRecord {
    std::string id;
    StatePiece piece;
};

/// A line of the project during or just after which the watched piece of state changed.
struct WatchRecord {
    std::string at, id;
    std::string path;
    int line = 0;
    std::string function, source;
    std::optional<std::string> before, after;
    int caller = 0;  ///< the line of the watched module that led there if the change is in another file, otherwise 0
};

/// What the project's code did in one traced test: tables, and a flat list of events that refer to the tables
/// (docs/recording.md, "trace").
struct Trace {
    /// A function of the project.
    struct Code {
        std::string path, function;
        int line = 0;
    };
    /// A statement of the project.
    struct Statement {
        int line = 0;
        std::string source, key;         ///< its first line; a key that is the same for this statement in another run
        std::string text;                ///< the expression that it is about, on one line
        std::string environ;             ///< the part of it that asks for a variable of the environment
        std::string kind;                ///< Assign, Return, If, ...
        std::vector<std::string> reads;  ///< names and attributes that it reads
    };
    std::string test;  ///< "" for what ran before the first test
    std::vector<std::string> texts;
    std::vector<Code> codes;
    std::vector<Statement> statements;
    std::vector<int> events;
    bool cut = false;  ///< there was more than is kept
};

/// Everything recorded of one session. docs/recording.md describes the file it is decoded from.
struct Recording {
    std::string session;  ///< "s1"
    std::string profile;  ///< the side's name
    std::string started;  ///< ISO 8601, UTC
    /// A digest of the machine id, which shows whether two recordings come from one machine.
    std::string machine;
    Interpreter interpreter;     ///< as planned; if nothing was planned, as the process reported it
    std::string running_python;  ///< the version that the process itself reported; "" if it did not report one
    std::string pytest;          ///< version
    bool probe_loaded = false;
    std::map<std::string, std::string> distributions;  ///< as the session saw them: name -> version
    std::map<std::string, std::string> environ;        ///< name -> keyed digest
    std::map<std::string, std::string> values;         ///< those that a leg has in clear: name -> value
    std::map<std::string, std::string> facts;  ///< umask, uid, cpus, terminal, timezone, locale, encoding, limits.*,
                                               ///< git.*, workers, beside, hash_seed, platform, libc, os_packages...
    std::vector<std::string> plugins;          ///< names and versions of pytest plugins
    std::vector<std::string> argv;
    FilesSpec files;
    Selection selection;
    std::vector<CollectRecord> collection;
    std::vector<std::string>
        modules;  ///< the collected test modules in order, even if all of their tests were deselected
    std::vector<std::string> selected;  ///< node ids to be run, in order
    std::vector<std::string> deselected;
    std::vector<TestRecord> tests;
    std::vector<WarningRecord> warnings;
    std::vector<MissingLookup> missing;
    std::vector<MadeFile> made;  ///< only in a session observed with "trace"
    std::vector<RefusedWrite> refused;
    std::vector<CutRecord> cuts;
    std::vector<StateRecord> states;   ///< only in a session observed with "state"
    std::vector<ReachRecord> reaches;  ///< only in a session observed with "state"
    std::vector<WatchRecord> watches;  ///< only in a session observed with a watch; the last one counts
    std::vector<UndoneRecord> undone;  ///< only in a session in which changes are undone
    std::vector<Trace> traces;         ///< only in a session observed with "trace"
    /// Kind of record -> how many of this kind were not read because there are too many.
    std::map<std::string, int> left_out;
    /// The first 20 faults of the probe itself, such as "makereport: OSError: ..."; what they were about may be
    /// missing.
    std::vector<std::string> troubles;
    std::string internal_error;  ///< what an error in pytest itself or in a plugin says (util/last_error_line.hpp)
    std::string usage_error;     ///< pytest's own message if it stopped before or at collection
    std::string out, err;        ///< the process's output, capped
    std::string stack_dump;      ///< the stacks of all threads at a time-out
    int memory = 0;              ///< the most memory that the session had at a time, in megabytes; 0 if it is not known
    int left = 0;                ///< how many tests the session left out at its end, as nobody waited for them
    int exit_status = 0;
    int signal = 0;
    bool timed_out = false;
    bool complete = false;   ///< the closing record is there
    bool truncated = false;  ///< the file ends in the middle of a record, or a line could not be read
    double seconds = 0;
};

/// A recording of which the tests that passed and said nothing else are only named, so that hundreds can be compared.
/// It has no warnings, no trace, and neither the tests that were selected nor what the probe looked at besides.
struct RecordingOutline {
    Recording rest;
    std::vector<std::string> passed;  ///< ids of tests that passed and are not in `rest`
};

/// The recordings of the two sides.
struct RecordingPair {
    Recording bad, good;
};

}  // namespace testskew
