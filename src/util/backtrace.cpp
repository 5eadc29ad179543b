// When an exception is caught, the frames in which it was thrown are gone, so they must be noted when it is thrown. For
// this the program has its own __cxa_throw, which notes the frames and calls that of the C++ library. This costs a few
// microseconds for each exception, and exceptions are rare here.
#include "util/backtrace.hpp"

#if defined(__GLIBC__) && __has_include(<execinfo.h>)
#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>
#include <fmt/core.h>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <typeinfo>

namespace testskew {
namespace {

struct Thrown {
    const void* object = nullptr;
    std::array<void*, 64> frames;
    int count = 0;
};

/// The last exceptions of all threads. They share one list, because an exception that a worker threw and main rethrows
/// is still the same object.
struct LastThrown {
    std::mutex mutex;
    std::array<Thrown, 16> ring;
    std::size_t next = 0;
};

LastThrown& last_thrown() {
    static auto* last = new LastThrown;  // never destroyed, because exceptions may be thrown until the very end
    return *last;
}

void note_throw(const void* object) {
    LastThrown& last = last_thrown();
    const std::lock_guard lock(last.mutex);
    Thrown& thrown = last.ring[last.next++ % last.ring.size()];
    thrown.object = object;
    thrown.count = ::backtrace(thrown.frames.data(), static_cast<int>(thrown.frames.size()));
}

std::string readable(const char* symbol) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(symbol, nullptr, nullptr, &status),
                                                           &std::free);
    return name ? name.get() : symbol;
}

std::string describe(void* frame) {
    Dl_info info = {};
    if (::dladdr(frame, &info) == 0 || !info.dli_fname) return fmt::format("{}", frame);
    const auto offset = static_cast<const char*>(frame) - static_cast<const char*>(info.dli_fbase);
    return fmt::format("{} +{:#x}{}", info.dli_fname, offset, info.dli_sname ? " " + readable(info.dli_sname) : "");
}

}  // namespace

std::vector<std::string> backtrace_of(const std::exception& error) {
    LastThrown& last = last_thrown();
    const std::lock_guard lock(last.mutex);
    const void* object = dynamic_cast<const void*>(&error);
    std::vector<std::string> lines;
    for (std::size_t back = 1; back <= last.ring.size() && lines.empty(); ++back) {
        const Thrown& thrown = last.ring[(last.next + last.ring.size() - back) % last.ring.size()];
        if (thrown.object != object) continue;
        for (int i = 2; i < thrown.count; ++i)  // the first two frames are note_throw and __cxa_throw
            lines.push_back(describe(thrown.frames[static_cast<std::size_t>(i)]));
    }
    return lines;
}

}  // namespace testskew

#ifdef TESTSKEW_STATIC
// The linker gives this name to the C++ library's own function, and calls the next one in its place (--wrap).
extern "C" void __real___cxa_throw(void* object, std::type_info* type, void (*destroy)(void*));
extern "C" void __wrap___cxa_throw(void* object, std::type_info* type, void (*destroy)(void*)) {
    testskew::note_throw(object);
    __real___cxa_throw(object, type, destroy);
}
#else
extern "C" void __cxxabiv1::__cxa_throw(void* object, std::type_info* type, void (*destroy)(void*)) {
    using Throw = void (*)(void*, std::type_info*, void (*)(void*));
    static const auto original = reinterpret_cast<Throw>(::dlsym(RTLD_NEXT, "__cxa_throw"));
    testskew::note_throw(object);
    if (original) original(object, type, destroy);
    std::abort();  // without the C++ library's own __cxa_throw nothing can throw it
}
#endif

#else
namespace testskew {
std::vector<std::string> backtrace_of(const std::exception&) { return {}; }
}  // namespace testskew
#endif
