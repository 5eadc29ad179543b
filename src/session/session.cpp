// This file has one session from its start to its recording.
#include "session/session.hpp"

#include <fmt/core.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <nlohmann/json.hpp>

#include "session/command.hpp"
#include "session/follow.hpp"
#include "session/host.hpp"
#include "session/junit.hpp"
#include "session/probe_files.hpp"
#include "session/recording_file.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/json_line.hpp"
#include "util/json_members.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;

namespace testskew::session {
namespace {

constexpr std::size_t setup_output_shown = 2000;
constexpr std::size_t most_of_first_line = 1 << 16;

/// Gives a folder to another user, who must be able to write there.
void give_to(const process::HostUser& user, const fs::path& path) {
    std::error_code error;
    for (const auto& entry : fs::recursive_directory_iterator(path, error))
        if (::lchown(entry.path().c_str(), user.uid, user.gid) != 0) break;
    if (::chown(path.c_str(), user.uid, user.gid) != 0)
        throw Error(fmt::format("cannot give {} to the user of the session", path.string()), ExitCode::environment);
}

std::string last_part(const std::string& text, std::size_t size) {
    const auto trimmed = std::string(trim(text));
    return trimmed.size() <= size ? trimmed
                                  : "..." + valid_utf8(std::string_view(trimmed).substr(trimmed.size() - size));
}

/// Runs the setup commands. Returns why one of them failed, or "".
std::string run_setup(const SessionRequest& request, process::Lease& lease, Status& status,
                      const std::string& status_key, process::Exit& exit) {
    for (const auto& argv : request.setup) {
        if (argv.empty()) continue;
        status.update(status_key, "setup: " + argv[0]);
        auto command = command_of(request, setup_command(request, argv));
        command.lease = &lease;  // The daemons of setup commands serve pytest and die with the session.
        exit = process::run(command);
        if (exit.ok()) continue;
        const auto name = shell_command(argv);
        if (!exit.start_error.empty()) return fmt::format("{}: {}", name, exit.start_error);
        if (exit.timed_out) return fmt::format("{}: not done after {} s", name, request.timeout.count() / 1000.0);
        const auto how = exit.signal ? fmt::format("was ended by signal {}", exit.signal)
                                     : fmt::format("ended with status {}", exit.status);
        return fmt::format("{} {}\n{}", name, how,
                           last_part(valid_utf8(exit.err + "\n" + exit.out), setup_output_shown));
    }
    return "";
}

/// Asks every process of the session that the probe has reported for a dump of its stacks. A process without a probe is
/// not asked, because the signal would end it.
void ask_for_stacks(const fs::path& capture, int session) {
#ifdef SIGRTMIN
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(capture, error)) {
        if (entry.path().extension() != ".jsonl") continue;
        const auto text = read_beginning(entry.path(), most_of_first_line, Links::refuse);
        const auto record = parse_line(std::string_view(text).substr(0, text.find('\n')));
        if (!record || members::text(*record, "t") != "loaded") continue;
        const int pid = members::integer(*record, "pid");
        if (pid > 1 && ::getsid(pid) == session) ::kill(pid, stack_dump_signal());
    }
#else
    (void)capture, (void)session;
#endif
}

/// Returns the command of pytest itself, which alone gets the terminal that the host settings ask for.
process::Command pytest_command(const SessionRequest& request, std::vector<std::string> argv) {
    auto command = command_of(request, std::move(argv));
    if (request.host.terminal) command.terminal = process::TerminalSize{request.host.columns, request.host.rows};
    return command;
}

process::Exit run_probed(const SessionRequest& request, const fs::path& boot, const fs::path& capture, Status& status,
                         const std::string& status_key) {
    auto command = pytest_command(request, probed_command(request, boot, capture));
    std::atomic<int> pid = 0;
    command.on_start = [&](int started) { pid = started; };
    command.before_kill = [&] { ask_for_stacks(capture, pid); };
    const Follower follower(capture / "main.jsonl", status, status_key);
    return process::run(command);
}

process::Exit run_bare(const SessionRequest& request, const fs::path& capture) {
    return process::run(pytest_command(request, junit_command(request, capture / "bare.xml")));
}

/// A full disk swallows what the probe writes without an error. In that case the recording must not be taken for a
/// whole one.
void check_space(const fs::path& folder) {
    struct statvfs space = {};
    if (::statvfs(folder.c_str(), &space) != 0 || space.f_blocks == 0) return;
    if ((::geteuid() == 0 ? space.f_bfree : space.f_bavail) == 0)
        throw Error(fmt::format("the disk of {} is full: make room and run again", folder.string()),
                    ExitCode::environment);
}

void write_recording(const SessionRequest& request, const std::string& started, const process::Exit& exit,
                     const Capture& capture) {
    std::error_code error;
    fs::create_directories(request.recording.parent_path(), error);
    write_file(request.recording, recording_text(request, started, exit, capture), 0600);
}

}  // namespace

int stack_dump_signal() {
#ifdef SIGRTMIN
    return SIGRTMIN + 5;
#else
    return 0;
#endif
}

SessionResult run(const SessionRequest& asked, Status& status, const std::string& status_key) {
    SessionRequest request = asked;
    SessionResult result;
    result.recording = request.recording;
    result.command = bare_command(request);
    request.secrets.add(request.environ);
    const auto started = utc_now();
    const auto begin = std::chrono::steady_clock::now();
    const TemporaryFolder folder(request.capture_parent, "session-");
    const auto user = other_user(request.host);

    process::Lease lease;
    result.setup_failure = request.secrets.hide(run_setup(request, lease, status, status_key, result.exit));
    Capture capture;
    if (result.setup_failure.empty()) {
        // Another user cannot look into our cache, so the probe is brought along.
        const auto boot = !request.probe.empty() ? request.probe / "boot.py"
                                                 : materialise_probe(user ? folder.path : cache_directory() / "probe");
        write_file(folder.path / "config.json",
                   config_json(request, user || !request.probe.empty() ? fs::path() : boot.parent_path()), 0600);
        if (user) give_to(*user, folder.path);
        status.update(status_key, "start");
        result.exit = run_probed(request, boot, folder.path, status, status_key);
        capture = read_capture(folder.path, request.secrets);
        result.probe_loaded = capture.loaded;
        result.incomplete = capture.incomplete;
        if (!capture.loaded && result.exit.start_error.empty() && !result.exit.timed_out) {
            status.update(status_key, "run again without the probe");
            result.exit = run_bare(request, folder.path);
            capture.lines =
                junit_records(read_junit(read_file(folder.path / "bare.xml", most_read, Links::refuse).value_or("")));
            request.facts["probe"] = "not loaded";
        }
        check_space(folder.path);
    } else {
        request.facts["setup_failure"] = result.setup_failure;
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    write_recording(request, started, result.exit, capture);
    return result;
}

}  // namespace testskew::session
