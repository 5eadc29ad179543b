#include "session/system_user.hpp"

#include <cstdlib>
#include <sstream>

#include "process/process.hpp"

namespace testskew::session {

std::optional<process::HostUser> system_user(const std::string& name) {
    process::Command command;
    // `--` would end the options, but the `id` of busybox does not know it.
    command.argv = {"/bin/sh", "-c", R"(case $1 in -*) exit 1;; esac; id -u "$1" && id -g "$1" && id -G "$1")", "sh",
                    name};
    const char* path = std::getenv("PATH");
    command.environ = {{"PATH", path ? path : "/usr/bin:/bin"}, {"LC_ALL", "C"}};
    const auto exit = process::run(command);
    if (!exit.ok()) return std::nullopt;
    std::istringstream numbers(exit.out);
    process::HostUser user;
    if (!(numbers >> user.uid >> user.gid)) return std::nullopt;
    for (decltype(user.gid) group = 0; numbers >> group;) user.groups.push_back(group);
    return user;
}

}  // namespace testskew::session
