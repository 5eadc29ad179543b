#include "process/streams.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace testskew::process {
namespace {

int checked(int result, const char* what) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
    return result;
}

void close_at_exec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

void do_not_block(int descriptor) { ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK); }

void open_pipe(Descriptor& read_end, Descriptor& write_end) {
    int ends[2];
    checked(::pipe(ends), "cannot make a pipe");
    read_end.reset(ends[0]);
    write_end.reset(ends[1]);
    for (const int end : ends) close_at_exec(end);
    do_not_block(ends[0]);
#ifdef F_SETPIPE_SZ
    // With a larger pipe, a child that writes much needs fewer turns. If the user has too many pipes, the kernel
    // refuses it, which does no harm.
    ::fcntl(ends[0], F_SETPIPE_SZ, 1 << 18);
#endif
}

void open_terminal(Streams& streams, const TerminalSize& size) {
    streams.read_out.reset(checked(::posix_openpt(O_RDWR | O_NOCTTY), "cannot open a pseudo-terminal"));
    const int ours = streams.read_out.get();
    close_at_exec(ours);
    checked(::grantpt(ours), "cannot open a pseudo-terminal");
    checked(::unlockpt(ours), "cannot open a pseudo-terminal");
    const char* name = ::ptsname(ours);  // Only the loop's thread comes here.
    streams.in.reset(checked(name ? ::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1, "cannot open a pseudo-terminal"));
    struct winsize window = {};
    window.ws_col = static_cast<unsigned short>(size.columns);
    window.ws_row = static_cast<unsigned short>(size.rows);
    ::ioctl(streams.in.get(), TIOCSWINSZ, &window);
    do_not_block(ours);
    const int theirs = streams.in.get();
    streams.child = {theirs, theirs, theirs};
}

}  // namespace

Streams open_streams(const Command& command) {
    Streams streams;
    if (command.inherit_streams) return streams;
    if (command.terminal) {
        open_terminal(streams, *command.terminal);
        return streams;
    }
    streams.in.reset(checked(::open("/dev/null", O_RDONLY | O_CLOEXEC), "cannot open /dev/null"));
    open_pipe(streams.read_out, streams.out);
    open_pipe(streams.read_err, streams.err);
    streams.child = {streams.in.get(), streams.out.get(), streams.err.get()};
    return streams;
}

std::pair<Descriptor, Descriptor> open_sockets() {
    int ends[2];
    checked(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "cannot make a socket");
    for (const int end : ends) close_at_exec(end);
    do_not_block(ends[0]);
#ifdef SO_NOSIGPIPE
    const int on = 1;
    ::setsockopt(ends[0], SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void send_all(int socket, std::string_view bytes) {
#ifdef MSG_NOSIGNAL
    constexpr int flags = MSG_NOSIGNAL;
#else
    constexpr int flags = 0;  // SO_NOSIGPIPE has the same effect.
#endif
    while (!bytes.empty()) {
        const auto sent = ::send(socket, bytes.data(), bytes.size(), flags);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        } else if (errno == EAGAIN) {
            struct pollfd wait = {socket, POLLOUT, 0};
            ::poll(&wait, 1, -1);
        } else if (errno != EINTR) {
            throw std::system_error(errno, std::generic_category(), "cannot tell the guard what to start");
        }
    }
}

}  // namespace testskew::process
