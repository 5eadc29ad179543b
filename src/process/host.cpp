#include "process/host.hpp"

#include <grp.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#ifdef __linux__
#include <sched.h>
#endif

namespace testskew::process {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what + ": " + std::strerror(errno)); }

void set_limit(const HostLimit& limit) {
    struct rlimit now = {};
    if (::getrlimit(limit.number, &now) != 0) fail("cannot read the limit " + limit.name);
    now.rlim_cur = limit.value ? static_cast<rlim_t>(*limit.value) : RLIM_INFINITY;
    if (now.rlim_max != RLIM_INFINITY && (!limit.value || now.rlim_cur > now.rlim_max)) now.rlim_max = now.rlim_cur;
    if (::setrlimit(limit.number, &now) != 0) fail("cannot set the limit " + limit.name);
}

/// If there are fewer processors than `count`, all of them are used. The recording says how many were usable.
void use_processors([[maybe_unused]] int count) {
#ifdef __linux__
    cpu_set_t usable, chosen;
    CPU_ZERO(&usable);
    CPU_ZERO(&chosen);
    if (::sched_getaffinity(0, sizeof usable, &usable) != 0) fail("cannot read which processors may be used");
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&chosen) < std::max(count, 1); ++cpu)
        if (CPU_ISSET(cpu, &usable)) CPU_SET(cpu, &chosen);
    if (::sched_setaffinity(0, sizeof chosen, &chosen) != 0) fail("cannot choose processors");
#endif
}

void become(const HostUser& user) {
    const std::vector<gid_t> groups(user.groups.begin(), user.groups.end());
    if (::setgroups(static_cast<int>(groups.size()), groups.data()) != 0) fail("cannot set the groups of the user");
    if (::setgid(user.gid) != 0 || ::setuid(user.uid) != 0) fail("cannot become the user");
}

}  // namespace

void apply(const HostChanges& changes) {
    if (changes.umask) ::umask(static_cast<mode_t>(*changes.umask));
    if (changes.processors) use_processors(*changes.processors);
    for (const HostLimit& limit : changes.limits) set_limit(limit);
    if (changes.user) become(*changes.user);
}

}  // namespace testskew::process
