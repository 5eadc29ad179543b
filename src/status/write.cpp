#include "status/write.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace testskew::status {

void write_text(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written > 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {  // another program has made the terminal non-blocking
            pollfd ready = {descriptor, POLLOUT, 0};
            if (::poll(&ready, 1, 1000) <= 0) return;
        } else if (errno != EINTR) {
            return;
        }
    }
}

}  // namespace testskew::status
