// A real environment with pytest, and small projects to run in it. The environment is made once and kept among the
// system's temporary files.
#pragma once
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>

#include "catch.hpp"
#include "process/environ.hpp"
#include "session/session.hpp"
#include "util/files.hpp"
#include "util/text.hpp"

namespace testskew::session {

/// The bin folder of an environment with pytest and pytest-xdist; nullopt if none can be made (the reason is printed).
inline std::optional<std::filesystem::path> test_environment() {
    static const auto found = []() -> std::optional<std::filesystem::path> {
        const auto python = find_on_path("python3");
        if (!python) return std::nullopt;
        const auto folder =
            std::filesystem::temp_directory_path() / ("testskew-session-tests-" + std::to_string(getuid()));
        std::filesystem::create_directories(folder);
        const FileLock lock(folder / "lock");
        const auto bin = folder / "environment" / "bin";
        if (std::filesystem::exists(folder / "complete")) return bin;
        remove_tree(folder / "environment");
        process::Command make;
        make.environ = process::environ_without_git();
        make.directory = folder;
        make.argv = {python->string(), "-m", "venv", (folder / "environment").string()};
        const auto made = process::run(make);
        make.argv = {(bin / "python").string(), "-m", "pip", "install", "-q", "pytest", "pytest-xdist"};
        const auto installed = process::run(make);
        if (!made.ok() || !installed.ok()) {
            std::puts(("no environment with pytest: " + made.err + installed.err).c_str());
            return std::nullopt;
        }
        write_file(folder / "complete", "");
        return bin;
    }();
    return found;
}

/// Remembers the last text of each activity.
class RecordingStatus : public Status {
public:
    void begin(const std::string&, const std::string&, const std::string&) override {}
    void update(const std::string&, const std::string& what) override {
        const std::lock_guard lock(mutex_);
        updates.push_back(what);
    }
    void end(const std::string&, const std::string&) override {}
    void note(const std::string&) override {}
    std::vector<std::string> updates;

private:
    std::mutex mutex_;
};

/// A project with the given files, and a request for a session in it.
class Project {
public:
    struct File {
        std::string name, content;
    };
    explicit Project(std::initializer_list<File> files)
        : folder(make_temporary_directory(std::filesystem::temp_directory_path(), "session-test-")) {
        std::filesystem::create_directories(folder / "project");
        std::filesystem::create_directories(folder / "captures");
        for (const auto& [name, content] : files) {
            std::filesystem::create_directories((folder / "project" / name).parent_path());
            write_file(folder / "project" / name, content);
        }
        const auto bin = test_environment().value_or("/none/bin");
        request.id = "s1";
        request.profile = "ci";
        request.python = bin / "python";
        request.scripts = bin;
        request.environ = {
            {"PATH", bin.string() + ":/usr/local/bin:/usr/bin:/bin"}, {"HOME", folder.string()}, {"LANG", "C.UTF-8"}};
        request.project = request.directory = folder / "project";
        request.capture_parent = folder / "captures";
        request.recording = folder / "run" / "s1.jsonl";
        request.key = "key";
        request.workspace_kind = "copy";
        request.selection.options = {"-p", "no:cacheprovider"};
    }
    ~Project() { remove_tree(folder); }

    SessionResult run() {
        auto result = session::run(request, status, "s1");
        records.clear();
        for (const auto& line : split(read_file(request.recording).value_or(""), '\n'))
            if (!line.empty()) records.push_back(nlohmann::json::parse(line));
        return result;
    }
    nlohmann::json first(const std::string& kind) const {
        for (const auto& record : records)
            if (record.value("t", "") == kind) return record;
        return nlohmann::json::object();
    }
    /// The outcomes of one phase: id -> outcome.
    std::map<std::string, std::string> phases(const std::string& when = "call") const {
        std::map<std::string, std::string> result;
        for (const auto& record : records)
            if (record.value("t", "") == "phase" && record.value("when", "") == when)
                result[record.value("id", "")] = record.value("outcome", "");
        return result;
    }

    std::filesystem::path folder;
    SessionRequest request;
    RecordingStatus status;
    std::vector<nlohmann::json> records;
};

}  // namespace testskew::session
