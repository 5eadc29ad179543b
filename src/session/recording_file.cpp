#include "session/recording_file.hpp"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <nlohmann/json.hpp>

#include "model/json.hpp"
#include "session/records.hpp"
#include "util/error.hpp"
#include "util/files.hpp"
#include "util/hash.hpp"
#include "util/text.hpp"
#include "util/version.hpp"

namespace fs = std::filesystem;
using nlohmann::json;

namespace testskew::session {
namespace {

constexpr std::size_t stacks_cap = 200'000;

/// True for a line that is kept as it is without being taken apart: it is valid JSON, its texts stand in it as they
/// are, and it has nothing to hide. Nearly all lines are of this kind.
bool plain(std::string_view line, const Secrets& secrets) {
    const bool escaped = std::any_of(line.begin(), line.end(), [](char c) { return c == '\\' || c < ' '; });
    return !escaped && secrets.hide(std::string(line)) == line && json::accept(line);
}

void take_lines(const fs::path& file, Capture& capture, bool main, const Secrets& secrets) {
    const auto text = read_file(file);
    if (!text) return;
    std::string_view rest = *text;
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        if (end != std::string_view::npos && line.starts_with("{\"t\":\"") && !line.starts_with("{\"t\":\"loaded\"") &&
            plain(line, secrets)) {
            capture.lines.emplace_back(line);
            rest.remove_prefix(end + 1);
            continue;
        }
        auto record = nlohmann::ordered_json();  // The keys stay in the order in which they were written.
        if (end != std::string_view::npos && !line.empty() && line.front() == '{')
            record = nlohmann::ordered_json::parse(line, nullptr, false);
        if (record.is_object()) {
            if (main && record.value("t", "") == "loaded") capture.loaded = true;
            capture.lines.push_back(hide_secrets(record, secrets) ? dumped(record) : std::string(line));
        } else if (!trim(line).empty()) {
            ++capture.dropped;
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
}

}  // namespace

Capture read_capture(const fs::path& folder, const Secrets& secrets) {
    Capture capture;
    take_lines(folder / "main.jsonl", capture, true, secrets);
    std::vector<fs::path> workers, stacks;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const auto name = entry.path().filename().string();
        if (entry.path().extension() == ".jsonl" && name != "main.jsonl") workers.push_back(entry.path());
        if (name.size() >= 10 && name.substr(name.size() - 10) == "stacks.txt") stacks.push_back(entry.path());
    }
    const auto by_number = [](const fs::path& a, const fs::path& b) {  // gw2 comes before gw10.
        const auto left = a.filename().string(), right = b.filename().string();
        return left.size() != right.size() ? left.size() < right.size() : left < right;
    };
    std::sort(workers.begin(), workers.end(), by_number);
    std::sort(stacks.begin(), stacks.end(), by_number);
    for (const auto& worker : workers) take_lines(worker, capture, false, secrets);
    for (const auto& file : stacks) {
        const auto text = read_file(file).value_or("");
        if (!text.empty() && stacks.size() > 1) capture.stacks += file.filename().string() + ":\n";
        capture.stacks += text.substr(0, stacks_cap);
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
                         {"in_place", request.in_place},
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
