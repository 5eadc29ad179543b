#include "recording/trace_record.hpp"

#include <nlohmann/json.hpp>

#include "recording/values.hpp"

using nlohmann::json;

namespace testskew::recording {
namespace {

constexpr std::size_t most_traces = 5000, most_rows = 2'000'000, most_events = 20'000'000, most_reads = 100;

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

std::string text_of(const json& value) { return value.is_string() ? value.get<std::string>() : ""; }

Trace::Code code(const json& row) { return {string_at(row, 0), string_at(row, 1), integer_at(row, 2)}; }

Trace::Statement statement(const json& row) {
    Trace::Statement result{integer_at(row, 0),
                            string_at(row, 1),
                            string_at(row, 2),
                            string_at(row, 3),
                            string_at(row, 4),
                            string_at(row, 5),
                            {}};
    if (row.is_array() && row.size() > 6 && row[6].is_array())
        for (const auto& name : row[6])
            if (name.is_string() && result.reads.size() < most_reads) result.reads.push_back(name.get<std::string>());
    return result;
}

int event(const json& value) { return value.is_number_integer() ? value.get<int>() : -1; }

/// Adds what `read` makes of each row. Returns true if there was room for all of them.
template <typename Row, typename Read>
bool add_rows(std::vector<Row>& list, std::size_t most, const json& from, Read read) {
    for (const auto& row : from) {
        if (list.size() >= most) return false;
        list.push_back(read(row));
    }
    return true;
}

}  // namespace

bool add_trace(const json& value, std::vector<Trace>& traces) {
    const std::string id = text(value, "id");
    if (traces.empty() || traces.back().test != id) {
        if (traces.size() >= most_traces) return false;
        traces.emplace_back().test = id;
    }
    Trace& trace = traces.back();
    bool whole = add_rows(trace.texts, most_rows, rows(value, "texts"), text_of);
    whole = add_rows(trace.codes, most_rows, rows(value, "codes"), code) && whole;
    whole = add_rows(trace.statements, most_rows, rows(value, "statements"), statement) && whole;
    whole = add_rows(trace.events, most_events, rows(value, "events"), event) && whole;
    if (!whole || flag(value, "cut")) trace.cut = true;
    return true;
}

}  // namespace testskew::recording
