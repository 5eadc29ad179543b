#include "recording/session_records.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <string>

#include "util/text.hpp"

namespace testskew::recording {
namespace {

FilesSpec files_spec(const std::string& text) {
    FilesSpec files;
    if (text == "tracked") files.kind = FilesSpec::Kind::tracked;
    if (text.starts_with("ref:")) {
        files.kind = FilesSpec::Kind::ref;
        files.ref = text.substr(4);
    }
    return files;
}

Selection selection(const Value& value) {
    Selection result;
    result.targets = names(value, "targets");
    result.options = names(value, "options");
    const std::string invocation = text(value, "invocation");
    result.invocation = invocation == "pytest" || invocation.empty() ? Invocation::pytest : Invocation::python_m_pytest;
    return result;
}

}  // namespace

int schema_of(const Value& session) {
    const Value* schema = find(session, "schema");
    if (!schema || !is_whole(*schema)) return 0;
    return std::max(integer(session, "schema"), 0);
}

void read_session(const Value& value, Recording& recording) {
    recording.session = text(value, "id");
    recording.profile = text(value, "profile");
    recording.started = text(value, "started");
    recording.machine = text(value, "machine");
    recording.argv = names(value, "argv");
    recording.files = files_spec(text(value, "files"));
    recording.environ = name_map(value, "environ");
    recording.values = name_map(value, "values");
    for (auto& [key, content] : name_map(value, "facts")) recording.facts[key] = content;
    if (const std::string workspace = text(value, "workspace"); !workspace.empty())
        recording.facts["workspace"] = workspace;
    if (const Value* found = find(value, "selection")) recording.selection = selection(*found);
    if (const Value* python = find(value, "interpreter")) recording.interpreter = interpreter(*python);
}

void read_facts(const Value& value, Recording& recording) {
    for (auto& [key, content] : name_map(value, "facts")) recording.facts[key] = content;
    recording.distributions = name_map(value, "distributions");
    recording.plugins = names(value, "plugins");
    for (const char* key : {"rootdir", "inifile"})
        if (const std::string content = text(value, key); !content.empty()) recording.facts[key] = content;
    recording.facts["sys_path"] = join(names(value, "sys_path"), "\n");
    if (const Value* workers = find(value, "workers")) {
        if (workers->is_string())
            recording.facts["workers"] = text(value, "workers");
        else if (workers->is_number())
            recording.facts["workers"] = std::to_string(integer(value, "workers"));
    }
    if (recording.argv.empty()) recording.argv = names(value, "argv");
}

void read_end(const Value& value, Recording& recording) {
    recording.complete = true;
    if (find(value, "status")) recording.exit_status = integer(value, "status");
    recording.signal = integer(value, "signal");
    recording.timed_out = flag(value, "timed_out");
    recording.seconds = number(value, "seconds");
    recording.out = text(value, "out");
    recording.err = text(value, "err");
    recording.stack_dump = text(value, "stack_dump");
    // Pieces were left out when it was written, because they were no records.
    recording.truncated = recording.truncated || integer(value, "dropped") > 0;
}

}  // namespace testskew::recording
