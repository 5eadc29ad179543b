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

/// Answered as an internal error, or never answered: nobody meant it.
bool unhandled(const ServerException& exception) {
    return exception.request ? exception.request->status >= 500 || exception.request->status == 0 : !exception.handled_at;
}

/// Whether the test's own failure may be an after-effect of an answer: an assertion, an HTTP client's complaint about a status,
/// or anything else that broke in the test's own file, where an error's answer was taken for a good one.
bool may_follow(const TestRecord& test, const PhaseRecord& phase) {
    if (phase.chain.empty()) return true;
    const std::string type = type_name(phase.chain.front().type);
    if (type == "AssertionError" || type == "Failed" || type == "HTTPStatusError" || type == "HTTPError" || type == "ClientResponseError") return true;
    const std::string module = test.id.substr(0, test.id.find("::"));
    const auto& frames = phase.chain.front().frames;
    return std::none_of(frames.begin(), frames.end(), [&](const Frame& f) { return f.project && f.path != module && !f.path.ends_with("conftest.py"); });
}

}  // namespace

ServerChoice choose_server_exception(const TestRecord& test, const PhaseRecord& phase) {
    ServerChoice choice;
    if (test.server_exceptions.empty() || !may_follow(test, phase)) return choice;
    const ServerException *last_error = nullptr, *first_error = nullptr, *answered = nullptr, *last_logged = nullptr, *observed = nullptr;
    for (const ServerException& exception : test.server_exceptions) {
        if (exception.raised || exception.chain.empty() || (!exception.phase.empty() && exception.phase != phase.phase)) continue;
        if (observed_only(exception)) {
            if (exception.request && exception.request->status >= 500) observed = &exception;
        } else if (logged(exception)) {
            if (has_project_frame(exception.chain)) last_logged = &exception;
        } else if (unhandled(exception)) {
            if (exception.request && exception.request->status >= 500) last_error = &exception;
            if (!first_error) first_error = &exception;
        } else if (exception.chain.size() > 1 && carries_answer(exception.chain.front()) && has_project_frame({exception.chain.begin() + 1, exception.chain.end()})) {
            answered = &exception;
        }
    }
    if (const ServerException* error = last_error ? last_error : first_error) return {error, ServerChoice::Role::identity};
    if (answered) return {answered, ServerChoice::Role::part};
    if (last_logged) return {last_logged, ServerChoice::Role::part};
    if (observed) return {observed, ServerChoice::Role::evidence};
    return choice;
}

}  // namespace testskew::compare
