#include "session/recording_file.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <ctime>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "process/sandbox.hpp"
#include "session/records.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/json_line.hpp"
#include "util/line_cutter.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::session {
namespace {

constexpr std::size_t stacks_cap = 200'000;
/// What is kept of one session, in bytes. A test that writes without end must not fill the memory.
constexpr std::size_t most_of_capture = std::size_t{1} << 30;
constexpr std::string_view gap_mark = ".gap";  ///< The end of the name of a file that the probe makes, see record.py.
constexpr std::size_t size_of_line = 64;       ///< What a line costs beside its bytes.
constexpr std::size_t most_files = 2000;  ///< The files of a capture that are read. No session has so many workers.

/// True for a line that is kept as it is without being taken apart: it is valid JSON, its texts stand in it as they
/// are, and it has nothing to hide. Nearly all lines are of this kind.
bool plain(std::string_view line, const Secrets& secrets) {
    constexpr std::ptrdiff_t most_brackets = 64;  // So it cannot be nested too deep.
    if (std::count_if(line.begin(), line.end(), [](char c) { return c == '{' || c == '['; }) > most_brackets)
        return false;
    const bool escaped = std::any_of(line.begin(), line.end(), [](char c) { return c == '\\' || c < ' '; });
    return !escaped && secrets.hide(std::string(line)) == line && json::accept(line);
}

/// Reads the files of a capture folder. Tests can write there: what they write is never followed, waited for, or read
/// without a limit, and what is no record is counted.
class CaptureReader {
public:
    CaptureReader(Capture& capture, const Secrets& secrets) : capture_(capture), secrets_(secrets) {}

    void take(const fs::path& file, bool main) {
        const Descriptor opened = open_regular(file, Links::refuse);
        if (!opened.ok()) {
            if (errno != ENOENT) ++capture_.dropped;
            return;
        }
        main_ = main;
        LineCutter lines(max_line, [this](std::string_view line) { one(line); });
        std::string block(1 << 20, '\0');
        ssize_t got = 0;
        while (!full() && (got = read_some(opened.get(), block.data(), block.size())) > 0)
            lines.feed({block.data(), static_cast<std::size_t>(got)});
        // A torn line has no end, and what is left when there is no more room is not counted by line.
        if (!trim(lines.unfinished()).empty() || lines.skipped() || full()) ++capture_.dropped;
    }

private:
    bool full() const { return size_ >= most_of_capture; }

    void one(std::string_view line) {
        if (full() || keep(line)) return;
        if (trim(line).empty()) return;
        ++capture_.dropped;
        // Something without a newline was written before a record, which is the last thing in its line.
        constexpr std::string_view beginning = "{\"t\":\"";
        const auto at = line.rfind(beginning);
        if (at != std::string_view::npos && at > 0) keep(line.substr(at));
    }

    bool keep(std::string_view line) {
        if (line.empty() || line.front() != '{') return false;
        if (line.starts_with("{\"t\":\"") && !line.starts_with("{\"t\":\"loaded\"") && plain(line, secrets_)) {
            capture_.lines.emplace_back(line);
            size_ += line.size() + size_of_line;
            return true;
        }
        bool mended = false;
        auto record = parse_line_in_order(line, mended);
        if (!record || !record->is_object() || mended) return false;
        const auto kind = record->find("t");
        if (main_ && kind != record->end() && *kind == "loaded") capture_.loaded = true;
        capture_.lines.push_back(hide_secrets(*record, secrets_) ? dumped(*record) : std::string(line));
        size_ += capture_.lines.back().size() + size_of_line;
        return true;
    }

    Capture& capture_;
    const Secrets& secrets_;
    bool main_ = false;
    std::size_t size_ = 0;
};

/// Everything that a session in this sandbox can write to, for the probe, which tells what was refused.
json writable_folders(const process::Sandbox& sandbox) {
    json folders = json::array();
    for (const auto* paths : {&sandbox.writable, &process::always_writable()})
        for (const fs::path& path : *paths) folders.push_back(path.string());
    return folders;
}

}  // namespace

Capture read_capture(const fs::path& folder, const Secrets& secrets) {
    Capture capture;
    CaptureReader reader(capture, secrets);
    reader.take(folder / "main.jsonl", true);
    std::vector<fs::path> workers, stacks;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (name.ends_with(gap_mark)) capture.incomplete = true;
        if (workers.size() + stacks.size() >= most_files) break;
        if (entry.path().extension() == ".jsonl" && name != "main.jsonl") workers.push_back(entry.path());
        if (name.size() >= 10 && name.substr(name.size() - 10) == "stacks.txt") stacks.push_back(entry.path());
    }
    const auto by_number = [](const fs::path& a, const fs::path& b) {  // gw2 comes before gw10.
        const auto left = a.filename().string(), right = b.filename().string();
        return left.size() != right.size() ? left.size() < right.size() : left < right;
    };
    std::sort(workers.begin(), workers.end(), by_number);
    std::sort(stacks.begin(), stacks.end(), by_number);
    for (const auto& worker : workers) reader.take(worker, false);
    for (const auto& file : stacks) {
        const auto text = read_beginning(file, stacks_cap, Links::refuse);
        if (capture.stacks.size() > 10 * stacks_cap) break;
        if (!text.empty() && stacks.size() > 1) capture.stacks += file.filename().string() + ":\n";
        capture.stacks += text;
    }
    capture.stacks = secrets.hide(valid_utf8(capture.stacks));
    return capture;
}

std::string config_json(const SessionRequest& request, const fs::path& compiled) {
    const json observe = request.observe_json.empty() ? json() : json::parse(request.observe_json, nullptr, false);
    if (observe.is_discarded()) throw Error("what to observe is no JSON: " + request.observe_json, ExitCode::internal);
    const json config = {{"project", request.project.string()},
                         {"environment", request.scripts.parent_path().string()},
                         {"server_exceptions", to_string(request.server_exceptions)},
                         {"caps", {{"text", 20000}, {"frames", 200}, {"chain", 10}}},
                         {"observe", observe},
                         {"until", request.until ? json(*request.until) : json()},
                         {"in_place", request.in_place},
                         {"sandbox", request.sandbox ? writable_folders(*request.sandbox) : json()},
                         {"compiled", compiled.empty() ? json() : json(compiled.string())}};
    return dumped(config);
}

std::string recording_text(const SessionRequest& request, const std::string& started, const process::Exit& exit,
                           const Capture& capture) {
    json first = session_record(request, started, bare_command(request));
    for (const char* told : {"argv", "facts", "selection"}) hide_secrets(first[told], request.secrets);
    std::string text = dumped(first) + "\n";
    for (const auto& line : capture.lines) text.append(line).append("\n");
    return text + dumped(end_record(request.secrets, exit, capture)) + "\n";
}

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts = {};
    ::gmtime_r(&now, &parts);
    std::array<char, 32> text = {};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text.data();
}

std::string machine_digest() {
    const auto id = read_file("/etc/machine-id").value_or("");
    std::array<char, 256> host = {};
    ::gethostname(host.data(), host.size() - 1);
    return short_hash("testskew machine\n" + std::string(trim(id)) + "\n" + host.data());
}

}  // namespace testskew::session
