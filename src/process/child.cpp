#include "process/child.hpp"

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "process/guard_task.hpp"
#include "process/interruption.hpp"
#include "process/start_guard.hpp"
#include "process/streams.hpp"
#include "util/error.hpp"

namespace testskew::process {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds straggler_time(500);  // The time that others who hold the pipes get after the child's exit.
constexpr milliseconds dump_time(500);       // The time between before_kill and TERM.
constexpr milliseconds term_time(300);       // The time between TERM and KILL.
constexpr milliseconds awake_time(250);      // The time between two looks whether the guard was stopped.
constexpr milliseconds interrupt_time(150);  // The same time if the user is waiting.

GuardTask task_of(const Command& command) {
    GuardTask task;
    task.argv = command.argv;
    task.environ = command.environ;
    task.directory = command.directory;
    task.entrance = command.entrance;
    task.sandbox = command.sandbox;
    task.host = command.host;
    task.terminal = command.terminal && !command.inherit_streams;
    task.own_streams = command.inherit_streams;
    return task;
}

/// Reads what is there, but at most a few megabytes, so that other children get their turn. Returns false at the end of
/// the file.
bool drain(asio::posix::stream_descriptor& pipe, CappedOutput& output) {
    static std::array<char, 1 << 18> buffer;  // Only the loop's thread reads.
    for (int turn = 0; turn < 16; ++turn) {
        const auto count = ::read(pipe.native_handle(), buffer.data(), buffer.size());
        if (count > 0)
            output.add({buffer.data(), static_cast<std::size_t>(count)});
        else if (count < 0 && errno == EINTR)
            continue;
        else
            return count < 0 && errno == EAGAIN;  // At its end, a terminal gives EIO.
    }
    return true;
}

}  // namespace

Child::Child(asio::io_context& context, const Command& command)
    : command_(command),
      out_(command.output_cap),
      err_(command.output_cap),
      out_pipe_(context),
      err_pipe_(context),
      socket_(context),
      deadline_(context),
      stragglers_(context),
      awake_(context) {}

void Child::start(std::function<void()> done) {
    done_ = std::move(done);
    begin_ = Clock::now();
    try {
        if (interrupted()) throw Interrupted();
        begin_guard();
    } catch (const std::exception& error) {
        if (guard_pid_ > 0) wait_for_guard(std::exchange(guard_pid_, -1));
        exit_.start_error = error.what();
        finish();
        return;
    }
    read(out_pipe_, out_);
    read(err_pipe_, err_);
    read_socket();
    keep_awake();
    if (command_.timeout.count() > 0) after(deadline_, command_.timeout, [this] { time_out(); });
}

void Child::interrupt() {
    order(Order::terminate);
    after(deadline_, interrupt_time, [this] { order(Order::kill); });
    after(stragglers_, interrupt_time, [this] { close_pipes(); });
}

void Child::begin_guard() {
    if (command_.argv.empty()) throw std::runtime_error("no program was named");
    Streams streams = open_streams(command_);
    auto [ours, theirs] = open_sockets();
    try {
        guard_pid_ = start_guard(streams.child, theirs.get());
    } catch (const std::system_error& error) {
        throw std::system_error(error.code(), "cannot start a process");
    }
    theirs.reset();  // It is closed, so that sending to a guard that is gone is an error.
    const std::string task = to_bytes(task_of(command_));
    const auto size = static_cast<std::uint32_t>(task.size());
    send_all(ours.get(), std::string(reinterpret_cast<const char*>(&size), sizeof size) + task);
    socket_.assign(ours.release());
    if (streams.read_out.get() >= 0) out_pipe_.assign(streams.read_out.release());
    if (streams.read_err.get() >= 0) err_pipe_.assign(streams.read_err.release());
}

void Child::after(asio::steady_timer& timer, milliseconds time, std::function<void()> action) {
    timer.expires_after(time);
    timer.async_wait([self = shared_from_this(), action = std::move(action)](const boost::system::error_code& error) {
        if (!error) action();
    });
}

void Child::read(asio::posix::stream_descriptor& pipe, CappedOutput& output) {
    if (!pipe.is_open()) return;
    pipe.async_wait(asio::posix::stream_descriptor::wait_read,
                    [self = shared_from_this(), &pipe, &output, this](const boost::system::error_code& error) {
                        if (error || !drain(pipe, kept_ ? nothing_ : output)) {
                            boost::system::error_code ignored;
                            if (pipe.is_open()) static_cast<void>(pipe.close(ignored));
                            move_on();
                            return;
                        }
                        read(pipe, output);
                    });
}

