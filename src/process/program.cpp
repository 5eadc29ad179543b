#include "process/program.hpp"

#include <cstdint>
#include <cstring>

#include "process/guard.hpp"
#include "process/overlay_trial.hpp"

#ifdef __APPLE__
#include <mach-o/dyld.h>
#endif

namespace testskew::process {

std::filesystem::path own_program() {
#ifdef __APPLE__
    char path[4096];
    std::uint32_t size = sizeof path;
    if (::_NSGetExecutablePath(path, &size) == 0) return path;
#endif
    return "/proc/self/exe";
}

std::optional<int> run_hidden(int argc, char* argv[]) {
    if (argc < 2) return std::nullopt;
    if (std::strcmp(argv[1], guard_command) == 0) guard();
    if (std::strcmp(argv[1], trial_command) == 0 && argc == 5) return overlay_trial(argv[2], argv[3], argv[4]);
    return std::nullopt;
}

}  // namespace testskew::process
