#include "util/descriptor.hpp"

#include <unistd.h>

#include <cerrno>

namespace testskew {

void Descriptor::reset(int number) {
    if (number_ >= 0) {
        const int error = errno;
        ::close(number_);
        errno = error;
    }
    number_ = number;
}

ssize_t read_some(int descriptor, char* buffer, std::size_t size) {
    for (;;) {
        const ssize_t got = ::read(descriptor, buffer, size);
        if (got >= 0 || errno != EINTR) return got;
    }
}

bool write_all(int descriptor, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace testskew
