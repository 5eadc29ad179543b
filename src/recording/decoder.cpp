#include "recording/decoder.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <utility>

#include "recording/flat.hpp"
#include "recording/plain_line.hpp"
#include "recording/records.hpp"
#include "recording/session_records.hpp"
#include "recording/trace_record.hpp"
#include "util/last_error_line.hpp"

namespace testskew::recording {
namespace {

constexpr std::size_t most_records = 10'000;  // of each kind that is kept as a list
constexpr std::size_t most_collected = 100'000;
constexpr std::size_t most_troubles = 20;

/// What an outline does without: it tells of no failure and nothing of the session as a whole. A line that names its
/// kind twice is left to the parser.
bool beside_the_outline(std::string_view line) {
    static constexpr std::array<std::string_view, 11> kinds = {
        "collecting", "warning", "cut", "trouble", "missing", "made", "refused", "state", "reach", "undone", "trace"};
    const std::string_view kind = kind_of_line(line);
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end() &&
           line.find("\"t\"", kind.size()) == std::string_view::npos;
}

}  // namespace

Decoder::Handler Decoder::handler_of(std::string_view kind) {
    static constexpr std::array<std::pair<std::string_view, Handler>, 25> table = {{
        {"phase", &Decoder::phase},     {"start", &Decoder::start},     {"server", &Decoder::server},
        {"session", &Decoder::session}, {"loaded", &Decoder::loaded},   {"facts", &Decoder::facts},
        {"module", &Decoder::module},   {"collect", &Decoder::collect}, {"selected", &Decoder::selected},
        {"warning", &Decoder::warning}, {"cut", &Decoder::cut},         {"trouble", &Decoder::trouble},
        {"missing", &Decoder::missing}, {"made", &Decoder::made},       {"state", &Decoder::state},
        {"watch", &Decoder::watch},     {"trace", &Decoder::trace},     {"internal", &Decoder::internal},
        {"usage", &Decoder::usage},     {"finish", &Decoder::finished}, {"end", &Decoder::end},
        {"reach", &Decoder::reach},     {"undone", &Decoder::undone},   {"leg", &Decoder::leg},
        {"refused", &Decoder::refused},
    }};
    for (const auto& [name, handler] : table)
        if (name == kind) return handler;
    return nullptr;
}

bool Decoder::line(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\0')) line.remove_suffix(1);
    if (line.empty() || sessions_ > 1 || plain(line) || flat_line(line)) return true;
    const Value* value = parser_.parse(line);
    if (!value || !value->is_object()) return false;
    damaged_ = false;
    // A kind that is not in the table comes from a newer testskew and is not a fault.
    if (const Handler handler = handler_of(text(*value, "t"))) {
        ++known_;
        (this->*handler)(*value);
    }
    return !damaged_;
}

/// Reads what nearly all lines are, without any parser. Returns false if the line is something else.
bool Decoder::plain(std::string_view line) {
    if (const auto one = plain_line(line, tests_)) {
        double seconds = 0;
        if (!outline_) std::from_chars(one->seconds.data(), one->seconds.data() + one->seconds.size(), seconds);
        tests_.step(one->test, one->step, seconds, one->worker);
    } else if (const auto chosen = plain_selection(line)) {
        if (takes_selection(!chosen->ids.empty())) {
            const auto mention = [this](std::string_view id) { tests_.mention(id); };
            const auto keep_id = [this](std::string_view id) { recording_.selected.emplace_back(id); };
            if (outline_)
                std::for_each(chosen->ids.begin(), chosen->ids.end(), mention);
            else
                std::for_each(chosen->ids.begin(), chosen->ids.end(), keep_id);
            recording_.deselected.insert(recording_.deselected.end(), chosen->deselected.begin(),
                                         chosen->deselected.end());
        }
    } else if (!outline_ || known_ == 0 || !beside_the_outline(line)) {  // A first record shows what the file is.
        return false;
    }
    ++known_;
    return true;
}

/// Reads plain start and phase lines of other writers without the full parser. Returns false if the line is
/// not one of these.
bool Decoder::flat_line(std::string_view text) {
    const auto flat = parse_flat(text);
    if (!flat) return false;
    const std::string_view kind = (*flat)["t"], id = (*flat)["id"];
    if (id.empty()) return false;
    if (kind == "start")
        tests_.start(id, (*flat)["worker"]);
    else if (kind == "phase" && find_value<PhaseOutcome>((*flat)["outcome"]) && flat->word("outcome").empty() &&
             !tells_of_subtest(*flat))
        tests_.phase(id, phase_record(*flat), (*flat)["worker"], flat->word("xfail") == "true", false);
    else
        return false;
    ++known_;
    return true;
}

void Decoder::phase(const Value& value) {
    const std::string id = text(value, "id");
    if (id.empty()) return;
    const Value* outcome = find(value, "outcome");
    damaged_ = outcome && !(outcome->is_string() && find_value<PhaseOutcome>(text(value, "outcome")));
    if (damaged_) return;
    tests_.phase(id, phase_record(value), text(value, "worker"), flag(value, "xfail"), tells_of_subtest(value));
}

void Decoder::start(const Value& value) {
    if (const std::string id = text(value, "id"); !id.empty()) tests_.start(id, text(value, "worker"));
}

void Decoder::server(const Value& value) {
    ServerException exception = server_exception(value);
    const std::string id = text(value, "id");
    // While a module is collected, `id` is that of the module and not of a test.
    if (exception.phase == TestPhase::collect || id.empty() || exception.chain.empty()) return;
    tests_.server_exception(id, std::move(exception));
}

void Decoder::session(const Value& value) {
    if (++sessions_ > 1) return;                   // Of a leg with several sessions, the first one is the recording.
    if (schema_ <= 1) schema_ = schema_of(value);  // the newer form of a leg counts
    read_session(value, recording_);
}

void Decoder::leg(const Value& value) {
    schema_ = schema_of(value);
    recording_.profile = text(value, "name");
    recording_.argv = names(value, "command");
}

void Decoder::loaded(const Value& value) {
    recording_.probe_loaded = true;
    worker_ = text(value, "worker");
    tests_.set_worker(worker_);
    if (worker_.empty() || recording_.pytest.empty()) recording_.pytest = text(value, "pytest");
    if (worker_.empty()) recording_.running_python = text(value, "python");
    if (recording_.interpreter.version.empty()) recording_.interpreter.version = recording_.running_python;
}

void Decoder::facts(const Value& value) {
    if (worker_.empty()) read_facts(value, recording_);
}

/// Every worker collects the same modules, so those of the first one are enough.
void Decoder::module(const Value& value) {
    if (recording_.modules.empty()) modules_from_ = worker_;
    if (worker_.empty() || worker_ == modules_from_) recording_.modules.push_back(text(value, "id"));
}

/// The controller and each worker may report the same node. The record with a traceback is kept.
void Decoder::collect(const Value& value) {
    CollectRecord record = collect_record(value);
    if (const auto found = collected_.find(record.id); found != collected_.end()) {
        CollectRecord& other = recording_.collection[found->second];
        if (other.chain.empty()) other.chain = std::move(record.chain);
        if (other.message.empty()) other.message = std::move(record.message);
        return;
    }
    if (recording_.collection.size() < most_collected) collected_[record.id] = recording_.collection.size();
    keep(recording_.collection, most_collected, "collect", std::move(record));
}

void Decoder::selected(const Value& value) {
    auto ids = names(value, "ids"), deselected = names(value, "deselected");
    if (!takes_selection(!ids.empty())) return;
    for (auto& id : ids) recording_.selected.push_back(std::move(id));
    for (auto& id : deselected) recording_.deselected.push_back(std::move(id));
}

/// Under xdist the controller selects nothing itself: the selection of the first worker is taken.
bool Decoder::takes_selection(bool names_tests) {
    if (!worker_.empty()) {
        const bool told_by_controller = selection_from_.empty() && selection_names_tests_;
        if (told_by_controller || (!selection_from_.empty() && selection_from_ != worker_)) return false;
        selection_from_ = worker_;
    }
    selection_names_tests_ = selection_names_tests_ || names_tests;
    return true;
}

void Decoder::warning(const Value& value) { keep(recording_.warnings, most_records, "warning", warning_record(value)); }

void Decoder::cut(const Value& value) { keep(recording_.cuts, most_records, "cut", cut_record(value)); }

void Decoder::trouble(const Value& value) {
    keep(recording_.troubles, most_troubles, "trouble", text(value, "where") + ": " + text(value, "message"));
}

void Decoder::missing(const Value& value) { keep(recording_.missing, most_records, "missing", missing_lookup(value)); }

void Decoder::made(const Value& value) { keep(recording_.made, most_records, "made", made_file(value)); }

void Decoder::refused(const Value& value) {
    keep(recording_.refused, most_records, "refused", {text(value, "path"), text(value, "id")});
}

void Decoder::state(const Value& value) { keep(recording_.states, most_records, "state", state_record(value)); }

void Decoder::reach(const Value& value) { keep(recording_.reaches, most_records, "reach", reach_record(value)); }

void Decoder::undone(const Value& value) { keep(recording_.undone, most_records, "undone", undone_record(value)); }

void Decoder::watch(const Value& value) { keep(recording_.watches, most_records, "watch", watch_record(value)); }

void Decoder::trace(const Value& value) {
    if (!add_trace(value, recording_.traces)) ++recording_.left_out["trace"];
}

void Decoder::internal(const Value& value) {
    if (!recording_.internal_error.empty()) return;
    recording_.internal_error = last_error_line(text(value, "message"));
}

/// A conftest or a plugin that cannot be imported keeps the whole session from being collected, and leaves a traceback.
void Decoder::usage(const Value& value) {
    if (recording_.usage_error.empty()) recording_.usage_error = text(value, "message");
    auto why = chain(value);
    if (why.empty() || collected_.count(".")) return;
    collected_["."] = recording_.collection.size();
    recording_.collection.push_back({".", CollectOutcome::failed, std::move(why), recording_.usage_error});
}

void Decoder::finished(const Value& value) {
    if (!worker_.empty()) return;
    finished_ = true;
    recording_.exit_status = integer(value, "status");
    recording_.memory = integer(value, "memory");
    recording_.left = integer(value, "left");
    if (std::string why = text(value, "stopped"); !why.empty()) recording_.facts["stopped"] = std::move(why);
}

void Decoder::end(const Value& value) { read_end(value, recording_); }

Recording Decoder::finish() {
    for (const auto& id : recording_.selected) tests_.mention(id);
    recording_.tests = tests_.finish({recording_.timed_out, recording_.complete && !finished_});
    return std::move(recording_);
}

RecordingOutline Decoder::finish_outline() {
    RecordingOutline result;
    for (const auto& id : recording_.selected) tests_.mention(id);
    recording_.tests = tests_.finish({recording_.timed_out, recording_.complete && !finished_}, result.passed);
    result.rest = std::move(recording_);
    return result;
}

}  // namespace testskew::recording
