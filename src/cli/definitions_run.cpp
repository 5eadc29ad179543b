#include "cli/definition_parts.hpp"
#include "cli/definitions.hpp"

namespace testskew::cli {
namespace {

void add_run(CLI::App& app, Options& o) {
    auto* run = add_command(app, o, "run", "Run the tests on both sides, compare, and find what the failures follow",
                            "testskew run --bad 3.11 --good 3.12 tests/integration -- -m integration\n"
                            "  testskew run --bad 3.12 --good .venv --bad-with \"click<8.2\"\n"
                            "  testskew run --bad 3.12 --good 3.12 --bad-env TZ=UTC --bad-unset API_KEY\n"
                            "  testskew run --bad tox:py313 --good here --good-files tracked");
    run->add_option("targets", o.targets, "what pytest is given: paths and node ids; replaces both sides' targets")
        ->type_name("TARGET");
    run->add_option("--bad", o.bad,
                    "the side that fails: a profile, a TOML file, a version, a virtual environment (.venv), `here`, "
                    "tox:NAME, nox:NAME")
        ->type_name("PROFILE");
    run->add_option("--good", o.good, "the side that passes")->type_name("PROFILE");
    run->add_flag_callback("--no-attribute", [&o] { o.attribute = false; }, "only run and compare");
    add_session(run, o);
    add_sandbox(run, o);
    add_executor(run, o);
    add_attribution(run, o);
    add_changes(run, o, true);

    auto* attribute = add_command(app, o, "attribute", "Go on with an earlier run: find what its failures follow",
                                  "testskew attribute 20261122-101502-3f2a\n"
                                  "  testskew attribute --rate 2");
    attribute->add_option("run", o.run, "a run's id (default: the latest)")->type_name("RUN");
    attribute
        ->add_option("--rate", o.rate_problem,
                     "instead: run both sides in pairs until it is shown that this problem comes more often on one of "
                     "them, or the budget ends")
        ->check(CLI::Range(1, 1'000'000))
        ->type_name("PROBLEM");
    add_session(attribute, o);
    add_sandbox(attribute, o);
    add_executor(attribute, o);
    add_attribution(attribute, o);
}

/// What the legs of a round run, and what the workers of a cluster are asked by testskew itself.
void add_session_command(CLI::App& app, Options& o) {
    auto* session = add_command(app, o, "session", "Run one session that `plan --next` asks for, on this machine",
                                "testskew session 3f9c2ab41d07-1");
    session
        ->add_option("request", o.request,
                     "a session of the latest run, or RUN:SESSION; a file or - for a request whose answer is printed")
        ->type_name("[RUN:]SESSION");
    session->add_flag("--facts", o.facts, "print what this machine is instead");
}

void add_recordings(CLI::App& app, Options& o) {
    auto* record = add_command(app, o, "record", "Run one side and keep its recording: a leg of a CI matrix",
                               "testskew record ci -o ci.jsonl\n"
                               "  testskew record --here -o leg.jsonl -- tox -e py311");
    auto* profile = record->add_option("profile", o.profile, "a profile, a TOML file, a version or an interpreter")
                        ->type_name("PROFILE");
    record
        ->add_flag("--here", o.here,
                   "run the command after -- as it is, in the environment that is there, and record each pytest in it; "
                   "the exit code is the command's own")
        ->excludes(profile);
    record->add_option("--values", o.values, "with --here: further variables whose values may be recorded in clear")
        ->delimiter(',')
        ->type_name("NAME,...");
    record->add_option("targets", o.targets, "what pytest is given")->type_name("TARGET");
    add_changes(record, o, false);
    record->add_option("-o,--output", o.output, "the recording's file (default: PROFILE.jsonl, leg.jsonl)")
        ->type_name("FILE");
    record->add_option("--key", o.key, "a secret given to both machines, so that values of variables can be compared")
        ->envname("TESTSKEW_KEY");
    add_session(record, o);
    add_sandbox(record, o)->excludes("--here");

    auto* compare = add_command(app, o, "compare", "Compare two recordings, or all legs of a matrix",
                                "testskew compare ci.jsonl local.jsonl\n"
                                "  testskew compare recordings/ --format html -o matrix.html");
    compare
        ->add_option("recordings", o.recordings,
                     "the bad side's recording, then the good side's; or more of them, or folders: one table")
        ->required()
        ->type_name("FILE|FOLDER");
    add_formats(compare, o);
    compare
        ->add_option(
            "--plan", o.plan,
            "what `testskew plan` printed: legs of it that have no recording are named; one table, also of two "
            "recordings")
        ->type_name("FILE");
    compare->add_flag("--strict", o.strict, "other differences of outcome count as failures");
    compare->add_flag(
        "--attribute{1}", o.attribute_failure,
        "then run the two recordings, or of a table the nearest pair of legs of failure 1 (--attribute=2: "
        "of failure 2), and find what the failures follow");
}

void add_reports(CLI::App& app, Options& o) {
    auto* rerun =
        add_command(app, o, "rerun", "Run one failing test of a problem in its environment, with pytest's own output",
                    "testskew rerun 1");
    rerun
        ->add_option(
            "problem", o.rerun,
            "[RUN] PROBLEM: a run's id (default: the latest), and the problem's number; 1b: what hides behind 1")
        ->required()
        ->expected(1, 2)
        ->type_name("[RUN] PROBLEM");
    auto* print = rerun->add_flag("--print", o.print_only, "only print what repeats it without testskew, as a script");
    auto* pdb = rerun->add_flag("--pdb", o.debug, "open pytest's debugger where it fails");
    auto* shell = rerun->add_flag("--shell", o.open_shell, "open a shell in the session's world instead of pytest");
    print->excludes(shell);
    pdb->excludes(shell);
    rerun->add_option("--workspace", o.workspace, "auto, overlay or copy")
        ->check(CLI::IsMember({"auto", "overlay", "copy"}));
    add_sandbox(rerun, o);

    auto* report = add_command(app, o, "report", "Any report of an earlier run",
                               "testskew report --format markdown\n"
                               "  testskew report --format html -o report.html\n"
                               "  testskew report --format sarif,junit -o reports");
    report->add_option("run", o.run, "a run's id (default: the latest)")->type_name("RUN");
    add_formats(report, o);
    report->add_flag("--explain-plan", o.explain_plan, "with each session and why it was run");
}

void add_verify(CLI::App& app, Options& o) {
    auto* verify = add_command(app, o, "verify", "After a fix: whether what failed in a run passes everywhere now",
                               "testskew verify\n"
                               "  testskew verify --also 3.13,3.14\n"
                               "  testskew verify leg.jsonl");
    verify->add_option("run", o.run, "a run's id (default: the latest), or the recording of a leg")->type_name("RUN");
    verify->add_option("--also", o.also, "further profiles that must pass: a version is the bad side on that Python")
        ->delimiter(',')
        ->type_name("PROFILE,...");
    verify
        ->add_option("--repeats", o.looks,
                     "sessions of what is flaky (default: as many as its rate in the run asks for)")
        ->check(CLI::Range(1, 100));
    verify->add_flag_callback(
        "--no-undo", [&o] { o.undo = false; }, "do not look whether the failures come back without the change");
    verify->add_flag("--strict", o.strict, "also fail if a failure is gone that does not come back without the change");
    add_session(verify, o);
    add_sandbox(verify, o);
}

void add_repro(CLI::App& app, Options& o) {
    auto* repro = add_command(app, o, "repro", "Write a script that shows a problem with pytest alone",
                              "testskew repro 1 -o repro.sh\n"
                              "  testskew repro 1 --docker -o Dockerfile");
    repro->add_option("problem", o.rerun, "[RUN] PROBLEM: a run's id (default: the latest), and the problem's number")
        ->required()
        ->expected(1, 2)
        ->type_name("[RUN] PROBLEM");
    repro->add_option("-o,--output", o.output, "the file to write (default: repro-PROBLEM.sh, or Dockerfile)")
        ->type_name("FILE");
    repro->add_flag("--docker", o.docker, "write a Dockerfile whose image runs the script");
    add_session(repro, o);
}

}  // namespace

void define_runs(CLI::App& app, Options& o) {
    add_run(app, o);
    add_recordings(app, o);
    add_reports(app, o);
    add_verify(app, o);
    add_repro(app, o);
    add_session_command(app, o);
}

}  // namespace testskew::cli
