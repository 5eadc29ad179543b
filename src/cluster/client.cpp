#include "cluster/client.hpp"

#include <fmt/core.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "util/error.hpp"
#include "util/files.hpp"
#include "util/line_cutter.hpp"

namespace testskew::cluster {

using nlohmann::json;

namespace {

constexpr int poll_milliseconds = 50;
constexpr std::size_t longest_line = std::size_t{4} << 30;  // a recording comes in one line

/// Sends all of it. A child that is gone is no error here: its end is seen by who reads. Without the flag, SIGPIPE
/// would end the program.
void send_all(int socket, std::string_view content) {
    while (!content.empty()) {
        const ssize_t sent = ::send(socket, content.data(), content.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return;
        content.remove_prefix(static_cast<std::size_t>(sent));
    }
}

}  // namespace

Client::Client(process::Command command, const std::string& name, const std::string& content,
               std::function<void(const json&)> told, std::function<void(const process::Exit&)> ended)
    : command_(std::move(command)), told_(std::move(told)), ended_(std::move(ended)) {
    write_file(folder_.path / name, content, 0600);
    command_.argv.push_back((folder_.path / name).string());
    listen((folder_.path / "s").string());
    command_.argv.push_back((folder_.path / "s").string());
    child_ = std::thread([this] {
        try {
            exit_ = process::run(command_);
        } catch (const std::exception& error) {  // interrupted: whoever waits for an answer sees that, too
            exit_.start_error = error.what();
        }
        child_ended_ = true;
    });
    reader_ = std::thread([this] { serve(); });
}

Client::~Client() {
    closing_ = true;
    {
        const std::lock_guard lock(mutex_);
        if (connection_.ok()) ::shutdown(connection_.get(), SHUT_RDWR);
    }
    reader_.join();
}

void Client::listen(const std::string& path) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        throw Error(fmt::format("{} is too long for a socket: set TMPDIR to a shorter path", path),
                    ExitCode::environment);
    std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
    listening_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!listening_.ok() || ::bind(listening_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(listening_.get(), 1) != 0)
        throw Error(fmt::format("cannot make the socket {}: {}", path, std::strerror(errno)), ExitCode::environment);
}

/// Waits until the child has connected. Returns false if it ended before.
bool Client::accepted() {
    while (!child_ended_) {
        pollfd event{listening_.get(), POLLIN, 0};
        // A child that is to end before it has connected finds a socket that is closed at once.
        if (::poll(&event, 1, poll_milliseconds) <= 0) continue;
        Descriptor connection(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (!connection.ok()) continue;
        const std::lock_guard lock(mutex_);
        connection_ = std::move(connection);
        if (closing_) ::shutdown(connection_.get(), SHUT_RDWR);
        send_all(connection_.get(), unsent_);
        unsent_.clear();
        return true;
    }
    return false;
}

void Client::serve() {
    if (accepted()) {
        LineCutter lines(longest_line, [this](std::string_view line) {
            try {
                told_(json::parse(line));
            } catch (const json::exception&) {  // a line that is no document, or not such a one
            }
        });
        std::string buffer(1 << 16, '\0');
        for (ssize_t size; (size = read_some(connection_.get(), buffer.data(), buffer.size())) > 0;)
            lines.feed(std::string_view(buffer).substr(0, static_cast<std::size_t>(size)));
    }
    child_.join();
    ended_(exit_);
}

void Client::send(const json& document) {
    const std::string line = document.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
    const std::lock_guard lock(mutex_);
    if (!connection_.ok())
        unsent_ += line;
    else
        send_all(connection_.get(), line);
}

}  // namespace testskew::cluster
