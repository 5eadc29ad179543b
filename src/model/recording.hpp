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

/// One frame of a traceback. `path` is relative to the project for its own files, else as "<site>/starlette/routing.py"
/// or "<stdlib>/asyncio/tasks.py".
struct Frame {
    std::string path;
    int line = 0;
    std::string function;
    std::string source;    ///< the stripped source line, "" where not known
    bool project = false;  ///< a file of the project
};

/// What of a library an exception is about, as the probe found it in the frame that raised.
struct Subject {
    std::string name;    ///< "shutil.rmtree", "pathlib.Path", "datetime", "builtins"
    std::string member;  ///< "attribute walk", "module", "parameter onexc", "required mode", "arguments 2 3" (takes,
                         ///< given), "deprecated"
    std::string expression;  ///< what ran: "rm(path, onexc=report)"
    std::string kind;        ///< "l" standard library, "s" a package, "?" a module that is not there
};

/// One exception of a chain.
struct ExceptionRecord {
    std::string type;  ///< qualified: "builtins" is left out ("TypeError", "httpx.ConnectError")
    std::string message;
    std::vector<Frame> frames;  ///< outermost call first, where it was raised last
    std::string link;           ///< how it belongs to the one before it in the chain: "", "cause", "context", "group"
    bool cut = false;           ///< frames, message or chain were capped
    std::optional<Subject> subject;
};

/// The exception that was raised first, then what it was raised from. Empty: none.
using ExceptionChain = std::vector<ExceptionRecord>;

struct Request {
    std::string method, path;
    int status = 0;  ///< 0 where no answer was seen
};

/// An exception that the tested program answered, handled or swallowed where a test could not see it.
struct ServerException {
    ExceptionChain chain;
    std::optional<Request> request;
    std::optional<Frame> handled_at;  ///< where it was handled, where known
    std::string hook;                 ///< who saw it: "starlette.testclient", "httpx.ASGITransport", ...
    TestPhase phase = TestPhase::none;
    bool raised = false;  ///< the client was made to raise it (--server-exceptions raise)
    std::string by;       ///< hook "trace": the file of the library that swallowed it, where the project's code did not
};

struct PhaseRecord {
    TestPhase phase = TestPhase::none;
    std::string outcome;  ///< passed, failed, skipped as pytest reports it
    double seconds = 0;
    ExceptionChain chain;
    std::string message;  ///< pytest's own one-line message (reprcrash): shown, never part of a fingerprint
    std::string skip_reason;
    std::string out, err, log;          ///< captured output, capped
    std::vector<std::string> subtests;  ///< failed subtests: "msg (kwargs)"
};

struct TestRecord {
    std::string id;  ///< node id
    Outcome outcome = Outcome::not_run;
    double seconds = 0;
    std::string worker;               ///< "" or "gw0"
    std::vector<PhaseRecord> phases;  ///< of the last attempt, only those that say more than "passed"
    std::vector<ServerException> server_exceptions;
    int reruns = 0;  ///< attempts before the last one, which alone counts
};

/// What collecting one node gave.
struct CollectRecord {
    std::string id;       ///< node id of a module, package or directory
    std::string outcome;  ///< passed, failed, skipped
    ExceptionChain chain;
    std::string message;  ///< capped longrepr text
};

struct WarningRecord {
    std::string category, message, path;
    int line = 0;
    std::string when;     ///< config, collect, runtest
    std::string test;     ///< node id or ""
    bool traced = false;  ///< seen as it was given, by a traced session; pytest's own report of it may stand beside it
};

/// What the probe did not keep of a test, as there was too much.
struct CutRecord {
    std::string test;
    std::string hook;  ///< "monitoring": swallowed exceptions of the test; "trace": of a traced test; "events": what a
                       ///< trace shows of it; "warnings": those of a traced test
    int left_out = 0;  ///< how many were not written down, where that is known
    bool stopped = false;  ///< there was so much that nothing more was looked at
};

