#pragma once
#include <atomic>
#include <functional>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <thread>

#include "process/process.hpp"
#include "util/descriptor.hpp"
#include "util/temporary_folder.hpp"

namespace testskew::cluster {

/// A child process that speaks with testskew through a socket, one JSON document a line.
class Client {
public:
    /// Starts the child. A file `name` with this content, and the path of the socket, are added to its arguments.
    /// `told` is called with each document, and `ended` once, when the child has ended and nothing more is to come;
    /// both on a thread of the client.
    Client(process::Command command, const std::string& name, const std::string& content,
           std::function<void(const nlohmann::json&)> told, std::function<void(const process::Exit&)> ended);
    /// Closes the socket, at which the child ends, and waits for that.
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Sends a document. Does nothing if the child is gone.
    void send(const nlohmann::json& document);

private:
    void listen(const std::string& path);
    void serve();
    bool accepted();

    TemporaryFolder folder_;
    process::Command command_;
    std::function<void(const nlohmann::json&)> told_;
    std::function<void(const process::Exit&)> ended_;
    Descriptor listening_, connection_;
    std::mutex mutex_;
    std::string unsent_;  ///< what was sent before the child had connected
    process::Exit exit_;
    std::atomic<bool> child_ended_{false}, closing_{false};
    std::thread child_, reader_;  // They are the last members, so that they start when all others exist.
};

}  // namespace testskew::cluster
