#include "session/host.hpp"

#include <fmt/core.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>

#include "session/system_user.hpp"
#include "util/error.hpp"
#include "util/text.hpp"

namespace testskew::session {
namespace {

const std::map<std::string, int>& limit_numbers() {
    static const std::map<std::string, int> numbers = {
        {"as", RLIMIT_AS},         {"core", RLIMIT_CORE},         {"cpu", RLIMIT_CPU},
        {"data", RLIMIT_DATA},     {"fsize", RLIMIT_FSIZE},       {"memlock", RLIMIT_MEMLOCK},
        {"nofile", RLIMIT_NOFILE}, {"nproc", RLIMIT_NPROC},       {"rss", RLIMIT_RSS},
        {"stack", RLIMIT_STACK},
#ifdef __linux__
        {"locks", RLIMIT_LOCKS},   {"msgqueue", RLIMIT_MSGQUEUE}, {"nice", RLIMIT_NICE},
        {"rtprio", RLIMIT_RTPRIO}, {"rttime", RLIMIT_RTTIME},     {"sigpending", RLIMIT_SIGPENDING},
#endif
    };
    return numbers;
}

std::vector<process::HostLimit> limits_of(const HostSettings& host) {
    std::vector<process::HostLimit> limits;
    std::vector<std::string> known;
    for (const auto& [name, number] : limit_numbers()) known.push_back(name);
    for (const auto& [name, value] : host.limits) {
        const auto found = limit_numbers().find(name);
        if (found == limit_numbers().end())
            throw Error(fmt::format("limits: '{}' is not known; there are {}", name, join(known, ", ")));
        limits.push_back(
            {name, found->second, value < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(value))});
    }
    return limits;
}

}  // namespace

std::optional<process::HostUser> other_user(const HostSettings& host) {
    if (!host.user) return std::nullopt;
    const bool number = !host.user->empty() && host.user->find_first_not_of("0123456789") == std::string::npos &&
                        host.user->size() < 10;
    process::HostUser user;
    if (const auto known = system_user(*host.user)) {
        user = *known;
    } else if (number) {
        const auto id = static_cast<uid_t>(std::stoul(*host.user));  // Containers run under numbers that have no name.
        user = {id, static_cast<gid_t>(id), {}};
    } else {
        throw Error(fmt::format("user = \"{}\": there is no such user on this machine; name another one or a number",
                                *host.user));
    }
    if (user.uid == ::geteuid()) return std::nullopt;
    if (::geteuid() != 0)
        throw Error(fmt::format(
            "user = \"{}\": only root can run tests as another user; run testskew as root or leave `user` out",
            *host.user));
    return user;
}

process::HostChanges host_changes(const HostSettings& host) {
    return {host.umask, host.cpus, limits_of(host), other_user(host)};
}

}  // namespace testskew::session
