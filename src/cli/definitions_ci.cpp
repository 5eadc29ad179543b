#include "ci/plan.hpp"
#include "cli/definition_parts.hpp"
#include "cli/definitions.hpp"

namespace testskew::cli {
namespace {

void add_init(CLI::App& app, Options& o) {
    auto* init = add_command(app, o, "init", "Write testskew.toml from what the project's CI says; runs nothing",
                             "testskew init --leg py=3.11,os=ubuntu");
    init->add_option("source", o.source, "a workflow file or a log (default: the CI files of the project)")
        ->type_name("FILE");
    init->add_option("--leg", o.leg, "the leg: py=VERSION, os=NAME, job=NAME, or a key of its matrix")
        ->delimiter(',')
        ->type_name("NAME=VALUE");
    init->add_option("--log", o.log, "the log of the leg's job")->type_name("FILE");
    init->add_option("--junit", o.junit, "a JUnit XML file of the leg, for the ids of the failing tests")
        ->type_name("FILE");
    init->add_flag("--print", o.print_only, "only print what would be written");
    init->add_flag("--force", o.force, "overwrite a testskew.toml that is there");
}

void add_ci(CLI::App& app, Options& o) {
    auto* ci =
        add_command(app, o, "ci", "After the tests of a CI: which legs failed, and what they differ in from others",
                    "testskew ci leg.jsonl --good known-good.jsonl\n"
                    "  testskew ci recordings/ --budget 10");
    ci->add_option("recordings", o.recordings, "recordings of legs, or folders of them (default: leg.jsonl)")
        ->type_name("FILE|FOLDER");
    ci->add_option("--good", o.good_recordings, "a recording that is known to be good, or a folder of such")
        ->type_name("FILE|FOLDER")
        ->allow_extra_args(false);
    ci->add_option("--budget", o.budget,
                   "minutes: set the legs up here and look for the causes (default: only compare)")
        ->check(above_zero);
    ci->add_option("-o,--code-quality", o.output, "write GitLab's code quality report to this file")->type_name("FILE");
    ci->add_flag("--exit-code", o.exit_code, "end with the exit code of what was found, and not with 0");
    ci->add_flag("--quick", o.quick, "with --budget: few sessions, so causes are supported, not proven");
    ci->add_flag("!--no-observe", o.observe, "with --budget: no traced sessions of failing tests");
    add_session(ci, o);
}

void add_plan(CLI::App& app, Options& o) {
    auto* plan = add_command(app, o, "plan", "The matrix of legs as JSON, for a workflow's fromJSON",
                             "testskew plan --github-output matrix\n"
                             "  testskew plan --next --github-output matrix");
    plan->add_option("profiles", o.profiles,
                     "profiles (default: those of testskew.toml, else what the project supports)")
        ->type_name("PROFILE|RUN");
    plan->add_option("--github-output", o.github_output, "also write NAME=JSON to the outputs of the step")
        ->type_name("NAME");
    auto* next =
        plan->add_flag("--next", o.next,
                       "instead, the sessions that a run (default: the latest) waits for: each leg runs one of "
                       "them by `testskew session`");
    const auto only_next = [&](CLI::Option* option) { option->needs(next); };
    only_next(plan->add_option("--most", o.most, "the sessions of a round (default 32, or as before)")
                  ->check(CLI::Range(1, static_cast<int>(ci::most_legs))));
    only_next(plan->add_flag("--ahead", o.ahead,
                             "also sessions that are likely to be asked for later: fewer rounds, some jobs in vain"));
    only_next(plan->add_option("--repeats", o.repeats, "confirming pairs of sessions")
                  ->capture_default_str()
                  ->check(CLI::Range(5, 50)));
    only_next(plan->add_flag("--quick", o.quick, "few sessions, so causes are supported, not proven"));
    only_next(plan->add_flag("!--no-observe", o.observe, "no traced sessions of failing tests"));
    only_next(plan->add_flag("--offline", o.offline, "no network: only what is kept"));
}

void add_hook(CLI::App& app, Options& o) {
    auto* hook = app.add_subcommand("hook", "The pre-push hook: checks what is pushed, in a checkout of its own");
    hook->require_subcommand(1);
    example(hook, "testskew hook install");
    const auto add = [&](const std::string& name, const std::string& what, const std::string& shown) {
        CLI::App* command = hook->add_subcommand(name, what);
        command->callback([&o, name] { o.command = "hook " + name; });
        command->add_option("--project", o.hook.project, "the project's folder, relative to the top of the work tree")
            ->type_name("FOLDER");
        add_common(command, o);
        example(command, shown);
        return command;
    };
    auto* install =
        add("install", "Put the call into git's pre-push hook; what is there is kept", "testskew hook install");
    install->add_flag("--force", o.force, "also into a folder of hooks that other repositories share");
    auto* run = add("run", "What the hook calls; by hand, it checks HEAD", "testskew hook run --budget 300");
    run->add_option("remote", o.hook.remote, "the name of the remote, as git gives it")->type_name("REMOTE");
    run->add_option("url", o.hook.url, "its URL")->type_name("URL");
    run->add_option("--existing", o.hook.existing, "a hook that runs first, with the same input")->type_name("FILE");
    run->add_option("--budget", o.hook.budget, "seconds; then the push goes on (default 60)")->check(above_zero);
    run->add_option("--profile", o.profiles, "what is checked (default: [hook], else `ci`, else `here`)")
        ->type_name("PROFILE")
        ->allow_extra_args(false);
    add_session(run, o);
    add("status", "What is installed where, what it would check, and what came of it last", "testskew hook status");
    add("uninstall", "Take the call out; what was there before is as it was", "testskew hook uninstall");
}

}  // namespace

void define_ci(CLI::App& app, Options& o) {
    add_init(app, o);
    add_ci(app, o);
    add_plan(app, o);
    add_hook(app, o);
}

}  // namespace testskew::cli
