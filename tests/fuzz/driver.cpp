// What libFuzzer calls. One program has all targets, as linking takes longer than compiling one; FUZZ_TARGET names the
// one that is meant.
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "targets.hpp"

namespace {

const testskew::fuzz::Target* chosen = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***) {
    const char* name = std::getenv("FUZZ_TARGET");
    chosen = testskew::fuzz::target(name ? name : "");
    if (chosen) return 0;
    std::fprintf(stderr, "FUZZ_TARGET must name one of");
    for (const auto& target : testskew::fuzz::targets()) std::fprintf(stderr, " %s", std::string(target.name).c_str());
    std::fprintf(stderr, "\n");
    _exit(2);
}

// The time is that of the processor, as libFuzzer's own limit is met by waiting as well where a machine has other work.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr double most_seconds = 3;  // with sanitizers; without them this is about a second
    const std::clock_t begin = std::clock();
    testskew::fuzz::read_with(*chosen, std::string(reinterpret_cast<const char*>(data), size));
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    if (seconds < most_seconds) return 0;
    std::fprintf(stderr, "ERROR: this text took %.1f s\n", seconds);
    std::abort();
}
