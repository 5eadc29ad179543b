// The event loop and the children it serves. The only file that knows Boost.
#include "process/process.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <future>
#include <set>
#include <thread>

#include "process/interruption.hpp"
#include "process/output.hpp"
#include "process/streams.hpp"
#include "util/error.hpp"

extern char** environ;

namespace testskew::process {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds straggler_time(500);  // after the child's exit, for others that hold its pipes
constexpr milliseconds dump_time(500);       // between before_kill and TERM
constexpr milliseconds term_time(300);       // between TERM and KILL
constexpr milliseconds interrupt_time(150);  // the same, where the user is waiting

/// The guard's process has closed its socket and is about to be gone.
void wait_for_guard(int pid) {
    while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
    }
}

class Child;

/// One loop on one thread, from the first run() to the end of the program. Never destroyed: children and their timers
/// may outlive main.
struct Loop {
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::set<std::shared_ptr<Child>> children;  // touched on the loop's thread only

    Loop() {
        for (int number = 0; number <= 2; ++number)  // a pipe must never become a standard stream
            if (::fcntl(number, F_GETFD) < 0) [[maybe_unused]]
                const int opened = ::open("/dev/null", O_RDWR);
        sigset_t all, before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);  // signals are for main's thread
        std::thread([this] { context.run(); }).detach();
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
    static Loop& get() {
        static Loop* loop = new Loop;
        return *loop;
    }
};

/// One child and its guard, served on the loop's thread.
class Child : public std::enable_shared_from_this<Child> {
public:
    Child(Loop& loop, const Command& command)
        : loop_(loop),
          command_(command),
          out_(command.output_cap),
          err_(command.output_cap),
          out_pipe_(loop.context),
          err_pipe_(loop.context),
          socket_(loop.context),
          deadline_(loop.context),
          stragglers_(loop.context) {}

    std::future<Exit> result() { return promise_.get_future(); }

    void start() {
        loop_.children.insert(shared_from_this());
        begin_ = Clock::now();
        try {
            if (interrupted()) throw Interrupted();
            fork_guard();
        } catch (const std::exception& error) {
            exit_.start_error = error.what();
            finish();
            return;
        }
        read(out_pipe_, out_);
        read(err_pipe_, err_);
        read_socket();
        if (command_.timeout.count() > 0) after(deadline_, command_.timeout, [this] { time_out(); });
    }

