#include "hook/install.hpp"

#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "util/error.hpp"
#include "util/files.hpp"
#include "workspace/tree.hpp"

namespace fs = std::filesystem;

namespace testskew::hook {
namespace {

using workspace::status_of;

constexpr const char* hook_name = "pre-push";
constexpr unsigned executable = 0755;

[[noreturn]] void fail(const std::string& what, const fs::path& path) {
    throw Error(fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(errno)), ExitCode::environment);
}

/// Gives a hook a second name, by which it stays when the first one is written over. Thus there is a hook at every
/// moment, also if we are killed.
void keep_as(const fs::path& file, const fs::path& kept) {
    const auto here = status_of(file), there = status_of(kept);
    if (there && there->st_ino == here->st_ino && there->st_dev == here->st_dev) return;  // an install was cut short
    if (there) throw Error(fmt::format("{} is in the way: look what it is, and move it away or back", kept.string()));
    if (::link(file.c_str(), kept.c_str()) == 0) return;
    if (::rename(file.c_str(), kept.c_str()) != 0) fail("rename", file);  // a file system without hard links
}

bool make_folder(const fs::path& folder) {
    std::error_code error;
    const bool made = fs::create_directories(folder, error);
    if (error) throw Error(fmt::format("cannot make {}: {}", folder.string(), error.message()), ExitCode::environment);
    return made;
}

std::string text_of(const fs::path& file) {
    auto text = read_file(file);
    if (!text) fail("read", file);
    return *std::move(text);
}

/// The mode of a hook that was there, and that of a new one.
unsigned mode_of(const fs::path& file) {
    const auto status = status_of(file);
    return status ? status->st_mode & 07777 : executable;
}

/// Where the call goes if this hook is there already.
Placement placement_beside(const fs::path& file) {
    const auto status = status_of(file);
    // A script that git does not run would run with the call inside. A symlink leads to a file of somebody else.
    const bool script =
        S_ISREG(status->st_mode) && ::access(file.c_str(), X_OK) == 0 && takes_call_inside(text_of(file));
    return script ? Placement::inside : Placement::beside;
}

/// The file as testskew would write it with this call. What others have added to our own file stays behind the call.
std::optional<std::string> written(const Call& call, const std::string& rest) {
    if (call.placement == Placement::inside) return with_call(call, rest);
    const std::string own = with_call(call, "");
    const auto without = find_call(own);
    if (!rest.starts_with(without->rest)) return std::nullopt;
    return own + rest.substr(without->rest.size());
}

Installing renew(const fs::path& file, const std::string& text, const Found& found, Call& call) {
    const std::string program = call.program, project = call.project;
    call = found.call;
    const bool edited = found.form == call_form && written(found.call, found.rest).value_or(text) != text;
    if (edited && call.project != project)
        throw Error(
            fmt::format("the lines of testskew in {} were changed by hand, and are for the project \"{}\": take "
                        "them out (testskew hook uninstall), or name the new one there",
                        file.string(), call.project.empty() ? "." : call.project));
    const auto renewed =
        edited ? with_program(text, program)
               : written({call.placement, program, project, call.kept, call.runs_kept, call.made_folder}, found.rest);
    call.program = program;
    call.project = project;
    if (renewed && *renewed != text) write_file(file, *renewed, mode_of(file));
    if (edited) return Installing::edited;
    return renewed && *renewed != text ? Installing::renewed : Installing::unchanged;
}

}  // namespace

Installing install(const fs::path& folder, Call& call) {
    const bool made = make_folder(folder);
    const fs::path file = folder / hook_name;
    const auto status = status_of(file);
    if (status && S_ISDIR(status->st_mode))
        throw Error(fmt::format("{} is a folder, and no hook: move it away", file.string()));
    if (status && S_ISREG(status->st_mode)) {
        const std::string text = text_of(file);
        if (const auto found = find_call(text)) return renew(file, text, *found, call);
    }
    call.placement = status ? placement_beside(file) : Placement::alone;
    call.made_folder = made;
    if (call.placement == Placement::inside) {
        write_file(file, with_call(call, text_of(file)), mode_of(file));
        return Installing::installed;
    }
    if (call.placement == Placement::beside) {
        call.kept = kept_name;
        call.runs_kept = ::access(file.c_str(), X_OK) == 0;
        keep_as(file, folder / kept_name);
    }
    write_file(file, with_call(call, ""), executable);
    return Installing::installed;
}

Uninstalling uninstall(const fs::path& folder) {
    const fs::path file = folder / hook_name;
    const auto status = status_of(file);
    if (!status || !S_ISREG(status->st_mode)) return Uninstalling::nothing_there;
    const auto found = find_call(text_of(file));
    if (!found) return Uninstalling::nothing_there;
    const Call& call = found->call;
    if (call.placement == Placement::beside) {
        const fs::path kept = folder / call.kept;
        if (!only_ours(found->rest))
            throw Error(fmt::format("somebody has written into {} beside testskew's lines: put {} in its place by hand",
                                    file.string(), kept.string()));
        if (!status_of(kept))
            throw Error(fmt::format("{}, the hook that was there before, is gone: remove {} by hand", kept.string(),
                                    file.string()));
        if (::rename(kept.c_str(), file.c_str()) != 0) fail("rename", kept);
        return Uninstalling::restored;
    }
    if (call.placement == Placement::inside || !only_ours(found->rest)) {
        write_file(file, found->rest, mode_of(file));
        return Uninstalling::restored;
    }
    if (::unlink(file.c_str()) != 0) fail("remove", file);
    if (call.made_folder) ::rmdir(folder.c_str());  // It stays if somebody has put other hooks there.
    return Uninstalling::removed;
}

std::optional<Call> installed_call(const fs::path& folder) {
    const auto text = is_file(folder / hook_name) ? read_file(folder / hook_name) : std::nullopt;
    const auto found = text ? find_call(*text) : std::nullopt;
    return found ? std::optional(found->call) : std::nullopt;
}

bool other_hook(const fs::path& folder) {
    const fs::path file = folder / hook_name;
    if (!status_of(file)) return false;
    const auto call = installed_call(folder);
    return !call || call->placement != Placement::alone;
}

}  // namespace testskew::hook
