#include "environment/use_marks.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <map>
#include <mutex>
#include <string>

#include "util/descriptor.hpp"

namespace testskew::environment {
namespace {

/// The marks that this process holds for its whole life.
struct HeldMarks {
    std::mutex mutex;
    std::map<std::string, Descriptor> descriptors;
};

HeldMarks& held_marks() {
    static HeldMarks instance;
    return instance;
}

/// Returns true if the descriptor still belongs to the file at this path. It does not if the file was pruned and made
/// again.
bool is_file_at(int descriptor, const char* path) {
    struct stat held{}, there{};
    return ::fstat(descriptor, &held) == 0 && ::stat(path, &there) == 0 && held.st_ino == there.st_ino;
}

}  // namespace

void mark_used(const std::filesystem::path& mark) {
    auto& [mutex, descriptors] = held_marks();
    const std::lock_guard guard(mutex);
    Descriptor& descriptor = descriptors[mark.string()];
    if (descriptor.ok() && !is_file_at(descriptor.get(), mark.c_str())) descriptor.reset();
    if (!descriptor.ok()) {
        descriptor.reset(::open(mark.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (!descriptor.ok()) return;
        ::flock(descriptor.get(), LOCK_SH | LOCK_NB);
    }
    ::futimens(descriptor.get(), nullptr);
}

}  // namespace testskew::environment
