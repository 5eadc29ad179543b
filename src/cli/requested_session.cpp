#include "cli/requested_session.hpp"

#include <fmt/core.h>

#include <cstdlib>

#include "cli/pipeline.hpp"
#include "cli/terminal.hpp"
#include "cluster/workers.hpp"
#include "interpreter/interpreter.hpp"
#include "laboratory/laboratory.hpp"
#include "rounds/documents.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/temporary_folder.hpp"

namespace testskew::cli {
namespace {

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

/// The interpreter of this machine that stands for the one that is asked for.
Interpreter own_interpreter(const Interpreter& wanted, SameBuild build) {
    const auto interpreters = interpreter::find_all();
    const Interpreter* own = cluster::like(wanted, interpreters);
    if (!own)
        throw Error(fmt::format("there is no Python {} here: `uv python install {}`", wanted.version, wanted.version),
                    ExitCode::environment);
    const std::string differs = build == SameBuild::required ? rounds::unlike(*own, wanted) : "";
    if (!differs.empty())
        throw Error(fmt::format("{} is not what the run had: {}", own->executable, differs), ExitCode::environment);
    return *own;
}

}  // namespace

RequestedSession run_requested(const Options& options, runner::SessionRequestData request,
                               const std::filesystem::path& project, SameBuild build) {
    const auto status = make_status(StatusKind::none, false);
    const TemporaryFolder folder;
    laboratory::Laboratory laboratory(project, folder.path, options_of_request(options, request), *status);
    RequestedSession result;
    hiding(laboratory, [&] {
        sides::Side& side = request.spec.side;
        laboratory.add_secrets(side.environ, side);
        side.interpreter = result.interpreter = own_interpreter(side.interpreter, build);
        result.answer.outcome = laboratory.run({request.spec}, 1).front();
        const auto& outcome = result.answer.outcome;
        if (outcome.recording)
            result.answer.recording =
                read_file(laboratory.run_folder() / outcome.summary.recording, size_t{4} << 30).value_or("");
        if (!outcome.failure) result.answer.environment_key = laboratory.environments().environment_of(side).key;
        return ExitCode::ok;
    });
    return result;
}

}  // namespace testskew::cli