struct MissingLookup {
    std::string kind;  ///< "environ", "file", "module"
    std::string name;
    Frame at;
    std::string test;
};

/// One piece of the process's state that a module or test left changed (observed sessions only). Values of variables
/// are never there.
struct StateChange {
    std::string what;  ///< sys.modules, environ, cwd, sys.path, attribute, container, ...
    std::string name;
    std::optional<std::string> before, after;  ///< a few words each; nullopt: was not there
};

/// What collecting one module, or running one test, left changed.
struct StateRecord {
    std::string at;  ///< collect, test
    std::string id;
    std::vector<StateChange> changed;
};

/// A line of the project during or just after which the watched piece of state changed.
struct WatchRecord {
    std::string at, id;
    std::string path;
    int line = 0;
    std::string function, source;
    std::optional<std::string> before, after;
    int caller = 0;  ///< the line of the watched module that led there, where that is another file; else 0
};

/// What the project's code did in one traced test: tables, and a flat list of events that refer to them
/// (docs/recording.md, "trace").
struct Trace {
    struct Code {
        std::string path, function;
        int line = 0;
    };
    struct Statement {
        int line = 0;
        std::string source, key;         ///< its first line; the same for the same statement of another run
        std::string text;                ///< the expression that it is about, on one line
        std::string environ;             ///< the part of it that asks for a variable of the environment
        std::string kind;                ///< Assign, Return, If, ...
        std::vector<std::string> reads;  ///< names and attributes that it reads
    };
    std::string test;  ///< "": what ran before the first test
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
    std::string tool_version;
    std::string started;         ///< ISO 8601, UTC
    std::string machine;         ///< digest of machine id: are two recordings of one machine?
    Interpreter interpreter;     ///< as planned; where nothing was planned, as the process said
    std::string running_python;  ///< the version that the process itself reported, "" where it did not
    std::string pytest;          ///< version
    bool probe_loaded = false;
    std::map<std::string, std::string> distributions;  ///< as the session saw them: name -> version
    std::map<std::string, std::string> environ;        ///< name -> keyed digest
    std::vector<std::string> environ_changed;  ///< names changed between start and collection, by a plugin or conftest
    std::map<std::string, std::string> facts;  ///< umask, uid, cpus, terminal, timezone, locale, encoding, limits.*,
                                               ///< git.*, workers, beside, hash_seed, platform, libc, os_packages...
    std::vector<std::string> plugins;          ///< names and versions of pytest plugins
    std::vector<std::string> argv;
    FilesSpec files;
    Selection selection;
    std::vector<CollectRecord> collection;
    std::vector<std::string>
        modules;  ///< test modules collected, in order, also where all of their tests were deselected
    std::vector<std::string> selected;  ///< node ids to be run, in order
    std::vector<std::string> deselected;
    std::vector<TestRecord> tests;
    std::vector<WarningRecord> warnings;
    std::vector<MissingLookup> missing;
    std::vector<CutRecord> cuts;
    std::vector<StateRecord> states;      ///< of a session observed with "state"
    std::vector<WatchRecord> watches;     ///< of a session observed with a watch; the last one counts
    std::vector<Trace> traces;            ///< of a session observed with "trace"
    std::map<std::string, int> left_out;  ///< kind of record -> how many of it were not read, as there are too many
    std::vector<std::string> troubles;  ///< faults of the probe itself, the first 20: "makereport: OSError: ...": what
                                        ///< they were about may be missing
    std::string internal_error;         ///< of pytest itself or of a plugin: the last line of its traceback
    std::string usage_error;            ///< pytest's own message where it stopped before or at collection
    std::string out, err;               ///< the process's output, capped
    std::string stack_dump;             ///< of all threads, at a time-out
    int exit_status = 0;
    int signal = 0;
    bool timed_out = false;
    bool complete = false;   ///< the closing record is there
    bool truncated = false;  ///< the file ends in the middle of a record, or a line could not be read
    double seconds = 0;
};

struct RecordingPair {
    Recording bad, good;
};

}  // namespace testskew
