#include "recording/decoder.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "recording/flat.hpp"
#include "recording/parse.hpp"
#include "recording/values.hpp"
#include "util/redact.hpp"
#include "util/text.hpp"

using nlohmann::json;

namespace testskew::recording {
namespace {

/// "message (kwargs)" of a subtest, as pytest shows it.
std::string subtest_name(const json& value) {
    std::string result = text(value, "msg");
    const auto kwargs = value.is_object() ? value.find("kwargs") : value.end();
    std::string arguments;
    if (value.is_object() && kwargs != value.end() && kwargs->is_object()) {
        for (const auto& [key, content] : kwargs->items()) {
            if (!arguments.empty()) arguments += ", ";
            arguments += key + "=" +
                         (content.is_string() ? content.get<std::string>()
                                              : content.dump(-1, ' ', false, json::error_handler_t::replace));
        }
    }
    if (!arguments.empty()) result += (result.empty() ? "(" : " (") + redact(arguments) + ")";
    return result;
}

/// A text that may be null, which is kept apart from "".
std::optional<std::string> known_text(const json& value, const char* key) {
    const auto found = value.find(key);
    return found == value.end() || !found->is_string() ? std::nullopt : std::optional(text(value, key));
}

StateRecord state_record(const json& value) {
    StateRecord record{name(value, "at"), name(value, "id"), {}};
    const auto changed = value.find("changed");
    if (changed == value.end() || !changed->is_array()) return record;
    for (const auto& change : *changed)
        if (change.is_object() && record.changed.size() < 1000)
            record.changed.push_back({name(change, "what"), redact(name(change, "name")), known_text(change, "before"),
                                      known_text(change, "after")});
    return record;
}

FilesSpec files_spec(const std::string& text) {
    FilesSpec files;
    if (text == "tracked") files.kind = FilesSpec::Kind::tracked;
    if (text.starts_with("ref:")) {
        files.kind = FilesSpec::Kind::ref;
        files.ref = text.substr(4);
    }
    return files;
}

}  // namespace

std::size_t Decoder::test(std::string_view id) {
    if (!recording_.tests.empty() && id == last_id_) return last_;
    const auto [found, added] = index_.try_emplace(std::string(id), recording_.tests.size());
    if (added) {
        recording_.tests.emplace_back().id = id;
        controller_.emplace_back();
    }
    last_id_ = id;
    return last_ = found->second;
}

TestState& Decoder::state(std::string_view id) {
    const std::size_t at = test(id);
    return in_worker_ ? workers_[at] : controller_[at];
}

void Decoder::started(std::string_view id, std::string_view worker) {
    TestState& test_state = state(id);
    test_state.started = true;
    test_state.torn_down = false;
    if (!worker.empty())
        test_state.worker = worker;
    else if (in_worker_)
        test_state.worker = worker_;
}

void Decoder::phase_line(std::string_view id, PhaseRecord phase, std::string_view worker, bool xfail, bool subtest) {
    TestState& test_state = state(id);
    if (!worker.empty()) test_state.worker = worker;
    test_state.add(std::move(phase), xfail, subtest);
}

/// Start and phase lines without anything special, nearly all there are.
bool Decoder::fast(std::string_view text) {
    const auto flat = parse_flat(text);
    if (!flat) return false;
    const std::string_view kind = (*flat)["t"], id = (*flat)["id"];
    if (id.empty()) return false;
    if (kind == "start") {
        started(id, (*flat)["worker"]);
    } else if (kind == "phase") {
        PhaseRecord phase;
        phase.phase = (*flat)["when"];
        phase.outcome = (*flat)["outcome"];
        const std::string_view seconds = (*flat)["s"];
        std::from_chars(seconds.data(), seconds.data() + seconds.size(), phase.seconds);
        phase.skip_reason = redact(std::string((*flat)["skip"]));
        phase.message = redact(std::string((*flat)["message"]));
        phase.out = redact(std::string((*flat)["out"]));
        phase.err = redact(std::string((*flat)["err"]));
        phase.log = redact(std::string((*flat)["log"]));
        phase_line(id, std::move(phase), (*flat)["worker"], (*flat)["xfail"] == "true", false);
    } else {
        return false;
    }
    ++known_;
    return true;
}

bool Decoder::line(std::string_view text) {
    while (!text.empty() && (text.back() == '\r' || text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    if (text.empty() || fast(text)) return true;
    const auto value = parse_line(text);
    if (!value || !value->is_object()) return false;
    record(*value);
    return true;
}

void Decoder::phase(const json& value) {
    PhaseRecord phase;
    phase.phase = name(value, "when");
    phase.outcome = name(value, "outcome");
    phase.seconds = number(value, "s");
    phase.chain = chain(value);
    phase.message = text(value, "message");
    phase.skip_reason = text(value, "skip");
    phase.out = text(value, "out");
    phase.err = text(value, "err");
    phase.log = text(value, "log");
    const auto subtest = value.find("subtest");
    const bool is_subtest = subtest != value.end() && !subtest->is_null();
    if (is_subtest) phase.subtests.push_back(subtest_name(*subtest));
    phase_line(name(value, "id"), std::move(phase), name(value, "worker"), flag(value, "xfail"), is_subtest);
}

void Decoder::record(const json& value) {
    const std::string kind = name(value, "t");
    ++known_;
    if (kind == "phase") {
        if (!name(value, "id").empty()) phase(value);
    } else if (kind == "start") {
        if (const std::string id = name(value, "id"); !id.empty()) started(id, name(value, "worker"));
    } else if (kind == "server") {
        ServerException exception;
        exception.chain = chain(value);
        exception.hook = name(value, "hook");
        exception.phase = name(value, "phase").empty() ? name(value, "at") : name(value, "phase");
        exception.raised = flag(value, "raised");
        exception.by = name(value, "by");
        if (const auto request = value.find("request"); request != value.end() && request->is_object())
            exception.request = Request{text(*request, "method"), text(*request, "path"), integer(*request, "status")};
        if (const auto handled = value.find("handled"); handled != value.end()) exception.handled_at = frame(*handled);
        const std::string id = name(value, "id");
        if (exception.phase == "collect") return;  // `id` is a module's: no test
        if (!id.empty() && !exception.chain.empty())
            recording_.tests[test(id)].server_exceptions.push_back(std::move(exception));
    } else if (kind == "session") {
        session(value);
    } else if (kind == "loaded") {
        recording_.probe_loaded = true;
        worker_ = name(value, "worker");
        in_worker_ = !worker_.empty();
        if (!in_worker_ || recording_.pytest.empty()) recording_.pytest = name(value, "pytest");
        if (!in_worker_) recording_.running_python = name(value, "python");
        if (recording_.interpreter.version.empty()) recording_.interpreter.version = recording_.running_python;
    } else if (kind == "facts") {
        facts(value);
    } else if (kind == "module") {
        const std::string id = name(value, "id");
        // Every worker collects the same modules: the first to do so is enough.
        if (!in_worker_ || recording_.modules.empty() ||
            (selected_by_worker_ && worker_ == recording_.facts["first_worker"]))
            recording_.modules.push_back(id);
        if (in_worker_ && recording_.modules.size() == 1) {
            selected_by_worker_ = true;
            recording_.facts["first_worker"] = worker_;
        }
    } else if (kind == "collect") {
        CollectRecord collect{name(value, "id"), name(value, "outcome"), chain(value), text(value, "message")};
        bool known = false;
        for (auto& other : recording_.collection)
            if (other.id == collect.id) {
                known = true;  // the controller's and each worker's view of one node: the one with a traceback is kept
                if (other.chain.empty()) other.chain = std::move(collect.chain);
                if (other.message.empty()) other.message = collect.message;
                break;
            }
        if (!known && recording_.collection.size() < 100000) recording_.collection.push_back(std::move(collect));
    } else if (kind == "selected") {
        const bool first_worker =
            !in_worker_ || recording_.facts["selected_by"].empty() || recording_.facts["selected_by"] == worker_;
        if (first_worker) {
            if (in_worker_ && recording_.facts["selected_by"].empty() && !recording_.selected.empty())
                return;  // the controller's are there
            if (in_worker_) recording_.facts["selected_by"] = worker_;
            for (auto& id : names(value, "ids")) recording_.selected.push_back(std::move(id));
            for (auto& id : names(value, "deselected")) recording_.deselected.push_back(std::move(id));
        }
    } else if (kind == "warning") {
        if (recording_.warnings.size() < 10000)
            recording_.warnings.push_back({name(value, "category"), text(value, "message"), name(value, "path"),
                                           integer(value, "line"), name(value, "when"), name(value, "id"),
                                           name(value, "hook") == "trace"});
    } else if (kind == "cut") {
        if (recording_.cuts.size() < 10000)
            recording_.cuts.push_back(
                {name(value, "id"), name(value, "hook"), integer(value, "records"), flag(value, "events")});
    } else if (kind == "trouble") {
        if (recording_.troubles.size() < 20)
            recording_.troubles.push_back(name(value, "where") + ": " + text(value, "message"));
    } else if (kind == "missing") {
        MissingLookup lookup{name(value, "kind"), name(value, "name"), {}, name(value, "id")};
        if (const auto at = value.find("at"); at != value.end())
            if (auto read = frame(*at)) lookup.at = *read;
        if (recording_.missing.size() < 10000) recording_.missing.push_back(std::move(lookup));
    } else if (kind == "state") {
        if (recording_.states.size() < 10000) recording_.states.push_back(state_record(value));
    } else if (kind == "watch") {
        if (recording_.watches.size() < 10000)
            recording_.watches.push_back({name(value, "at"), name(value, "id"), name(value, "path"),
                                          integer(value, "line"), name(value, "function"), text(value, "source"),
                                          known_text(value, "before"), known_text(value, "after"),
                                          integer(value, "caller")});
    } else if (kind == "trace") {
        trace(value);
    } else if (kind == "internal") {
        const auto lines = split(std::string(trim(text(value, "message"))), '\n');
        if (recording_.internal_error.empty()) recording_.internal_error = lines.back();
    } else if (kind == "usage") {
        if (recording_.usage_error.empty()) recording_.usage_error = text(value, "message");
        // A conftest or a plugin that cannot be imported keeps the whole session from being collected, in a way that
        // has a traceback.
        const bool known = std::any_of(recording_.collection.begin(), recording_.collection.end(),
                                       [](const CollectRecord& c) { return c.id == "."; });
        if (auto why = chain(value); !why.empty() && !known)
            recording_.collection.push_back({".", "failed", std::move(why), recording_.usage_error});
    } else if (kind == "finish") {
        if (!in_worker_) {
            finished_ = true;
            recording_.exit_status = integer(value, "status");
        }
    } else if (kind == "end") {
        end(value);
    } else {
        --known_;  // a newer testskew's record, or none at all
    }
}

void Decoder::session(const json& value) {
    const auto schema = value.find("schema");
    schema_ = schema != value.end() && schema->is_number_integer() ? std::max(integer(value, "schema"), 0) : 0;
    recording_.tool_version = name(value, "tool");
    recording_.session = name(value, "id");
    recording_.profile = name(value, "profile");
    recording_.started = name(value, "started");
    recording_.machine = name(value, "machine");
    for (auto argument : names(value, "argv")) recording_.argv.push_back(redact(std::move(argument)));
    recording_.files = files_spec(name(value, "files"));
    recording_.environ = name_map(value, "environ");
    for (auto& [key, content] : name_map(value, "facts")) recording_.facts[key] = content;
    if (const std::string workspace = name(value, "workspace"); !workspace.empty())
        recording_.facts["workspace"] = workspace;
    if (const auto selection = value.find("selection"); selection != value.end()) {
        recording_.selection.targets = names(*selection, "targets");
        recording_.selection.options = names(*selection, "options");
        const std::string invocation = name(*selection, "invocation");
        recording_.selection.invocation =
            invocation == "pytest" || invocation.empty() ? Invocation::pytest : Invocation::python_m_pytest;
    }
    if (const auto python = value.find("interpreter"); python != value.end())
        recording_.interpreter = interpreter(*python);
}

void Decoder::facts(const json& value) {
    if (in_worker_) return;
    for (auto& [key, content] : name_map(value, "facts")) recording_.facts[key] = content;
    recording_.distributions = name_map(value, "distributions");
    recording_.plugins = names(value, "plugins");
    recording_.environ_changed = names(value, "environ_changed");
    for (const char* key : {"rootdir", "inifile"})
        if (const std::string content = name(value, key); !content.empty()) recording_.facts[key] = content;
    std::string path;
    for (const auto& entry : names(value, "sys_path")) path += (path.empty() ? "" : "\n") + entry;
    recording_.facts["sys_path"] = path;
    if (const auto workers = value.find("workers"); workers != value.end()) {
        if (workers->is_string())
            recording_.facts["workers"] = workers->get<std::string>();
        else if (workers->is_number())
            recording_.facts["workers"] = std::to_string(integer(value, "workers"));
    }
    if (recording_.argv.empty()) recording_.argv = names(value, "argv");
}

void Decoder::end(const json& value) {
    recording_.complete = true;
    if (value.find("status") != value.end()) recording_.exit_status = integer(value, "status");
    recording_.signal = integer(value, "signal");
    recording_.timed_out = flag(value, "timed_out");
    recording_.seconds = number(value, "seconds");
    recording_.out = text(value, "out");
    recording_.err = text(value, "err");
    recording_.stack_dump = text(value, "stack_dump");
}

Outcome Decoder::outcome(const TestState& state) const {
    if (state.crashed) return Outcome::crashed;
    if (state.setup_failed) return Outcome::error;
    if (state.call_failed || state.subtest_failed) return Outcome::failed;
    const bool unfinished = state.started && !state.torn_down;
    if (unfinished && recording_.timed_out) return Outcome::timed_out;
    // Ended by pytest.exit, Ctrl-C or -x, pytest still finishes the session; where it does not, the process died under
    // this test.
    if (unfinished && recording_.complete && !finished_) return Outcome::crashed;
    if (state.teardown_failed) return Outcome::error;
    if (state.xpassed) return Outcome::xpassed;
    if (state.passed) return Outcome::passed;
    if (state.xfailed) return Outcome::xfailed;
    if (state.skipped) return Outcome::skipped;
    return Outcome::not_run;
}

Recording Decoder::finish() {
    for (auto& [at, worker] : workers_) {
        TestState& controller = controller_[at];
        if (!controller.seen() || (!controller.torn_down && controller.phases.empty() && !controller.passed)) {
            const bool crashed = controller.crashed;  // the controller knew no more than that it began
            controller = std::move(worker);
            controller.crashed = controller.crashed || crashed;
            continue;
        }
        // The controller decides the outcome; the worker, which had the exception at hand, knows where it came from.
        for (auto& detail : worker.phases) {
            for (auto& phase : controller.phases) {
                if (phase.phase != detail.phase || phase.subtests != detail.subtests ||
                    phase.outcome != detail.outcome || !phase.chain.empty())
                    continue;
                phase.chain = std::move(detail.chain);
                if (phase.message.empty()) phase.message = detail.message;
                break;
            }
        }
        if (controller.worker.empty()) controller.worker = worker.worker;
    }
    for (std::size_t i = 0; i < recording_.tests.size(); ++i) {
        TestRecord& record = recording_.tests[i];
        TestState& known = controller_[i];
        record.outcome = outcome(known);
        record.phases = std::move(known.phases);
        record.seconds = known.seconds;
        record.worker = std::move(known.worker);
        record.reruns = known.reruns;
    }
    for (const auto& id : recording_.selected) test(id);
    recording_.facts.erase("first_worker");
    recording_.facts.erase("selected_by");
    return std::move(recording_);
}

}  // namespace testskew::recording
