#include "report/hidden.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/once.hpp"
#include "util/text.hpp"

namespace testskew::report {
namespace {

std::string library_of(const std::string& path) {
    std::string rest = path.starts_with("<site>/") ? path.substr(7) : path;
    return rest.substr(0, rest.find('/'));
}

/// The place at which the project itself turned an exception into an answer: it raised the answer while it handled
/// another exception.
const Frame* turned_at(const Failure& failure) {
    if (failure.chain.size() < 2) return nullptr;
    const ExceptionRecord& outer = failure.chain.front();
    if (outer.type == failure.type && outer.message == failure.message) return nullptr;
    if (failure.chain[1].link != "context" && failure.chain[1].link != "cause") return nullptr;
    for (auto frame = outer.frames.rbegin(); frame != outer.frames.rend(); ++frame)
        if (frame->project) return &*frame;
    return nullptr;
}

std::string hidden_by(const Failure& failure) {
    if (const Frame* frame = turned_at(failure))
        return fmt::format("hidden by an `except` in {} ({}:{})",
                           frame->function.substr(frame->function.rfind('.') + 1), frame->path, frame->line);
    if (!failure.handled_at || failure.handled_at->path.empty()) return failure.swallowed ? "hidden from the test" : "";
    const Frame& at = *failure.handled_at;
    const std::string place = fmt::format("{}:{}", at.path, at.line);
    if (at.project) {
        if (at.source.starts_with("except"))
            return fmt::format("hidden by `{}` in {}", at.source.substr(0, at.source.find(" #")), place);
        const bool logged =
            at.source.find("log") != std::string::npos || at.source.find(".exception(") != std::string::npos;
        if (logged) return "logged and not raised again at " + place;
        return fmt::format("answered by a handler in {}{}", place,
                           at.function.empty() ? "" : " (" + at.function.substr(at.function.rfind('.') + 1) + ")");
    }
    if (at.path.ends_with("starlette/middleware/errors.py")) return "hidden by raise_server_exceptions=False";
    if (at.path.ends_with("django/core/handlers/exception.py")) return "hidden by raise_request_exception=False";
    if (at.path.ends_with("click/testing.py") || at.path.ends_with("typer/testing.py"))
        return "kept by CliRunner in the result's `exception`";
    if (at.path.ends_with("flask/app.py")) return "hidden by Flask, as neither TESTING nor PROPAGATE_EXCEPTIONS is set";
    return fmt::format("answered by {}'s own {}", library_of(at.path),
                       at.function.empty() ? "handler" : at.function.substr(at.function.rfind('.') + 1));
}

}  // namespace

std::string hidden_line(const Failure& failure) {
    std::string result;
    if (failure.request && failure.request->status)
        result = fmt::format("answered as HTTP {}", failure.request->status);
    std::string by = hidden_by(failure);
    if (!result.empty() && by.starts_with("answered "))
        by.erase(0, 9), result += " " + by;
    else if (!by.empty())
        result += (result.empty() ? "" : ", ") + by;
    return one_line(result, 300);
}

std::string server_line(const Block& block) {
    std::vector<std::string> requests, hidden;
    for (const Cluster* cluster : block.clusters) {
        const Failure& failure = cluster->error;
        if (failure.request) add_once(requests, one_line(failure.request->method + " " + failure.request->path, 120));
        add_once(hidden, hidden_line(failure));
    }
    std::string line = requests.empty() ? "" : requests.front();
    if (requests.size() > 1)
        line += fmt::format(" (and {})", count_of(static_cast<long>(requests.size()) - 1, "more request"));
    if (!hidden.empty()) line += (line.empty() ? "" : " ") + hidden.front();
    for (std::size_t i = 1; i < hidden.size() && i < 3; ++i) {  // the part that all ways share is written only once
        const std::string common = hidden[0].substr(0, hidden[0].find(", "));
        std::string other = hidden[i].starts_with(common + ", ") ? hidden[i].substr(common.size() + 2) : hidden[i];
        if (other.starts_with("hidden by ") && hidden[0].find(", hidden by ") != std::string::npos) other.erase(0, 7);
        line += ", or " + other;
    }
    if (hidden.size() > 3)
        line += fmt::format(", or in {}", count_of(static_cast<long>(hidden.size()) - 3, "other way"));
    return line;
}

std::string seen_line(const Block& block) {
    std::vector<std::string> seen;
    for (const Cluster* cluster : block.clusters)
        if (cluster->error.swallowed) add_once(seen, one_line(first_line(cluster->error.assertion), 200));
    std::string line = join(
        {seen.begin(), seen.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(seen.size(), 3))}, ", or ");
    if (seen.size() > 3) line += fmt::format(", or {} other texts", seen.size() - 3);
    return line;
}

}  // namespace testskew::report
