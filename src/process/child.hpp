#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "process/guard.hpp"
#include "process/output.hpp"
#include "process/process.hpp"

namespace testskew::process {

/// One child and its guard. Everything happens on the thread of `context`, except that another thread waits for
/// result().
class Child : public std::enable_shared_from_this<Child> {
public:
    /// `command` must outlive the result.
    Child(boost::asio::io_context& context, const Command& command);

    std::future<Exit> result() { return promise_.get_future(); }
    /// Starts the guard. `done` is called once, when nothing of the child is served any more.
    void start(std::function<void()> done);
    /// Ends the child with TERM, and soon after it with KILL.
    void interrupt();

private:
    using Pipe = boost::asio::posix::stream_descriptor;

    void begin_guard();
    /// Runs `action` after that time, unless the timer is used again or cancelled before.
    void after(boost::asio::steady_timer& timer, std::chrono::milliseconds time, std::function<void()> action);
    void read(Pipe& pipe, CappedOutput& output);
    void read_socket();
    void take_messages();
    void child_ended(int status);
    void close_pipes();
    void move_on();
    void guard_gone();
    void time_out();
    void terminate();
    void order(Order order);
    /// Wakes the guard if something, such as a test, has stopped it, and looks again later. A stopped guard would
    /// neither say that its child has ended nor kill anything.
    void keep_awake();
    void finish();

    const Command& command_;
    std::function<void()> done_;
    CappedOutput out_, err_, nothing_{0};
    Pipe out_pipe_, err_pipe_, socket_;
    boost::asio::steady_timer deadline_, stragglers_, awake_;
    std::promise<Exit> promise_;
    Exit exit_;
    std::chrono::steady_clock::time_point begin_;
    std::string messages_;  ///< Bytes from the guard that are not a whole message yet.
    int guard_pid_ = -1;
    bool ended_ = false;      ///< The child itself is gone.
    bool dismissed_ = false;  ///< The guard was told to kill what is left, or it was given to a lease.
    bool finished_ = false;
    bool kept_ = false;  ///< What the child left behind may live on and write. It is read, and dropped.
};

}  // namespace testskew::process
