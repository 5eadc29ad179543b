// The `trace` records of a session: the parts of a test's trace follow each other.
#include <nlohmann/json.hpp>

#include "recording/decoder.hpp"
#include "recording/values.hpp"
#include "util/redact.hpp"

using nlohmann::json;

namespace testskew::recording {
namespace {

constexpr std::size_t most_traces = 5000, most_rows = 2'000'000, most_events = 20'000'000;

/// The list of that name, or an empty one.
const json& rows(const json& value, const char* key) {
    static const json none = json::array();
    const auto found = value.find(key);
    return found != value.end() && found->is_array() ? *found : none;
}

std::string string_at(const json& row, std::size_t at) {
    return row.is_array() && at < row.size() && row[at].is_string() ? row[at].get<std::string>() : "";
}
int integer_at(const json& row, std::size_t at) {
    return row.is_array() && at < row.size() && row[at].is_number_integer() ? row[at].get<int>() : 0;
}

Trace::Statement statement(const json& row) {
    Trace::Statement result{integer_at(row, 0),
                            redact(string_at(row, 1)),
                            string_at(row, 2),
                            redact(string_at(row, 3)),
                            redact(string_at(row, 4)),
                            string_at(row, 5),
                            {}};
    if (row.is_array() && row.size() > 6 && row[6].is_array())
        for (const auto& name : row[6])
            if (name.is_string() && result.reads.size() < 100) result.reads.push_back(name.get<std::string>());
    return result;
}

}  // namespace

void Decoder::trace(const json& value) {
    const std::string id = name(value, "id");
    auto& traces = recording_.traces;
    if (traces.empty() || traces.back().test != id) {
        if (traces.size() >= most_traces) return;
        traces.emplace_back().test = id;
    }
    Trace& trace = traces.back();
    for (const auto& text : rows(value, "texts"))
        if (trace.texts.size() < most_rows)
            trace.texts.push_back(text.is_string() ? redact(text.get<std::string>()) : "");
    for (const auto& row : rows(value, "codes"))
        if (trace.codes.size() < most_rows)
            trace.codes.push_back({string_at(row, 0), string_at(row, 1), integer_at(row, 2)});
    for (const auto& row : rows(value, "statements"))
        if (trace.statements.size() < most_rows) trace.statements.push_back(statement(row));
    for (const auto& number : rows(value, "events"))
        if (trace.events.size() < most_events)
            trace.events.push_back(number.is_number_integer() ? number.get<int>() : -1);
    if (flag(value, "cut")) trace.cut = true;
}

}  // namespace testskew::recording
