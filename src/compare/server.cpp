#include "compare/server.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "compare/patterns.hpp"
#include "compare/shown.hpp"
#include "compare/spelling.hpp"
#include "model/node_id.hpp"

namespace testskew::compare {
namespace {

bool has_project_frame(const ExceptionChain& chain) {
    return std::any_of(chain.begin(), chain.end(), [](const ExceptionRecord& e) {
        return std::any_of(e.frames.begin(), e.frames.end(), [](const Frame& f) { return f.project; });
    });
}

/// True if only an interpreter with sys.monitoring or a traced session can see such an exception. It may then be
/// evidence, but never the identity.
bool observed_only(const ServerException& exception) {
    return exception.hook.find("monitoring") != std::string::npos || exception.hook.find("trace") != std::string::npos;
}

bool logged(const ServerException& exception) { return exception.hook.starts_with("logging"); }

/// True if the test client of a command-line program caught the exception. Tests ask such a client for an exit code.
bool of_command(const ServerException& exception) { return exception.hook.starts_with("click."); }

/// True if the exception was answered as an internal error or never answered, so that nobody can have intended it.
bool unhandled(const ServerException& exception) {
    return exception.request ? exception.request->status >= 500 || exception.request->status == 0
                             : !exception.handled_at;
}

/// True if the test's own failure names the status of the answer: `assert 404 == 200`, "Client error '404 Not Found'".
bool names_status(const PhaseRecord& phase, int status) {
    const std::string number = std::to_string(status);
    const auto in = [&](const std::string& text) {
        for (std::size_t at = text.find(number); at != std::string::npos; at = text.find(number, at + 1)) {
            const std::size_t after = at + number.size();
            if ((at == 0 || !digit(text[at - 1])) && (after == text.size() || !digit(text[after]))) return true;
        }
        return false;
    };
    return in(phase.message) || (!phase.chain.empty() && in(phase.chain.front().message));
}

/// True if the failure may come from the exception, although it may be intended. It led to an answer below 500 whose
/// number the test complains about, or only the framework's last handler caught it after the answer was sent (for
/// example, in a background task).
bool worth_showing(const ServerException& exception, const PhaseRecord& phase) {
    if (!exception.request || !has_project_frame(exception.chain)) return false;
    const int status = exception.request->status;
    if (status >= 400) return names_status(phase, status);
    return status > 0 && !(exception.handled_at && exception.handled_at->project) &&
           !carries_answer(exception.chain.front());
}

/// True if the test's own failure may be an after-effect of an answer. It is an assertion, an HTTP client's complaint
/// about a status, or any other exception in the test's own file, which may have treated an error answer as a good one.
bool may_follow(const TestRecord& test, const PhaseRecord& phase) {
    if (phase.chain.empty()) return true;
    const std::string type = type_name(phase.chain.front().type);
    if (type == "AssertionError" || type == "Failed" || type == "HTTPStatusError" || type == "HTTPError" ||
        type == "ClientResponseError")
        return true;
    const std::string module = module_of(test.id);
    const auto& frames = phase.chain.front().frames;
    return std::none_of(frames.begin(), frames.end(), [&](const Frame& f) {
        return f.project && f.path != module && !f.path.ends_with("conftest.py");
    });
}

/// How an exception may relate to a test's failure, from the most to the least telling kind.
enum class Kind {
    internal_error,  ///< answered with a status of 500 or more
    unanswered,      ///< nothing handled it
    answer,          ///< an HTTPException below 500 that was raised from another exception of the project
    of_command,      ///< caught by the test client of a command-line program
    logged,          ///< logged with a traceback through the project
    worth_showing,   ///< as the function worth_showing() says
    observed,        ///< seen by sys.monitoring or a trace only, and answered with 500 or more
    none
};

Kind kind_of(const ServerException& exception, const PhaseRecord& phase) {
    const bool as_500 = exception.request && exception.request->status >= 500;
    if (observed_only(exception)) return as_500 ? Kind::observed : Kind::none;
    if (of_command(exception)) return Kind::of_command;
    if (logged(exception)) return has_project_frame(exception.chain) ? Kind::logged : Kind::none;
    if (unhandled(exception)) return as_500 ? Kind::internal_error : Kind::unanswered;
    if (exception.chain.size() > 1 && carries_answer(exception.chain.front()) &&
        has_project_frame({exception.chain.begin() + 1, exception.chain.end()}))
        return Kind::answer;
    return worth_showing(exception, phase) ? Kind::worth_showing : Kind::none;
}

ServerChoice::Role role_of(Kind kind) {
    switch (kind) {
        case Kind::internal_error:
        case Kind::unanswered: return ServerChoice::Role::identity;
        case Kind::answer:
        case Kind::of_command:  // The test may have expected it, so its own assertion counts as well.
        case Kind::logged: return ServerChoice::Role::part;
        default: return ServerChoice::Role::evidence;
    }
}

}  // namespace

ServerChoice choose_server_exception(const TestRecord& test, const PhaseRecord& phase) {
    if (test.server_exceptions.empty() || !may_follow(test, phase)) return {};
    std::array<const ServerException*, static_cast<std::size_t>(Kind::none) + 1> found{};
    for (const ServerException& exception : test.server_exceptions) {
        if (exception.raised || exception.chain.empty() ||
            (exception.phase != TestPhase::none && exception.phase != phase.phase))
            continue;
        const Kind kind = kind_of(exception, phase);
        auto& of_kind = found[static_cast<std::size_t>(kind)];
        // The last exception of a kind is nearest to the failure. For unanswered ones the first is taken, because it
        // may have led to everything that came after it.
        if (kind != Kind::unanswered || !of_kind) of_kind = &exception;
    }
    for (std::size_t kind = 0; kind < static_cast<std::size_t>(Kind::none); ++kind)
        if (found[kind]) return {found[kind], role_of(static_cast<Kind>(kind))};
    return {};
}

}  // namespace testskew::compare
