#include "session/in_place.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "embedded/probe.hpp"
#include "process/in_place.hpp"
#include "session/probe_files.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::session {
namespace {

/// The folder of everything that the probe reads and writes; it is removed when the command has ended.
class Spool {
public:
    explicit Spool(const fs::path& parent) : path_(make_temporary_directory(parent, "leg-")) {
        fs::create_directory(sessions());
    }
    ~Spool() { remove_tree(path_); }
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    const fs::path& path() const { return path_; }
    fs::path sessions() const { return path_ / "sessions"; }

private:
    fs::path path_;
};

std::string config_text(const fs::path& project, const fs::path& compiled) {
    return json({{"project", project.string()},
                 {"server_exceptions", "attach"},
                 {"caps", {{"text", 20000}, {"frames", 200}, {"chain", 10}}},
                 {"observe", nullptr},
                 {"in_place", true},
                 {"compiled", compiled.string()}})
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Puts what in_place.py needs into the spool, and sets its two variables.
void wait_in_every_python(const Spool& spool, const fs::path& probe, std::map<std::string, std::string>& environ) {
    for (const auto& [name, content] : embedded::probe())
        if (name == "in_place.py") write_file(spool.path() / "sitecustomize.py", content, 0600);
    write_file(spool.path() / "probe.txt", probe.string(), 0600);
    const auto path = environ.find("PYTHONPATH");
    environ["PYTHONPATH"] = spool.path().string() + (path == environ.end() ? "" : ":" + path->second);
    environ["TESTSKEW_IN_PLACE"] = spool.path().string();
}

template <typename Type>
Type member(const json& object, const char* name) {
    const auto found = object.find(name);
    try {
        return found == object.end() ? Type() : found->get<Type>();
    } catch (const json::exception&) {
        return {};
    }
}

/// Reads place.json. A test cannot have changed it before pytest began, and what it may have changed later is no more
/// than wrong.
Place read_place(const fs::path& file) {
    Place place;
    const json read = json::parse(read_file(file).value_or(""), nullptr, false);
    if (!read.is_object()) return place;
    place.command = member<std::vector<std::string>>(read, "command");
    place.folder = member<std::string>(read, "folder");
    place.executable = member<std::string>(read, "executable");
    place.base_executable = member<std::string>(read, "base_executable");
    place.prefix = member<std::string>(read, "prefix");
    place.environ = member<std::map<std::string, std::string>>(read, "environ");
    place.sys_path = member<std::vector<std::string>>(read, "sys_path");
    return place;
}

/// True if pytest came so far that it was configured. A process that only imports pytest does not.
bool is_session(const Capture& capture) {
    return std::any_of(capture.lines.begin(), capture.lines.end(), [](const std::string& line) {
        return line.find("\"t\":\"facts\"") != std::string::npos || line.find("\"t\":\"usage\"") != std::string::npos;
    });
}

std::vector<InPlaceSession> read_sessions(const fs::path& folder, const Secrets& secrets) {
    std::vector<std::pair<fs::file_time_type, fs::path>> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
        found.emplace_back(fs::last_write_time(entry.path() / "config.json", error), entry.path());
    std::sort(found.begin(), found.end());
    std::vector<InPlaceSession> sessions;
    for (const auto& [time, path] : found) {
        InPlaceSession session{read_place(path / "place.json"), {}};
        Secrets all = secrets;
        all.add(session.place.environ);
        session.capture = read_capture(path, all);
        if (is_session(session.capture)) sessions.push_back(std::move(session));
    }
    return sessions;
}

/// Brings the probe into the command, or into whatever Python it starts.
Entry prepare(const Spool& spool, const InPlaceRequest& request, Started& command,
              std::map<std::string, std::string>& environ) {
    const fs::path boot = materialise_probe(cache_directory() / "probe");
    write_file(spool.path() / "config.json", config_text(request.project, boot.parent_path()), 0600);
    const fs::path capture = spool.sessions() / "direct";
    if (auto direct = direct_command(command, boot, capture)) {
        fs::create_directory(capture);
        fs::permissions(capture, fs::perms::owner_all);
        fs::copy_file(spool.path() / "config.json", capture / "config.json");
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
    std::optional<Spool> spool;
    try {
        spool.emplace(fs::temp_directory_path());
        result.entry = prepare(*spool, request, command, environ);
    } catch (const std::exception& error) {
        result.problem = error.what();
        command = {request.program, request.command};
        environ = request.environ;
    }
    result.exit = process::run_in_place(command.program, command.argv, environ);
    try {
        if (result.problem.empty()) result.sessions = read_sessions(spool->sessions(), request.secrets);
    } catch (const std::exception& error) {
        result.problem = error.what();
    }
    return result;
}

}  // namespace testskew::session
