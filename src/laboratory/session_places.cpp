#include "laboratory/session_places.hpp"

#include <filesystem>
#include <fstream>

namespace fs = std::filesystem;

namespace testskew::laboratory {
namespace {

/// Makes the folder or the file NAME in the session's folder for temporary files, and returns its path. A name that
/// would lead out of it is not followed.
fs::path made(const std::string& name, bool folder, const workspace::Workspace& place) {
    const fs::path below = fs::path("/" + name).lexically_normal().relative_path();
    const fs::path path = place.tmp / below;
    std::error_code error;
    fs::create_directories(folder ? path : path.parent_path(), error);
    if (!folder && !fs::exists(path, error)) std::ofstream(path) << (path.extension() == ".json" ? "{}\n" : "");
    // The session may run as another user.
    for (fs::path one = path; one != place.tmp && one.has_relative_path(); one = one.parent_path())
        fs::permissions(one, one == path && !folder ? fs::perms(0666) : fs::perms(0777), error);
    return path;
}

}  // namespace

std::string with_places(std::string value, const workspace::Workspace& place) {
    constexpr std::string_view start = "{testskew.";
    for (size_t at = 0; (at = value.find(start, at)) != std::string::npos;) {
        const size_t end = value.find('}', at);
        if (end == std::string::npos) return value;
        const std::string what = value.substr(at + start.size(), end - at - start.size());
        fs::path path;
        if (what == "project") path = place.project;
        if (what.starts_with("folder:")) path = made(what.substr(7), true, place);
        if (what.starts_with("file:")) path = made(what.substr(5), false, place);
        if (path.empty()) {
            at = end;
            continue;
        }
        value.replace(at, end + 1 - at, path.string());
        at += path.string().size();
    }
    return value;
}

}  // namespace testskew::laboratory