void Child::read_socket() {
    socket_.async_wait(asio::posix::stream_descriptor::wait_read,
                       [self = shared_from_this(), this](const boost::system::error_code& error) {
                           char bytes[4096];
                           const auto count = error ? 0 : ::read(socket_.native_handle(), bytes, sizeof bytes);
                           if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) {
                               guard_gone();
                               return;
                           }
                           if (count > 0) messages_.append(bytes, static_cast<std::size_t>(count)), take_messages();
                           if (socket_.is_open()) read_socket();
                       });
}

void Child::take_messages() {
    Message message;
    while (messages_.size() >= sizeof message) {
        std::memcpy(&message, messages_.data(), sizeof message);
        std::size_t length = sizeof message;
        if (message.kind == Message::start_error) {
            length += static_cast<std::size_t>(message.value);
            if (messages_.size() < length) return;
            exit_.start_error = messages_.substr(sizeof message, static_cast<std::size_t>(message.value));
        } else if (message.kind == Message::started) {
            if (command_.on_start) command_.on_start(message.value);
        } else if (message.kind == Message::ended) {
            child_ended(message.value);
        }
        messages_.erase(0, length);
    }
}

void Child::child_ended(int status) {
    ended_ = true;
    exit_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    if (WIFSIGNALED(status))
        exit_.signal = WTERMSIG(status);
    else
        exit_.status = WEXITSTATUS(status);
    deadline_.cancel();
    after(stragglers_, interrupted() ? interrupt_time / 3 : straggler_time, [this] { close_pipes(); });
    move_on();
}

void Child::close_pipes() {
    if (command_.lease && ended_ && !interrupted() && socket_.is_open()) {
        kept_ = true;  // Daemons must not die of a closed pipe, so the pipe is read on, and what comes is dropped.
        move_on();
        return;
    }
    boost::system::error_code ignored;
    if (out_pipe_.is_open()) drain(out_pipe_, out_), out_pipe_.close(ignored);
    if (err_pipe_.is_open()) drain(err_pipe_, err_), err_pipe_.close(ignored);
    move_on();
}

/// Lets the guard kill what is left, or keep it. This happens once the child has ended, and nobody can write any more
/// or has had enough time.
void Child::move_on() {
    if (!ended_ || dismissed_ || (!kept_ && (out_pipe_.is_open() || err_pipe_.is_open()))) return;
    dismissed_ = true;
    stragglers_.cancel();
    if (command_.lease && !interrupted() && socket_.is_open()) {
        command_.lease->hold(socket_.release(), guard_pid_);
        guard_pid_ = -1;
        finish();
    } else if (socket_.is_open()) {
        ::shutdown(socket_.native_handle(), SHUT_WR);
    } else {
        finish();
    }
}

void Child::guard_gone() {
    boost::system::error_code ignored;
    if (socket_.is_open()) static_cast<void>(socket_.close(ignored));
    const int status = guard_pid_ > 0 ? wait_for_guard(std::exchange(guard_pid_, -1)) : 0;
    if (dismissed_) {
        finish();
    } else if (!ended_) {
        if (exit_.start_error.empty() && WIFEXITED(status) && WEXITSTATUS(status) != 0)
            exit_.start_error = "its guard could not be started";
        // Somebody killed the guard, and its child died with it.
        if (exit_.start_error.empty()) exit_.signal = SIGKILL;
        ended_ = true;
        exit_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
        close_pipes();
    }
}

void Child::time_out() {
    if (ended_) return;
    exit_.timed_out = true;
    if (!command_.before_kill) {
        terminate();
        return;
    }
    try {
        command_.before_kill();
    } catch (...) {  // The dump is not needed: without it the child is killed all the same.
    }
    after(deadline_, dump_time, [this] { terminate(); });
}

void Child::terminate() {
    order(Order::terminate);
    after(deadline_, term_time, [this] { order(Order::kill); });
}

void Child::order(Order order) {
    if (!socket_.is_open()) return;
    if (guard_pid_ > 0) wake_stopped(guard_pid_);
    const char byte = static_cast<char>(order);
    try {
        send_all(socket_.native_handle(), {&byte, 1});
    } catch (const std::system_error&) {  // The guard is gone, and the end of its socket will tell that.
    }
}

void Child::keep_awake() {
    if (guard_pid_ <= 0) return;
    wake_stopped(guard_pid_);
    after(awake_, awake_time, [this] { keep_awake(); });
}

void Child::finish() {
    if (finished_) return;
    finished_ = true;
    awake_.cancel();
    exit_.cut = out_.cut() || err_.cut();
    exit_.out = std::move(out_).text();
    exit_.err = std::move(err_).text();
    deadline_.cancel();
    stragglers_.cancel();
    promise_.set_value(std::move(exit_));
    std::exchange(done_, nullptr)();  // The call may release the last owner of this object.
}

}  // namespace testskew::process