    void interrupt() {
        order(Order::terminate);
        after(deadline_, interrupt_time, [this] { order(Order::kill); });
        after(stragglers_, interrupt_time, [this] { close_pipes(); });
    }

private:
    void fork_guard() {
        if (command_.argv.empty()) throw std::runtime_error("no program was named");
        Streams streams = open_streams(command_);
        auto [ours, theirs] = open_sockets();
        sigset_t all, before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);
        guard_pid_ = ::fork();
        if (guard_pid_ == 0) guard(command_, streams.child, theirs.get(), ours.get());
        const int error = errno;
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
        if (guard_pid_ < 0) throw std::system_error(error, std::generic_category(), "cannot start a process");
        socket_.assign(ours.release());
        if (streams.read_out.get() >= 0) out_pipe_.assign(streams.read_out.release());
        if (streams.read_err.get() >= 0) err_pipe_.assign(streams.read_err.release());
    }

    template <typename Action>
    void after(asio::steady_timer& timer, milliseconds time, Action action) {
        timer.expires_after(time);
        timer.async_wait([self = shared_from_this(), action](const boost::system::error_code& error) {
            if (!error) action();
        });
    }

    void read(asio::posix::stream_descriptor& pipe, CappedOutput& output) {
        if (!pipe.is_open()) return;
        pipe.async_wait(asio::posix::stream_descriptor::wait_read,
                        [self = shared_from_this(), &pipe, &output, this](const boost::system::error_code& error) {
                            if (error || !drain(pipe, kept_ ? nothing_ : output)) {
                                boost::system::error_code ignored;
                                if (pipe.is_open()) pipe.close(ignored);
                                move_on();
                                return;
                            }
                            read(pipe, output);
                        });
    }

    /// Reads what is there, up to a few megabytes so that other children get their turn. False at the end of the file.
    static bool drain(asio::posix::stream_descriptor& pipe, CappedOutput& output) {
        static std::array<char, 1 << 18> buffer;  // the loop's thread alone reads
        for (int turn = 0; turn < 16; ++turn) {
            const auto count = ::read(pipe.native_handle(), buffer.data(), buffer.size());
            if (count > 0)
                output.add({buffer.data(), static_cast<std::size_t>(count)});
            else if (count < 0 && errno == EINTR)
                continue;
            else
                return count < 0 && errno == EAGAIN;  // a terminal's end is EIO
        }
        return true;
    }

    void read_socket() {
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

    void take_messages() {
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

    void child_ended(int status) {
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

    void close_pipes() {
        if (command_.lease && ended_ && !interrupted() &&
            socket_.is_open()) {  // daemons must not die of a closed pipe: read on, for nothing
            kept_ = true;
            move_on();
            return;
        }
        boost::system::error_code ignored;
        if (out_pipe_.is_open()) drain(out_pipe_, out_), out_pipe_.close(ignored);
        if (err_pipe_.is_open()) drain(err_pipe_, err_), err_pipe_.close(ignored);
        move_on();
    }

    /// The child has ended and nobody can write any more, or has had time enough: the guard may kill what is left, or
    /// keep it.
    void move_on() {
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

    void guard_gone() {
        boost::system::error_code ignored;
        if (socket_.is_open()) socket_.close(ignored);
        if (guard_pid_ > 0) wait_for_guard(std::exchange(guard_pid_, -1));
        if (dismissed_) {
            finish();
        } else if (!ended_) {
            if (exit_.start_error.empty()) exit_.signal = SIGKILL;  // someone killed the guard: its child died with it
            ended_ = true;
            exit_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
            close_pipes();
        }
    }

    void time_out() {
        if (ended_) return;
        exit_.timed_out = true;
        if (!command_.before_kill) {
            terminate();
            return;
        }
        try {
            command_.before_kill();
        } catch (...) {  // asking for a dump is a courtesy: without it the child is killed all the same
        }
        after(deadline_, dump_time, [this] { terminate(); });
    }

    void terminate() {
        order(Order::terminate);
        after(deadline_, term_time, [this] { order(Order::kill); });
    }

    void order(Order order) {
        if (!socket_.is_open()) return;
        const char byte = static_cast<char>(order);
#ifdef MSG_NOSIGNAL
        ::send(socket_.native_handle(), &byte, 1, MSG_NOSIGNAL);
#else
        ::send(socket_.native_handle(), &byte, 1, 0);
#endif
    }

    void finish() {
        if (finished_) return;
        finished_ = true;
        exit_.cut = out_.cut() || err_.cut();
        exit_.out = std::move(out_).text();
        exit_.err = std::move(err_).text();
        auto self = shared_from_this();
        loop_.children.erase(self);
        deadline_.cancel();
        stragglers_.cancel();
        promise_.set_value(std::move(exit_));
    }

    Loop& loop_;
    const Command& command_;  // run()'s caller holds it until the promise is kept
    CappedOutput out_, err_, nothing_{0};
    asio::posix::stream_descriptor out_pipe_, err_pipe_, socket_;
    asio::steady_timer deadline_, stragglers_;
    std::promise<Exit> promise_;
    Exit exit_;
    Clock::time_point begin_;
    std::string messages_;
    int guard_pid_ = -1;
    bool ended_ = false, dismissed_ = false, finished_ = false, kept_ = false;
};

}  // namespace

Lease::~Lease() {
    for (const auto& guard : guards_) ::shutdown(guard.socket, SHUT_WR);
    for (const auto& guard : guards_) {
        wait_for_guard(guard.pid);
        ::close(guard.socket);
    }
}

void Lease::hold(int guard_socket, int guard_pid) {
    const std::lock_guard lock(mutex_);
    guards_.push_back({guard_socket, guard_pid});
}

Exit run(const Command& command) {
    check_interrupted();
    auto& loop = Loop::get();
    const auto child = std::make_shared<Child>(loop, command);
    auto result = child->result();
    asio::post(loop.context, [child] { child->start(); });
    Exit exit = result.get();
    const bool was_terminal = command.inherit_streams && ::isatty(STDIN_FILENO);
    if (was_terminal) take_terminal_back();
    check_interrupted();
    return exit;
}

void end_all_children() {
    auto& loop = Loop::get();
    asio::post(loop.context, [&loop] {
        for (const auto& child : loop.children) child->interrupt();
    });
}

std::map<std::string, std::string> own_environ() {
    std::map<std::string, std::string> variables;
    for (char** entry = ::environ; entry && *entry; ++entry) {
        const std::string_view text = *entry;
        const auto equals = text.find('=', 1);
        if (equals == std::string_view::npos || text.substr(0, 4) == "GIT_") continue;
        variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

}  // namespace testskew::process
