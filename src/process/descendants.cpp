#include "process/descendants.hpp"

#ifdef __linux__
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

namespace testskew::process {
namespace {

/// Returns the parent of a process, or 0 if the process is gone or a zombie. The name in /proc/PID/stat may contain
/// anything, so the line is read from the last ')' on.
int parent_of(const char* pid) {
    char path[64], text[1024];
    std::snprintf(path, sizeof path, "/proc/%s/stat", pid);
    const int descriptor = ::open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return 0;
    const auto length = ::read(descriptor, text, sizeof text - 1);
    ::close(descriptor);
    if (length <= 0) return 0;
    text[length] = '\0';
    const char* after = std::strrchr(text, ')');
    // The text is ") S 1234": the name in parentheses is followed by the state, which is one letter, and by the parent.
    if (!after || std::strlen(after) <= 4) return 0;
    return static_cast<int>(std::strtol(after + 4, nullptr, 10));
}

}  // namespace

void kill_descendants(int ancestor) {
    DIR* folder = ::opendir("/proc");
    if (!folder) return;
    std::vector<std::pair<int, int>> parents;  // Pairs of a process and its parent.
    while (const dirent* entry = ::readdir(folder)) {
        const int pid = static_cast<int>(std::strtol(entry->d_name, nullptr, 10));
        if (pid > 0) parents.emplace_back(pid, parent_of(entry->d_name));
    }
    ::closedir(folder);
    std::set<int> found = {ancestor};
    for (bool grew = true; grew;) {
        grew = false;
        for (const auto& [pid, parent] : parents)
            if (found.count(parent) && found.insert(pid).second) grew = true;
    }
    found.erase(ancestor);
    for (const int pid : found) ::kill(pid, SIGKILL);
}

}  // namespace testskew::process
#else
namespace testskew::process {
void kill_descendants(int) {}
}  // namespace testskew::process
#endif
