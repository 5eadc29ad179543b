#include "interpreter/request.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <tuple>

#include "util/text.hpp"

namespace testskew::interpreter {
namespace {

/// Removes the number at the start of a text and returns it; nullopt if the text does not begin with one.
std::optional<int> take_number(std::string_view& text) {
    size_t end = 0;
    while (end < text.size() && end < 4 && std::isdigit(static_cast<unsigned char>(text[end]))) ++end;
    if (end == 0) return std::nullopt;
    const int number = std::stoi(std::string(text.substr(0, end)));
    text.remove_prefix(end);
    return number;
}

}  // namespace

std::optional<Request> parse_request(const std::string& asked) {
    std::string name = lower(trim(asked));
    for (const std::string_view prefix : {"cpython-", "cpython", "python-", "python"})
        if (name.starts_with(prefix)) {
            name.erase(0, prefix.size());
            break;
        }
    std::string_view rest = name;
    Request request;
    const auto major = take_number(rest);
    if (!major) return std::nullopt;
    request.major = *major;
    // tox writes 3.11 as "311".
    if (*major > 30 && rest.empty()) {
        const std::string text = std::to_string(*major);
        request.major = text[0] - '0';
        request.minor = std::stoi(text.substr(1));
        return request;
    }
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        request.minor = take_number(rest);
        if (!request.minor) return std::nullopt;
    }
    if (request.minor && rest.starts_with('.')) {
        rest.remove_prefix(1);
        if (rest == "x" || rest == "*") return request;
        request.micro = take_number(rest);
        if (!request.micro) return std::nullopt;
    }
    for (const std::string_view kind : {"rc", "a", "b"})
        if (rest.starts_with(kind)) {
            std::string_view after = rest.substr(kind.size());
            const auto number = take_number(after);
            if (!number) return std::nullopt;
            request.suffix = std::string(kind) + std::to_string(*number);
            rest = after;
            break;
        }
    if (rest == "t")
        request.free_threaded = true;
    else if (!rest.empty())
        return std::nullopt;
    return request;
}

std::string other_implementation(const std::string& asked) {
    const std::string name = lower(asked);
    for (const std::string shown : {"PyPy", "GraalPy", "Jython", "IronPython", "MicroPython", "Pyston", "RustPython"})
        if (name.starts_with(lower(shown))) return shown;
    return {};
}

bool is_prerelease(const Interpreter& interpreter) {
    return interpreter.version.find_first_not_of("0123456789.") != std::string::npos &&
           !interpreter.version.ends_with('+');
}

const Interpreter* choose(const Request& request, const std::vector<Interpreter>& candidates) {
    const Interpreter* best = nullptr;
    using Rank = std::tuple<bool, bool, bool, int, int, int, std::string>;
    Rank best_rank;
    for (const auto& one : candidates) {
        if (one.major != request.major || one.free_threaded != request.free_threaded ||
            (request.minor && one.minor != *request.minor))
            continue;
        const std::string number = fmt::format("{}.{}.{}", one.major, one.minor, one.micro);
        const std::string suffix = is_prerelease(one) ? one.version.substr(number.size()) : "";
        const bool exact = request.micro && one.micro == *request.micro && suffix == request.suffix;
        // The larger rank is better. It prefers, in this order: exactly what was asked for, no pre-release, no debug
        // build, the nearest patch release, the newest release, the latest pre-release. Of equal ones the first that
        // was found stays.
        const Rank rank{exact,
                        suffix.empty(),
                        !one.debug,
                        request.minor ? 0 : one.minor,
                        request.micro ? -std::abs(one.micro - *request.micro) : 0,
                        one.micro,
                        suffix};
        if (!best || rank > best_rank) {
            best = &one;
            best_rank = rank;
        }
    }
    return best;
}

std::string unsupported(const Interpreter& interpreter) {
    if (interpreter.implementation != "cpython")
        return fmt::format("{} is not supported: testskew compares CPython 3.8 to 3.15",
                           interpreter.implementation == "pypy" ? "PyPy" : interpreter.implementation);
    if (std::pair(interpreter.major, interpreter.minor) < std::pair(3, 8))
        return fmt::format("Python {} is not supported: testskew supports 3.8 to 3.15", interpreter.version);
    if (std::pair(interpreter.major, interpreter.minor) > std::pair(3, 15))
        return fmt::format("Python {} is newer than this testskew supports (3.8 to 3.15)", interpreter.version);
    return {};
}

}  // namespace testskew::interpreter
