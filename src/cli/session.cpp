// testskew session: runs one session that another testskew asks for: on a worker of a cluster, or as a leg of a round.
#include <fmt/core.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "cli/commands.hpp"
#include "cli/requested_session.hpp"
#include "cli/terminal.hpp"
#include "cluster/workers.hpp"
#include "environment/uv.hpp"
#include "interpreter/interpreter.hpp"
#include "process/interruption.hpp"
#include "rounds/documents.hpp"
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

}  // namespace

ExitCode session(const Options& options) {
    if (options.facts) return print_facts();
    if (options.request.empty()) throw Error("session needs a session, or - for a request on the standard input");
    const size_t colon = options.request.rfind(':');
    if (rounds::is_id(colon == std::string::npos ? options.request : options.request.substr(colon + 1)))
        return session_of_round(options);
    const auto request = request_of(options.request);
    const auto requested = run_requested(options, request, fs::current_path() / request.project, SameBuild::preferred);
    print(runner::to_data(requested.answer).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return ExitCode::ok;
}

}  // namespace testskew::cli
