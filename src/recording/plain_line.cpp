#include "recording/plain_line.hpp"

#include <algorithm>

namespace testskew::recording {
namespace {

bool take(std::string_view& text, std::string_view wanted) {
    if (!text.starts_with(wanted)) return false;
    text.remove_prefix(wanted.size());
    return true;
}

/// True if the text, which stands between two quotes, is what it means: ASCII that can be printed, without escapes.
bool plain_text(std::string_view text) {
    for (const char c : text)
        if (c == '\\' || static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) return false;
    return true;
}

/// Takes the text up to the next quote, and the quote.
std::optional<std::string_view> take_text(std::string_view& text) {
    const std::size_t end = text.find('"');
    if (end == std::string_view::npos || !plain_text(text.substr(0, end))) return std::nullopt;
    const std::string_view result = text.substr(0, end);
    text.remove_prefix(end + 1);
    return result;
}

/// Takes the number of a test by its id, and the quote after it.
std::optional<std::size_t> take_test(std::string_view& text, TestTable& tests) {
    if (const std::size_t test = tests.guess(text); test < tests.size()) {
        text.remove_prefix(tests.length_of(test) + 1);
        return test;
    }
    const auto id = take_text(text);
    if (!id || id->empty()) return std::nullopt;
    return tests.at(*id);
}

std::optional<PlainStep> take_step(std::string_view& text) {
    if (take(text, R"(,"when":"call")")) return PlainStep::call;
    if (take(text, R"(,"when":"setup")")) return PlainStep::setup;
    if (take(text, R"(,"when":"teardown")")) return PlainStep::teardown;
    return std::nullopt;
}

/// Takes a number as JSON has it, without a sign and an exponent; "" if there is none.
std::string_view take_number(std::string_view& text) {
    const auto digits = [&](std::size_t at) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
        return at;
    };
    std::size_t end = digits(0);
    if (end == 0 || (end > 1 && text[0] == '0')) return {};
    if (end < text.size() && text[end] == '.') {
        const std::size_t point = end + 1;
        end = digits(point);
        if (end == point) return {};
    }
    const std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    return number;
}

/// Takes a list of texts in brackets.
bool take_list(std::string_view& text, std::vector<std::string_view>& list) {
    if (!take(text, "[")) return false;
    if (take(text, "]")) return true;
    while (take(text, "\"")) {
        const auto one = take_text(text);
        if (!one) return false;
        list.push_back(*one);
        if (take(text, "]")) return true;
        if (!take(text, ",")) return false;
    }
    return false;
}

}  // namespace

std::optional<PlainLine> plain_line(std::string_view line, TestTable& tests) {
    PlainLine result;
    const bool start = take(line, R"({"t":"start","id":")");
    if (!start && !take(line, R"({"t":"phase","id":")")) return std::nullopt;
    // The table gets a new test only where the line turns out to be a plain one, so what follows the id comes first.
    std::string_view id = line.substr(0, line.find('"') + 1);
    line.remove_prefix(id.size());
    if (!start) {
        const auto step = take_step(line);
        if (!step || !take(line, R"(,"outcome":"passed","s":)")) return std::nullopt;
        result.step = *step;
        result.seconds = take_number(line);
        if (result.seconds.empty()) return std::nullopt;
        if (take(line, R"(,"worker":")")) {
            const auto worker = take_text(line);
            if (!worker || worker->empty()) return std::nullopt;
            result.worker = *worker;
        }
    }
    if (line != "}") return std::nullopt;
    const auto test = take_test(id, tests);
    if (!test) return std::nullopt;
    result.test = *test;
    return result;
}

std::optional<PlainSelection> plain_selection(std::string_view line) {
    PlainSelection result;
    const bool whole = take(line, R"({"t":"selected","ids":)") && take_list(line, result.ids) &&
                       take(line, R"(,"deselected":)") && take_list(line, result.deselected) && line == "}";
    return whole ? std::optional(std::move(result)) : std::nullopt;
}

std::string_view kind_of_line(std::string_view line) {
    if (!take(line, R"({"t":")")) return {};
    return line.substr(0, std::min(line.find('"'), line.size()));
}

}  // namespace testskew::recording
