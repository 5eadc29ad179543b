#include "recording/trace_record.hpp"

#include <boost/json.hpp>
#include <utility>

namespace testskew::recording {
namespace {

constexpr std::size_t most_traces = 5000, most_rows = 2'000'000, most_events = 20'000'000, most_reads = 100;

std::string string_of(const Value* value) {
    const auto* string = value ? value->if_string() : nullptr;
    return string ? std::string(*string) : std::string();
}

std::string string_at(const Value& row, std::size_t at) { return string_of(item(row, at)); }

/// A whole number that an int holds; `other` if it is something else.
int whole_number(const Value* value, int other) {
    const auto* number = value ? value->if_int64() : nullptr;
    return number && std::in_range<int>(*number) ? static_cast<int>(*number) : other;
}

int integer_at(const Value& row, std::size_t at) { return whole_number(item(row, at), 0); }

std::string row_text(const Value& value) { return string_of(&value); }

Trace::Code code(const Value& row) { return {string_at(row, 0), string_at(row, 1), integer_at(row, 2)}; }

Trace::Statement statement(const Value& row) {
    Trace::Statement result{integer_at(row, 0),
                            string_at(row, 1),
                            string_at(row, 2),
                            string_at(row, 3),
                            string_at(row, 4),
                            string_at(row, 5),
                            {}};
    if (const Value* reads = item(row, 6); reads && reads->is_array())
        for (const Value& name : reads->get_array())
            if (name.is_string() && result.reads.size() < most_reads) result.reads.push_back(string_of(&name));
    return result;
}

int event(const Value& value) { return whole_number(&value, -1); }

/// Adds what `read` makes of each row of the list of that name. Returns true if there was room for all of them.
template <typename Row, typename Read>
bool add_rows(std::vector<Row>& list, std::size_t most, const Value& record, const char* key, Read read) {
    const Value* rows = find(record, key);
    if (!rows || !rows->is_array()) return true;
    for (const Value& row : rows->get_array()) {
        if (list.size() >= most) return false;
        list.push_back(read(row));
    }
    return true;
}

}  // namespace

bool add_trace(const Value& value, std::vector<Trace>& traces) {
    const std::string id = text(value, "id");
    if (traces.empty() || traces.back().test != id) {
        if (traces.size() >= most_traces) return false;
        traces.emplace_back().test = id;
    }
    Trace& trace = traces.back();
    bool whole = add_rows(trace.texts, most_rows, value, "texts", row_text);
    whole = add_rows(trace.codes, most_rows, value, "codes", code) && whole;
    whole = add_rows(trace.statements, most_rows, value, "statements", statement) && whole;
    whole = add_rows(trace.events, most_events, value, "events", event) && whole;
    if (!whole || flag(value, "cut")) trace.cut = true;
    return true;
}

}  // namespace testskew::recording
