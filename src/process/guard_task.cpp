// The task is MessagePack, because that carries the bytes of names and values as they are. JSON text would have to be
// UTF-8.
#include "process/guard_task.hpp"

#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::process {
namespace {

json texts_of(const std::vector<fs::path>& paths) {
    json texts = json::array();
    for (const fs::path& path : paths) texts.push_back(path.string());
    return texts;
}

std::vector<fs::path> paths_of(const json& texts) {
    std::vector<fs::path> paths;
    for (const json& text : texts) paths.emplace_back(text.get<std::string>());
    return paths;
}

template <class Value>
json or_null(const std::optional<Value>& value) {
    return value ? json(*value) : json();
}

template <class Value>
std::optional<Value> or_nothing(const json& value) {
    return value.is_null() ? std::optional<Value>() : value.get<Value>();
}

}  // namespace

static void to_json(json& to, const Overlay& overlay) {
    to = {overlay.target.string(), texts_of(overlay.lowers), overlay.upper.string(), overlay.work.string()};
}

static void from_json(const json& from, Overlay& overlay) {
    overlay.target = from.at(0).get<std::string>();
    overlay.lowers = paths_of(from.at(1));
    overlay.upper = from.at(2).get<std::string>();
    overlay.work = from.at(3).get<std::string>();
}

static void to_json(json& to, const HostLimit& limit) { to = {limit.name, limit.number, or_null(limit.value)}; }

static void from_json(const json& from, HostLimit& limit) {
    from.at(0).get_to(limit.name);
    from.at(1).get_to(limit.number);
    limit.value = or_nothing<std::uint64_t>(from.at(2));
}

static void to_json(json& to, const HostUser& user) { to = {user.uid, user.gid, json(user.groups)}; }

static void from_json(const json& from, HostUser& user) {
    from.at(0).get_to(user.uid);
    from.at(1).get_to(user.gid);
    from.at(2).get_to(user.groups);
}

std::string to_bytes(const GuardTask& task) {
    const json whole = {{"argv", task.argv},
                        {"environ", task.environ},
                        {"directory", task.directory.string()},
                        {"overlays", task.entrance.overlays},
                        {"enter", task.entrance.directory.string()},
                        {"sandbox", task.sandbox ? texts_of(task.sandbox->writable) : json()},
                        {"umask", or_null(task.host.umask)},
                        {"processors", or_null(task.host.processors)},
                        {"limits", task.host.limits},
                        {"user", or_null(task.host.user)},
                        {"terminal", task.terminal},
                        {"own_streams", task.own_streams}};
    std::string bytes;
    json::to_msgpack(whole, bytes);
    return bytes;
}

GuardTask task_from(std::string_view bytes) {
    const json whole = json::from_msgpack(bytes.begin(), bytes.end());
    GuardTask task;
    whole.at("argv").get_to(task.argv);
    whole.at("environ").get_to(task.environ);
    task.directory = whole.at("directory").get<std::string>();
    whole.at("overlays").get_to(task.entrance.overlays);
    task.entrance.directory = whole.at("enter").get<std::string>();
    if (const json& sandbox = whole.at("sandbox"); !sandbox.is_null()) task.sandbox = Sandbox{paths_of(sandbox)};
    task.host.umask = or_nothing<unsigned>(whole.at("umask"));
    task.host.processors = or_nothing<int>(whole.at("processors"));
    whole.at("limits").get_to(task.host.limits);
    task.host.user = or_nothing<HostUser>(whole.at("user"));
    whole.at("terminal").get_to(task.terminal);
    whole.at("own_streams").get_to(task.own_streams);
    return task;
}

}  // namespace testskew::process
