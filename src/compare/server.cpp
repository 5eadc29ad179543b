#include "compare/server.hpp"

#include <algorithm>
#include <string>

#include "compare/normalise.hpp"
#include "compare/shown.hpp"

namespace testskew::compare {
namespace {

bool has_project_frame(const ExceptionChain& chain) {
    return std::any_of(chain.begin(), chain.end(), [](const ExceptionRecord& e) {
        return std::any_of(e.frames.begin(), e.frames.end(), [](const Frame& f) { return f.project; });
    });
}

/// Seen only where the interpreter has sys.monitoring, or in a traced session: evidence, never identity.
bool observed_only(const ServerException& exception) {
    return exception.hook.find("monitoring") != std::string::npos || exception.hook.find("trace") != std::string::npos;
}

bool logged(const ServerException& exception) { return exception.hook.starts_with("logging"); }

/// Kept by the test client of a command line, which a test asks for an exit code.
bool of_command(const ServerException& exception) { return exception.hook.starts_with("click."); }

/// Answered as an internal error, or never answered: nobody meant it.
bool unhandled(const ServerException& exception) {
    return exception.request ? exception.request->status >= 500 || exception.request->status == 0
                             : !exception.handled_at;
}

/// Whether the test's own failure names the status of the answer: `assert 404 == 200`, "Client error '404 Not Found'".
bool names_status(const PhaseRecord& phase, int status) {
    const std::string number = std::to_string(status);
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto in = [&](const std::string& text) {
        for (std::size_t at = text.find(number); at != std::string::npos; at = text.find(number, at + 1)) {
            const std::size_t after = at + number.size();
            if ((at == 0 || !digit(text[at - 1])) && (after == text.size() || !digit(text[after]))) return true;
        }
        return false;
    };
    return in(phase.message) || (!phase.chain.empty() && in(phase.chain.front().message));
}

/// What the failure may come from, though nothing says that nobody meant it: an answer below 500 that the test
/// complains about by its number, or an exception that only the framework's last resort met after the answer was out (a
/// background task).
bool worth_showing(const ServerException& exception, const PhaseRecord& phase) {
    if (!exception.request || !has_project_frame(exception.chain)) return false;
    const int status = exception.request->status;
    if (status >= 400) return names_status(phase, status);
    return status > 0 && !(exception.handled_at && exception.handled_at->project) &&
           !carries_answer(exception.chain.front());
}

/// Whether the test's own failure may be an after-effect of an answer: an assertion, an HTTP client's complaint about a
/// status, or anything else that broke in the test's own file, where an error's answer was taken for a good one.
bool may_follow(const TestRecord& test, const PhaseRecord& phase) {
    if (phase.chain.empty()) return true;
    const std::string type = type_name(phase.chain.front().type);
    if (type == "AssertionError" || type == "Failed" || type == "HTTPStatusError" || type == "HTTPError" ||
        type == "ClientResponseError")
        return true;
    const std::string module = test.id.substr(0, test.id.find("::"));
    const auto& frames = phase.chain.front().frames;
    return std::none_of(frames.begin(), frames.end(), [&](const Frame& f) {
        return f.project && f.path != module && !f.path.ends_with("conftest.py");
    });
}

}  // namespace

ServerChoice choose_server_exception(const TestRecord& test, const PhaseRecord& phase) {
    ServerChoice choice;
    if (test.server_exceptions.empty() || !may_follow(test, phase)) return choice;
    const ServerException *last_error = nullptr, *first_error = nullptr, *answered = nullptr, *last_logged = nullptr,
                          *shown = nullptr, *observed = nullptr, *command = nullptr;
    for (const ServerException& exception : test.server_exceptions) {
        if (exception.raised || exception.chain.empty() || (!exception.phase.empty() && exception.phase != phase.phase))
            continue;
        if (observed_only(exception)) {
            if (exception.request && exception.request->status >= 500) observed = &exception;
        } else if (of_command(exception)) {
            command = &exception;  // of several the last was looked at
        } else if (logged(exception)) {
            if (has_project_frame(exception.chain)) last_logged = &exception;
        } else if (unhandled(exception)) {
            if (exception.request && exception.request->status >= 500) last_error = &exception;
            if (!first_error) first_error = &exception;
        } else if (exception.chain.size() > 1 && carries_answer(exception.chain.front()) &&
                   has_project_frame({exception.chain.begin() + 1, exception.chain.end()})) {
            answered = &exception;
        } else if (worth_showing(exception, phase)) {
            shown = &exception;
        }
    }
    if (const ServerException* error = last_error ? last_error : first_error)
        return {error, ServerChoice::Role::identity};
    if (answered) return {answered, ServerChoice::Role::part};
    if (command)
        return {command, ServerChoice::Role::part};  // the test may well have expected it: the assertion counts too
    if (last_logged) return {last_logged, ServerChoice::Role::part};
    if (shown) return {shown, ServerChoice::Role::evidence};
    if (observed) return {observed, ServerChoice::Role::evidence};
    return choice;
}

}  // namespace testskew::compare
