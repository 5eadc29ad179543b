#include "compare/shown.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "compare/spelling.hpp"
#include "util/text.hpp"

namespace testskew::compare {
namespace {

const Frame* innermost_project_frame(const ExceptionRecord& exception) {
    for (auto frame = exception.frames.rbegin(); frame != exception.frames.rend(); ++frame)
        if (frame->project) return &*frame;
    return nullptr;
}

/// The index of the exception that is shown. That is the first one, unless it only groups others or carries an answer;
/// then it is the one inside.
std::size_t shown_at(const ExceptionChain& chain) {
    std::size_t at = 0;
    while (at + 1 < chain.size()) {
        const std::string type = type_name(chain[at].type);
        const bool group = (type == "ExceptionGroup" || type == "BaseExceptionGroup") && chain[at + 1].link == "group";
        const bool answer = carries_answer(chain[at]) && innermost_project_frame(chain[at + 1]);
        if (!group && !answer) break;
        ++at;
    }
    return at;
}

}  // namespace

bool carries_answer(const ExceptionRecord& exception) {
    static constexpr std::array<std::string_view, 6> families = {"werkzeug.exceptions.",
                                                                 "aiohttp.web_exceptions.",
                                                                 "rest_framework.exceptions.",
                                                                 "sanic.exceptions.",
                                                                 "litestar.exceptions.http_exceptions.",
                                                                 "quart.exceptions."};
    static constexpr std::array<std::string_view, 4> django = {
        "django.http.response.Http404", "django.core.exceptions.PermissionDenied",
        "django.core.exceptions.SuspiciousOperation", "django.core.exceptions.BadRequest"};
    const std::string type = type_name(exception.type);
    return type == "HTTPException" || type == "InternalServerError" ||
           std::find(django.begin(), django.end(), exception.type) != django.end() ||
           std::any_of(families.begin(), families.end(),
                       [&](std::string_view family) { return exception.type.starts_with(family); });
}

Failure shown(const ExceptionChain& chain, TestPhase phase) {
    Failure failure;
    failure.phase = phase;
    failure.chain = chain;
    failure.cut = std::any_of(chain.begin(), chain.end(), [](const ExceptionRecord& e) { return e.cut; });
    if (chain.empty()) return failure;
    const std::size_t at = shown_at(chain);
    failure.type = chain[at].type;
    failure.message = chain[at].message;
    const Frame* frame = innermost_project_frame(chain[at]);
    for (std::size_t i = 0; !frame && i < chain.size(); ++i) frame = innermost_project_frame(chain[i]);
    if (frame) {
        failure.path = frame->path;
        failure.line = frame->line;
        failure.function = function_name(frame->function);
        failure.source = frame->source;
    }
    if (at > 0 && carries_answer(chain[0]))
        if (const Frame* answered = innermost_project_frame(chain[0])) failure.handled_at = *answered;
    return failure;
}

void show_server_exception(Failure& failure, const ServerException& exception) {
    const Failure own = failure;
    failure = shown(exception.chain, own.phase);
    failure.swallowed = true;
    failure.request = exception.request;
    if (exception.handled_at) failure.handled_at = exception.handled_at;
    failure.assertion = own.assertion;
    if (own.assertion.empty()) failure.assertion = own.type.empty() ? own.message : own.type + ": " + own.message;
}

}  // namespace testskew::compare
