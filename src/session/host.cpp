// Host settings, on the child's side of the fork.
#include "session/host.hpp"

#include <fmt/core.h>
#include <grp.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sched.h>
#endif

#include <algorithm>
#include <cerrno>
#include <cstring>

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

struct Limit {
    std::string name;
    int number;
    rlim_t value;
};

std::vector<Limit> limits_of(const HostSettings& host) {
    std::vector<Limit> limits;
    std::vector<std::string> known;
    for (const auto& [name, number] : limit_numbers()) known.push_back(name);
    for (const auto& [name, value] : host.limits) {
        const auto found = limit_numbers().find(name);
        if (found == limit_numbers().end())
            throw Error(fmt::format("limits: '{}' is not known; there are {}", name, join(known, ", ")));
        limits.push_back({name, found->second, value < 0 ? RLIM_INFINITY : static_cast<rlim_t>(value)});
    }
    return limits;
}

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

/// The soft limit; the hard one only where it must rise with it (for root).
void set_limit(const Limit& limit) {
    struct rlimit now = {};
    if (::getrlimit(limit.number, &now) != 0) fail("cannot read the limit " + limit.name);
    now.rlim_cur = limit.value;
    if (now.rlim_max != RLIM_INFINITY && (limit.value == RLIM_INFINITY || limit.value > now.rlim_max))
        now.rlim_max = limit.value;
    if (::setrlimit(limit.number, &now) != 0) fail("cannot set the limit " + limit.name);
}

/// The first `count` of the processors that we may use; all of them where there are fewer (the recording says how many
/// were usable).
void use_processors(int count) {
#ifdef __linux__
    cpu_set_t usable, chosen;
    CPU_ZERO(&usable);
    CPU_ZERO(&chosen);
    if (::sched_getaffinity(0, sizeof usable, &usable) != 0) fail("cannot read which processors may be used");
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&chosen) < std::max(count, 1); ++cpu)
        if (CPU_ISSET(cpu, &usable)) CPU_SET(cpu, &chosen);
    if (::sched_setaffinity(0, sizeof chosen, &chosen) != 0) fail("cannot choose processors");
#else
    (void)count;
#endif
}

struct User {
    uid_t uid;
    gid_t gid;
    std::vector<gid_t> groups;
};

std::optional<User> find_user(const HostSettings& host) {
    if (!host.user) return std::nullopt;
    const bool number = !host.user->empty() && host.user->find_first_not_of("0123456789") == std::string::npos &&
                        host.user->size() < 10;
    std::vector<char> buffer(1 << 16);
    struct passwd entry = {};
    struct passwd* found = nullptr;
    if (number)
        ::getpwuid_r(static_cast<uid_t>(std::stoul(*host.user)), &entry, buffer.data(), buffer.size(), &found);
    else
        ::getpwnam_r(host.user->c_str(), &entry, buffer.data(), buffer.size(), &found);
    User user = {};
    if (found) {
        int count = 256;
        std::vector<decltype(user.gid)> groups(static_cast<std::size_t>(count));
#ifdef __APPLE__
        std::vector<int> ids(static_cast<std::size_t>(count));
        ::getgrouplist(found->pw_name, static_cast<int>(found->pw_gid), ids.data(), &count);
        groups.assign(ids.begin(), ids.end());
#else
        ::getgrouplist(found->pw_name, found->pw_gid, groups.data(), &count);
#endif
        groups.resize(static_cast<std::size_t>(std::clamp(count, 0, 256)));
        user = {found->pw_uid, found->pw_gid, groups};
    } else if (number) {
        const auto id = static_cast<uid_t>(std::stoul(*host.user));  // containers run under numbers without a name
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

void become(const User& user) {
    if (::setgroups(static_cast<int>(user.groups.size()), user.groups.data()) != 0)
        fail("cannot set the groups of the user");
    if (::setgid(user.gid) != 0 || ::setuid(user.uid) != 0) fail("cannot become the user");
}

}  // namespace

std::function<void()> host_steps(const HostSettings& host) {
    return [umask = host.umask, cpus = host.cpus, limits = limits_of(host), user = find_user(host)] {
        if (umask) ::umask(static_cast<mode_t>(*umask));
        if (cpus) use_processors(*cpus);
        for (const auto& limit : limits) set_limit(limit);
        if (user) become(*user);
    };
}

std::optional<UserIdentity> other_user(const HostSettings& host) {
    const auto user = find_user(host);
    return user ? std::optional<UserIdentity>({user->uid, user->gid}) : std::nullopt;
}

}  // namespace testskew::session
