// testskew session: runs one session that another testskew asks for, on a worker of a cluster.
#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "cluster/workers.hpp"
#include "environment/uv.hpp"
#include "interpreter/interpreter.hpp"
#include "laboratory/laboratory.hpp"
#include "process/interruption.hpp"
#include "runner/session_data.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/os_release.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"
#include "util/version.hpp"
#include "workspace/workspaces.hpp"

namespace fs = std::filesystem;

namespace testskew::cli {
namespace {

/// The architecture and the model of the processor: "x86_64 (AMD EPYC 7B13)".
std::string processor() {
    utsname name = {};
    ::uname(&name);
    const std::string about = read_beginning("/proc/cpuinfo", 1 << 14);
    const size_t at = about.find("model name");
    if (at == std::string::npos) return name.machine;
    const size_t colon = about.find(':', at), end = about.find('\n', at);
    return fmt::format("{} ({})", name.machine, trim(about.substr(colon + 1, end - colon - 1)));
}

ExitCode print_facts() {
    const TemporaryFolder folder;
    cluster::Worker facts;
    facts.version = version();
    facts.os = os_name();
    facts.cpu = processor();
    facts.workspace = workspace::to_string(workspace::Workspaces(folder.path, std::nullopt).mode());
    facts.uv = environment::present_uv().value_or("").string();
    facts.interpreters = interpreter::find_all();
    print(cluster::facts_document(facts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return ExitCode::ok;
}

/// Reads the first line of the standard input. Its end, which comes when whoever asked is gone, interrupts the session.
std::string line_of_input() {
    std::string line;
    std::array<char, 1 << 16> buffer;
    while (line.empty() || line.back() != '\n') {
        const ssize_t size = read_some(STDIN_FILENO, buffer.data(), buffer.size());
        if (size <= 0) throw Error("session -: a request is expected on the standard input, in one line");
        line.append(buffer.data(), static_cast<size_t>(size));
    }
    std::thread([] {
        char more;
        while (read_some(STDIN_FILENO, &more, 1) > 0) {
        }
        process::interrupt();
    }).detach();
    return line;
}

runner::SessionRequestData request_of(const std::string& file) {
    const auto text = file == "-" ? line_of_input() : read_file(file);
    if (!text) throw Error(fmt::format("cannot read {}", printable(file)));
    try {
        auto request = runner::request_from(nlohmann::json::parse(*text));
        if (request.version == version()) return request;
        throw Error(fmt::format("the session is asked for by testskew {}, and this is {}", request.version, version()),
                    ExitCode::environment);
    } catch (const nlohmann::json::exception&) {
        throw Error(fmt::format("{} is no request for a session", printable(file)));
    }
}

laboratory::LaboratoryOptions options_of_request(const Options& options, const runner::SessionRequestData& request) {
    laboratory::LaboratoryOptions result = laboratory_options(options);
    result.jobs = 1;
    result.timeout = request.timeout;
    result.server_exceptions = request.server_exceptions;
    result.offline = request.offline;
    result.sandbox = request.sandbox;
    result.key = request.key;
    result.beside = request.beside;
    if (request.id.starts_with("s")) result.first_session = std::atoi(request.id.c_str() + 1);
    if (request.workspace == "overlay") result.mode = workspace::Mode::overlay;
    if (request.workspace == "copy") result.mode = workspace::Mode::copy;
    return result;
}

/// Runs the session and prints what came of it.
void answer(runner::SessionRequestData& request, laboratory::Laboratory& laboratory) {
    sides::Side& side = request.spec.side;
    laboratory.add_secrets(side.environ, side);
    const auto interpreters = interpreter::find_all();
    const Interpreter* own = cluster::like(side.interpreter, interpreters);
    if (!own)
        throw Error(fmt::format("there is no Python {} here: `uv python install {}`", side.interpreter.version,
                                side.interpreter.version),
                    ExitCode::environment);
    side.interpreter = *own;
    runner::SessionAnswerData answer;
    answer.outcome = laboratory.run({request.spec}, 1).front();
    if (answer.outcome.recording)
        answer.recording =
            read_file(laboratory.run_folder() / answer.outcome.summary.recording, size_t{4} << 30).value_or("");
    if (!answer.outcome.failure) answer.environment_key = laboratory.environments().environment_of(side).key;
    print(runner::to_data(answer).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace

ExitCode session(const Options& options) {
    if (options.facts) return print_facts();
    if (options.request.empty()) throw Error("session needs a request, or - for one on the standard input");
    auto request = request_of(options.request);
    const auto status = make_status(StatusKind::none, false);
    const TemporaryFolder folder;
    laboratory::Laboratory laboratory(fs::current_path() / request.project, folder.path,
                                      options_of_request(options, request), *status);
    return hiding(laboratory, [&] {
        answer(request, laboratory);
        return ExitCode::ok;
    });
}

}  // namespace testskew::cli
