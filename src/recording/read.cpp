#include "recording/read.hpp"

#include <fcntl.h>
#include <fmt/core.h>

#include <cerrno>
#include <cstring>
#include <future>
#include <nlohmann/json.hpp>
#include <string>

#include "recording/decoder.hpp"
#include "util/descriptor.hpp"
#include "util/error.hpp"
#include "util/json_line.hpp"
#include "util/json_members.hpp"
#include "util/line_cutter.hpp"

namespace testskew::recording {
namespace {

constexpr std::size_t most_bytes = std::size_t{2} << 30;
constexpr std::size_t most_before_first_record = 1 << 20;

Descriptor opened(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        throw Error(fmt::format("{} is a folder, not a recording", path.string()));
    Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.ok()) throw Error(fmt::format("cannot read {}: {}", path.string(), std::strerror(errno)));
    return file;
}

[[noreturn]] void no_recording(const std::filesystem::path& path) {
    throw Error(fmt::format("{} is not a recording: `testskew record PROFILE -o FILE` writes one", path.string()));
}

/// Lets through what belongs to one session of a leg: the records before the first session, and its own.
class SessionFilter {
public:
    explicit SessionFilter(int session) : wanted_(session) {}

    bool belongs(std::string_view line) {
        if (wanted_ <= 1) return true;  // the decoder stops at the second session
        if (line.find("\"session\"") != std::string_view::npos) {
            const auto record = parse_line(line);
            if (record && record->is_object() && members::text(*record, "t") == "session") ++seen_;
        }
        return seen_ == 0 || seen_ >= wanted_;
    }

private:
    int wanted_, seen_ = 0;
};

}  // namespace

Recording read(const std::filesystem::path& path, int session) {
    const auto file = opened(path);
    Decoder decoder;
    SessionFilter filter(session);
    bool truncated = false;
    const auto take = [&](std::string_view line) {
        if (filter.belongs(line)) truncated = !decoder.line(line) || truncated;
    };
    LineCutter lines(max_line, take);
    std::string block(1 << 20, '\0');
    std::size_t total = 0;
    for (ssize_t got; (got = read_some(file.get(), block.data(), block.size())) > 0;) {
        total += static_cast<std::size_t>(got);
        lines.feed({block.data(), static_cast<std::size_t>(got)});
        if (decoder.known() == 0 && total >= most_before_first_record) no_recording(path);
        if (decoder.schema() > 1)
            throw Error(fmt::format("{} was written by a newer testskew (form {}, this one reads 1): update testskew",
                                    path.string(), decoder.schema()));
        if (total > most_bytes) {
            truncated = true;
            break;
        }
    }
    if (!lines.unfinished().empty()) {  // the process died while it wrote this line
        take(lines.unfinished());
        truncated = true;
    }
    if (decoder.known() == 0) no_recording(path);
    if (decoder.schema() < 1)
        throw Error(fmt::format(
            "{} does not say in which form it was written (its `schema` is no number from 1 on): record it again",
            path.string()));
    Recording recording = decoder.finish();
    recording.truncated = recording.truncated || truncated || lines.skipped();
    return recording;
}

RecordingPair read_both(const SessionFile& bad, const SessionFile& good) {
    auto other = std::async(std::launch::async, [&] { return read(good.path, good.session); });
    RecordingPair pair;
    pair.bad = read(bad.path, bad.session);  // if this throws, the future's destructor still waits for the other
    pair.good = other.get();
    return pair;
}

}  // namespace testskew::recording
