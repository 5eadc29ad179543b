#include "status/status.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include "status/plain.hpp"
#include "status/terminal.hpp"

namespace testskew {
namespace {

class NoStatus : public Status {
public:
    void begin(const std::string&, const std::string&, const std::string&) override {}
    void update(const std::string&, const std::string&) override {}
    void end(const std::string&, const std::string&) override {}
    void note(const std::string&) override {}
};

/// Columns and rows of the terminal on stderr; 80 and 24 if it does not say.
std::pair<int, int> terminal_size() {
    struct winsize size = {};
    if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {80, 24};
    return {size.ws_col, size.ws_row};
}

}  // namespace

std::unique_ptr<Status> make_status(StatusKind kind, bool colour) {
    if (kind == StatusKind::plain) return status::plain_status(STDERR_FILENO);
    if (kind == StatusKind::terminal) return status::terminal_status(STDERR_FILENO, colour, terminal_size);
    return std::make_unique<NoStatus>();
}

}  // namespace testskew
