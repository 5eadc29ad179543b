// `testskew record --here`: records a command in the environment that is there, as a step of CI runs it.
#include <fmt/core.h>

#include <future>

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "environment/freeze.hpp"
#include "interpreter/identify.hpp"
#include "process/environ.hpp"
#include "process/in_place.hpp"
#include "process/os_packages.hpp"
#include "profile/profile.hpp"
#include "report/facts.hpp"
#include "session/leg_file.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/os_release.hpp"
#include "util/text.hpp"
#include "workspace/ignored.hpp"
#include "workspace/states.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

// What a shell says if it cannot find a command, and if it cannot start it.
constexpr int not_found = 127, not_started = 126;

/// The path of the program that a shell would run; empty if there is none.
fs::path program_of(const std::string& word) {
    if (word.find('/') != std::string::npos) return fs::absolute(word);
    return find_on_path(word).value_or(fs::path());
}

/// Where an interpreter was made, as far as its path tells.
std::string origin_of(const fs::path& python) {
    const std::string path = python.string();
    const auto has = [&](const char* part) { return path.find(part) != std::string::npos; };
    if (has("hostedtoolcache")) return "toolcache";
    if (has("/uv/python/")) return "uv";
    if (has("/.pyenv/")) return "pyenv";
    if (has("conda") || has("mamba")) return "conda";
    return path.starts_with("/usr/bin/") ? "system" : path.starts_with("/usr/local/") ? "/usr/local" : "other";
}

/// The facts of this machine and of the project's repository.
std::map<std::string, std::string> facts_of(const fs::path& project) {
    std::map<std::string, std::string> facts;
    if (const auto place = workspace::find_git(project)) {
        facts = workspace::git_facts(*place);
        if (std::string merge = workspace::merge_at_head(*place); !merge.empty()) facts["merge"] = std::move(merge);
        facts["project"] = fs::weakly_canonical(project).lexically_relative(fs::weakly_canonical(place->top)).string();
    }
    if (const std::string os = os_name(); !os.empty()) facts["os"] = os;
    return facts;
}

/// The facts of what a session has touched: files that no clone has, and packages of the operating system.
std::map<std::string, std::string> touched_facts(const session::Touched& touched, const fs::path& project) {
    std::map<std::string, std::string> facts;
    if (const auto place = workspace::find_git(project))
        if (const auto ignored = workspace::ignored_files(*place, project, touched.files); !ignored.empty())
            facts["ignored_files"] = join(ignored, "\n");
    std::vector<std::string> files = touched.libraries, packages;
    files.insert(files.end(), touched.programs.begin(), touched.programs.end());
    for (const auto& [name, version] : process::os_packages_of(files)) packages.push_back(name + " " + version);
    if (!packages.empty()) facts["os_packages"] = join(packages, ", ");
    return facts;
}

session::LegSession looked_at(session::InPlaceSession session, const fs::path& project) {
    session::LegSession result;
    // Each of these waits for other programs most of the time.
    auto facts = std::async(std::launch::async, [&] { return touched_facts(session.touched, project); });
    const auto below = fs::path(session.place.folder).lexically_relative(fs::weakly_canonical(project));
    if (!below.empty() && *below.begin() != "..") result.folder = below.string();
    std::vector<fs::path> sites;
    for (const auto& entry : session.place.sys_path) sites.emplace_back(entry);
    result.installed = environment::freeze(sites);
    if (!session.place.base_executable.empty()) {
        const auto answer = interpreter::answer_of(session.place.base_executable, false);
        if (answer.interpreter) result.interpreter = *answer.interpreter;
    }
    result.facts = facts.get();
    result.session = std::move(session);
    return result;
}

/// Writes the recording, of which `facts` are those that were known before the command. It never changes what the
/// command ended with: what goes wrong is said on one line.
void write_leg(const Options& options, const session::InPlaceRequest& request, const fs::path& output,
               session::InPlaceResult result, const std::string& started, std::map<std::string, std::string> facts) {
    session::Leg leg;
    leg.name = output.stem().string();
    leg.command = request.command;
    leg.folder = fs::current_path().lexically_relative(request.project).string();
    leg.started = started;
    leg.entry = result.entry;
    leg.exit = result.exit;
    leg.key = options.key.empty() ? random_hex(16) : sha256("testskew " + options.key);
    leg.facts = std::move(facts);
    leg.values = options.values;
    leg.secrets = request.secrets;
    for (auto& session : result.sessions) leg.sessions.push_back(looked_at(std::move(session), request.project));
    if (!leg.sessions.empty()) leg.facts["python.from"] = origin_of(leg.sessions[0].interpreter.executable);
    const std::size_t count = leg.sessions.size();
    write_through(output, session::leg_text(std::move(leg)));
    if (!result.why_not_recorded.empty())
        fmt::print(stderr, "testskew: nothing could be recorded: {}\n", printable(result.why_not_recorded));
    if (options.verbosity < 0 || !result.why_not_recorded.empty()) return;
    const std::string where = report::one_line(output.string(), 1000);
    const std::string what =
        count ? count_of(static_cast<long>(count), "session") + " of pytest"
        : result.exit.signal
            ? fmt::format("no pytest was recorded before signal {} ended the command", result.exit.signal)
            : "no pytest was recorded: the command starts none, or keeps PYTHONPATH from it";
    fmt::print(stderr, "testskew: {} -> {}\n", what, where);
}

/// Ends as a shell that cannot start a command.
[[noreturn]] void fail_to_start(const std::string& command, int status, const std::string& why) {
    fmt::print(stderr, "testskew: {}: {}\n", printable(command), printable(why));
    process::Exit exit;
    exit.status = status;
    process::end_like(exit);
}

}  // namespace

ExitCode record_here(const Options& options) {
    const fs::path output = fs::absolute(options.output.empty() ? fs::path("leg.jsonl") : fs::path(options.output));
    session::InPlaceRequest request;
    request.command = options.pytest_args.empty() ? std::vector<std::string>{"pytest"} : options.pytest_args;
    request.program = program_of(request.command[0]);
    request.environ = process::own_environ();
    request.project = profile::project_root(fs::current_path());
    request.secrets = Secrets(request.environ);
    request.secrets.add(secret_options(request.command));
    request.environ.erase("TESTSKEW_KEY");  // it is testskew's own, and the tests are to see none of testskew

    if (request.program.empty()) fail_to_start(request.command[0], not_found, "there is no such command");
    const std::string started = session::utc_now();
    // git is asked while the command runs, of which it takes nothing where there is a second core.
    auto facts = std::async(std::launch::async, [&] { return facts_of(request.project); });
    auto result = session::run_in_place(request);
    const process::Exit exit = result.exit;
    if (!exit.start_error.empty()) fail_to_start(request.command[0], not_started, exit.start_error);
    try {
        write_leg(options, request, output, std::move(result), started, facts.get());
    } catch (const std::exception& error) {
        fmt::print(stderr, "testskew: the recording could not be written: {}\n", printable(error.what()));
    }
    process::end_like(exit);
}

}  // namespace testskew::cli
