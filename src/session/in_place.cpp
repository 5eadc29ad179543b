#include "session/in_place.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "embedded/probe.hpp"
#include "process/in_place.hpp"
#include "session/probe_files.hpp"
#include "util/files.hpp"
#include "util/json_line.hpp"
#include "util/json_members.hpp"
#include "util/once.hpp"
#include "util/temporary_folder.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::session {
namespace {

/// The folder of the captures in the folder of everything that the probe reads and writes.
fs::path sessions_of(const TemporaryFolder& spool) { return spool.path / "sessions"; }

/// Puts what in_place.py needs into the spool, and sets its two variables.
void wait_in_every_python(const TemporaryFolder& spool, const fs::path& probe,
                          std::map<std::string, std::string>& environ) {
    for (const auto& [name, content] : embedded::probe())
        if (name == "in_place.py") write_file(spool.path / "sitecustomize.py", content, 0600);
    write_file(spool.path / "probe.txt", probe.string(), 0600);
    const auto path = environ.find("PYTHONPATH");
    environ["PYTHONPATH"] = spool.path.string() + (path == environ.end() ? "" : ":" + path->second);
    environ["TESTSKEW_IN_PLACE"] = spool.path.string();
}

/// Reads place.json. A test cannot have changed it before pytest began, and what it may have changed later is no more
/// than wrong.
Place read_place(const fs::path& file) {
    Place place;
    const json read = parse_line(read_file(file, max_line, Links::refuse).value_or("")).value_or(json());
    place.command = members::names(read, "command");
    place.folder = members::text(read, "folder");
    place.executable = members::text(read, "executable");
    place.base_executable = members::text(read, "base_executable");
    place.prefix = members::text(read, "prefix");
    place.environ = members::name_map(read, "environ");
    place.sys_path = members::names(read, "sys_path");
    return place;
}

/// True if pytest came so far that it was configured. A process that only imports pytest does not.
bool is_session(const Capture& capture) {
    return std::any_of(capture.lines.begin(), capture.lines.end(), [](const std::string& line) {
        return line.find("\"t\":\"facts\"") != std::string::npos || line.find("\"t\":\"usage\"") != std::string::npos;
    });
}

/// Takes the records out that say what was touched, one of each process.
Touched taken_out(Capture& capture) {
    Touched touched;
    std::erase_if(capture.lines, [&](const std::string& line) {
        if (!line.starts_with("{\"t\":\"touched\"")) return false;
        const json record = json::parse(line, nullptr, false);
        for (const auto& [name, into] : {std::pair("files", &touched.files), std::pair("programs", &touched.programs),
                                         std::pair("libraries", &touched.libraries)})
            for (std::string& one : members::names(record, name)) append_once(*into, std::move(one));
        return true;
    });
    return touched;
}

std::vector<InPlaceSession> read_sessions(const fs::path& folder, const Secrets& secrets) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        found.emplace_back(fs::last_write_time(entry.path() / "config.json", error), entry.path());
    std::sort(found.begin(), found.end());
    std::vector<InPlaceSession> sessions;
    for (const auto& [time, path] : found) {
        InPlaceSession session{read_place(path / "place.json"), {}, {}};
        Secrets all = secrets;
        all.add(session.place.environ);
        session.capture = read_capture(path, all);
        session.touched = taken_out(session.capture);
        if (is_session(session.capture)) sessions.push_back(std::move(session));
    }
    return sessions;
}

/// Brings the probe into the command, or into whatever Python it starts.
Entry prepare(const TemporaryFolder& spool, const InPlaceRequest& request, Started& command,
              std::map<std::string, std::string>& environ) {
    const fs::path boot = materialise_probe(cache_directory() / "probe");
    SessionRequest session;
    session.project = request.project;
    session.in_place = true;
    fs::create_directory(sessions_of(spool));
    write_file(spool.path / "config.json", config_json(session, boot.parent_path()), 0600);
    const fs::path capture = sessions_of(spool) / "direct";
    if (auto direct = direct_command(command, boot, capture)) {
        fs::create_directory(capture);
        fs::permissions(capture, fs::perms::owner_all);
        fs::copy_file(spool.path / "config.json", capture / "config.json");
        command = std::move(*direct);
        return Entry::direct;
    }
    wait_in_every_python(spool, boot.parent_path(), environ);
    return Entry::python_path;
}

}  // namespace

InPlaceResult run_in_place(const InPlaceRequest& request) {
    InPlaceResult result;
    Started command = {request.program, request.command};
    auto environ = request.environ;
    std::optional<TemporaryFolder> spool;
    try {
        spool.emplace();
        result.entry = prepare(*spool, request, command, environ);
    } catch (const std::exception& error) {
        result.why_not_recorded = error.what();
        command = {request.program, request.command};
        environ = request.environ;
    }
    result.exit = process::run_in_place(command.program, command.argv, environ);
    try {
        if (result.why_not_recorded.empty()) result.sessions = read_sessions(sessions_of(*spool), request.secrets);
    } catch (const std::exception& error) {
        result.why_not_recorded = error.what();
    }
    return result;
}

}  // namespace testskew::session
