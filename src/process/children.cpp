// This is the event loop, with the set of children that it serves.
#include "process/children.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <csignal>
#include <memory>
#include <set>
#include <thread>

#include "process/child.hpp"

namespace testskew::process {
namespace {

namespace asio = boost::asio;

/// One loop on one thread, from the first child to the end of the program. It is never destroyed, because children and
/// their timers may outlive main.
struct Loop {
    asio::io_context context;
    asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
    std::set<std::shared_ptr<Child>> children;  // Only the loop's thread touches it.

    Loop() {
        for (int number = 0; number <= 2; ++number)  // A pipe must never become a standard stream.
            if (::fcntl(number, F_GETFD) < 0) [[maybe_unused]]
                const int opened = ::open("/dev/null", O_RDWR);
        sigset_t all, before;
        sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before);  // Signals are for the thread of main.
        std::thread([this] { context.run(); }).detach();
        ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }

    static Loop& get() {
        static Loop* loop = new Loop;
        return *loop;
    }
};

}  // namespace

std::future<Exit> begin(const Command& command) {
    Loop& loop = Loop::get();
    const auto child = std::make_shared<Child>(loop.context, command);
    auto result = child->result();
    asio::post(loop.context, [&loop, child] {
        loop.children.insert(child);
        child->start([&loop, child] { loop.children.erase(child); });
    });
    return result;
}

void end_all_children() {
    Loop& loop = Loop::get();
    asio::post(loop.context, [&loop] {
        for (const auto& child : loop.children) child->interrupt();
    });
}

}  // namespace testskew::process
