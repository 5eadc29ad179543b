#include "recording/records.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <optional>
#include <string>

namespace testskew::recording {
namespace {

constexpr std::size_t most_changes = 1000;  // in one record

/// The phase with that name; `none` for a name that pytest does not have.
TestPhase test_phase(std::string_view name) { return find_value<TestPhase>(name).value_or(TestPhase::none); }

/// "message (kwargs)" of a subtest, as pytest shows it.
std::string subtest_name(const Value& value) {
    std::string result = text(value, "msg");
    const Value* kwargs = find(value, "kwargs");
    std::string arguments;
    if (kwargs && kwargs->is_object()) {
        for (const auto& [key, content] : kwargs->get_object()) {
            if (!arguments.empty()) arguments += ", ";
            const auto* string = content.if_string();
            arguments += std::string(key) + "=" + (string ? std::string(*string) : written(content));
        }
    }
    if (!arguments.empty()) result += (result.empty() ? "(" : " (") + arguments + ")";
    return result;
}

/// A text that may be null, which means something else than "".
std::optional<std::string> known_text(const Value& value, const char* key) {
    const Value* found = find(value, key);
    return found && found->is_string() ? std::optional(text(value, key)) : std::nullopt;
}

PhaseOutcome phase_outcome(std::string_view word) {
    return find_value<PhaseOutcome>(word).value_or(PhaseOutcome::none);
}

StatePiece state_piece(const Value& value) {
    const std::string what = text(value, "what");
    const auto kind = find_value<StateKind>(what).value_or(StateKind::other);
    std::string name = text(value, "name");
    if (kind == StateKind::other) name = what + " " + name;
    return {kind, std::move(name)};
}

std::vector<StatePiece> state_pieces(const Value& value, const char* key) {
    std::vector<StatePiece> pieces;
    const Value* list = find(value, key);
    if (!list || !list->is_array()) return pieces;
    for (const Value& piece : list->get_array())
        if (piece.is_object() && pieces.size() < most_changes) pieces.push_back(state_piece(piece));
    return pieces;
}

StateChange state_change(const Value& value) {
    auto [kind, name] = state_piece(value);
    return {kind, std::move(name), known_text(value, "before"), known_text(value, "after"), flag(value, "project")};
}

}  // namespace

bool tells_of_subtest(const Value& phase) {
    const Value* subtest = find(phase, "subtest");
    return subtest && !subtest->is_null();
}

bool tells_of_subtest(const FlatObject& phase) {
    const FlatObject::Member* subtest = phase.find("subtest");
    return subtest && (subtest->string || subtest->value != "null");
}

PhaseRecord phase_record(const Value& value) {
    PhaseRecord phase;
    phase.phase = test_phase(text(value, "when"));
    phase.outcome = phase_outcome(text(value, "outcome"));
    phase.seconds = number(value, "s");
    phase.chain = chain(value);
    phase.message = text(value, "message");
    phase.skip_reason = text(value, "skip");
    const Value* at = find(value, "at");
    const auto* place = at ? at->if_array() : nullptr;
    if (place && place->size() == 2 && (*place)[0].is_string() && is_whole((*place)[1])) {
        phase.path = std::string((*place)[0].get_string());
        phase.line = integer_of((*place)[1]);
    }
    phase.out = text(value, "out");
    phase.err = text(value, "err");
    phase.log = text(value, "log");
    if (tells_of_subtest(value)) phase.subtests.push_back(subtest_name(*find(value, "subtest")));
    return phase;
}

PhaseRecord phase_record(const FlatObject& line) {
    PhaseRecord phase;
    phase.phase = test_phase(line["when"]);
    phase.outcome = phase_outcome(line["outcome"]);
    const std::string_view seconds = line.word("s");
    std::from_chars(seconds.data(), seconds.data() + seconds.size(), phase.seconds);
    phase.skip_reason = line["skip"];
    phase.message = line["message"];
    phase.out = line["out"];
    phase.err = line["err"];
    phase.log = line["log"];
    return phase;
}

ServerException server_exception(const Value& value) {
    ServerException exception;
    exception.chain = chain(value);
    exception.hook = text(value, "hook");
    exception.phase = test_phase(text(value, text(value, "phase").empty() ? "at" : "phase"));
    exception.raised = flag(value, "raised");
    exception.by = text(value, "by");
    if (const Value* request = find(value, "request"); request && request->is_object())
        exception.request = Request{text(*request, "method"), text(*request, "path"), integer(*request, "status")};
    if (const Value* handled = find(value, "handled")) exception.handled_at = frame(*handled);
    return exception;
}

CollectRecord collect_record(const Value& value) {
    const auto outcome = find_value<CollectOutcome>(text(value, "outcome")).value_or(CollectOutcome::passed);
    return {text(value, "id"), outcome, chain(value), text(value, "message")};
}

WarningRecord warning_record(const Value& value) {
    return {text(value, "category"), text(value, "message"), text(value, "path"),           integer(value, "line"),
            text(value, "when"),     text(value, "id"),      text(value, "hook") == "trace"};
}

CutRecord cut_record(const Value& value) {
    return {text(value, "id"), text(value, "hook"), integer(value, "records"), flag(value, "events")};
}

MissingLookup missing_lookup(const Value& value) {
    MissingLookup lookup{text(value, "kind"), text(value, "name"), {}, text(value, "id")};
    if (const Value* at = find(value, "at")) lookup.at = frame(*at).value_or(Frame{});
    return lookup;
}

MadeFile made_file(const Value& value) {
    MadeFile made{text(value, "name"), text(value, "mode"), {}, text(value, "id")};
    if (const Value* at = find(value, "at")) made.at = frame(*at).value_or(Frame{});
    return made;
}

StateRecord state_record(const Value& value) {
    StateRecord record{text(value, "at"), text(value, "id"), {}, integer(value, "fresh")};
    const Value* changed = find(value, "changed");
    if (!changed || !changed->is_array()) return record;
    for (const Value& change : changed->get_array())
        if (change.is_object() && record.changed.size() < most_changes) record.changed.push_back(state_change(change));
    return record;
}

ReachRecord reach_record(const Value& value) {
    return {text(value, "id"), state_pieces(value, "held"), state_pieces(value, "reached"), flag(value, "mock")};
}

UndoneRecord undone_record(const Value& value) { return {text(value, "id"), state_piece(value)}; }

WatchRecord watch_record(const Value& value) {
    return {text(value, "at"),           text(value, "id"),          text(value, "path"),
            integer(value, "line"),      text(value, "function"),    text(value, "source"),
            known_text(value, "before"), known_text(value, "after"), integer(value, "caller")};
}

}  // namespace testskew::recording
